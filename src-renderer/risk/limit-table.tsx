import type { LimitUse } from '#shared/contract/risk-view.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Meter } from '../components/meter.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { RiskSection } from './risk-section.tsx';
import { useLimitName } from './use-limit-name.ts';

/** Each limit with what is used of it; one that is reached says that it lets no entry pass. */
export function LimitTable(): ReactNode {
  const { t } = useTranslation();
  const limits = useReplica((replica) => replica.risk.limits) ?? [];
  return (
    <RiskSection title={t('risk.limits')} hint={t('risk.limitsTitle')}>
      <ul className="limit-list">
        {limits.map((use) => (
          <LimitRow key={use.code} use={use} />
        ))}
      </ul>
    </RiskSection>
  );
}

function LimitRow({ use }: { readonly use: LimitUse }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const nameOf = useLimitName();
  const { code, unit, value, limit, isReached } = use;
  const text = unit === 'money' ? formats.money : formats.figure;
  const name = nameOf(code);
  return (
    <li className="limit-row" data-limit={code}>
      <div className="limit-line">
        <span className="limit-name">{name}</span>
        <span className="limit-value">
          {isReached && <Badge tone="fault">{t('risk.locked')}</Badge>}
          {value === null || limit === null
            ? t('risk.noData')
            : t('risk.used', { value: text(value), limit: text(limit) })}
        </span>
      </div>
      {value !== null && limit !== null && limit > 0 && (
        <Meter label={t('risk.usedOf', { limit: name })} usedRatio={value / limit} />
      )}
    </li>
  );
}
