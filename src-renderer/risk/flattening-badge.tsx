import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { useReplica } from '../stream/cockpit-context.ts';
import { positionsInScope } from '../stream/positions-in-scope.ts';
import { useFlattenResult } from './use-flatten-result.ts';

/** What is being closed and how much of it is left; nothing while nothing is. */
export function FlatteningBadge(): ReactNode {
  const { t } = useTranslation();
  const scope = useReplica((replica) => replica.flattening?.scope ?? null);
  const positions = useReplica((replica) => replica.positions);
  const left = useMemo(
    () => (scope === null ? 0 : positionsInScope(scope, positions ?? []).length),
    [scope, positions],
  );
  useFlattenResult();
  return (
    <span className="flattening-now" role="status">
      {scope !== null && (
        <Badge tone="fault" look="solid" title={t('tradingState.flatteningTitle')}>
          {t(`flattening.badge.${scope.kind}`, { symbol: scope.kind === 'symbol' ? scope.symbol : '', left })}
        </Badge>
      )}
    </span>
  );
}
