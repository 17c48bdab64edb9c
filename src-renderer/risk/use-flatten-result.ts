import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useReplica } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { positionsInScope } from '../stream/positions-in-scope.ts';
import type { Replica } from '../stream/replica.ts';

type Flattening = Replica['latestFlattening'];

/**
 * Says how a flatten ended: flat as soon as none of its positions is shown, stopped where the halt was lifted before. Deals may end it
 * ahead of the report that no longer lists a position, so its end alone says neither.
 */
export function useFlattenResult(): void {
  const { t } = useTranslation();
  const latest = useReplica((replica) => replica.latestFlattening);
  const isUnderWay = useReplica((replica) => replica.flattening !== null);
  const positions = useReplica((replica) => replica.positions);
  const state = useReplica((replica) => replica.tradingState.state);
  /** Outlives a connection: the snapshot of the next one no longer names a flatten that ended meanwhile. */
  const open = useRef<Flattening>(null);
  const told = useRef<Flattening>(null);
  useEffect(() => {
    if (latest !== null && latest !== told.current) open.current = latest;
    if (open.current === null || isUnderWay !== false || positions === null) return;
    const left = positionsInScope(open.current.scope, positions).length;
    if (left > 0 && state === 'halted') return;
    told.current = open.current;
    open.current = null;
    addMessage(
      left === 0
        ? { tone: 'neutral', title: t('flattening.flat'), text: t('flattening.flatText') }
        : { tone: 'warning', title: t('flattening.stopped'), text: t('flattening.stoppedText', { left }) },
    );
  }, [latest, isUnderWay, positions, state, t]);
}
