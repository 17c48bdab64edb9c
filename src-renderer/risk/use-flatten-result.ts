import type { FlattenScope } from '#shared/trading/flatten-scope.ts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useReplica } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { positionsInScope } from '../stream/positions-in-scope.ts';

/**
 * Says how a flatten ended: flat as soon as none of its positions is shown, stopped where the halt was lifted before. Deals may end it
 * ahead of the report that no longer lists a position, so its end alone says neither.
 */
export function useFlattenResult(): void {
  const { t } = useTranslation();
  const flattening = useReplica((replica) => replica.flattening);
  const positions = useReplica((replica) => replica.positions);
  const state = useReplica((replica) => replica.tradingState.state);
  const underWay = useRef<FlattenScope | null>(null);
  useEffect(() => {
    if (flattening !== null) {
      underWay.current = flattening.scope;
      return;
    }
    if (underWay.current === null || positions === null) return;
    const left = positionsInScope(underWay.current, positions).length;
    if (left > 0 && state === 'halted') return;
    underWay.current = null;
    addMessage(
      left === 0
        ? { tone: 'neutral', title: t('flattening.flat'), text: t('flattening.flatText') }
        : { tone: 'warning', title: t('flattening.stopped'), text: t('flattening.stoppedText', { left }) },
    );
  }, [flattening, positions, state, t]);
}
