import type { AgentSources } from '../agent-sources.ts';

/** Whoever waits for the loop waits no longer than about this. */
const sliceMs = 3;

/** To be called between two steps of a look-up: gives up the loop where a slice of it is over. */
export function paced({
  monotonicClock,
  nextTurn,
}: Pick<AgentSources, 'monotonicClock' | 'nextTurn'>): () => Promise<void> {
  let sinceMs = monotonicClock.nowMs();
  return async () => {
    if (monotonicClock.nowMs() - sinceMs < sliceMs) return;
    await nextTurn();
    sinceMs = monotonicClock.nowMs();
  };
}
