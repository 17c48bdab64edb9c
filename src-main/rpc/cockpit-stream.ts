import type { CockpitBatch, CockpitDelta } from '#shared/contract/cockpit-snapshot.ts';
import type { MarketClock, WallClock } from '#main/ports/clock.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import type { Timers } from '#main/ports/timers.ts';
import { conflationKey } from './conflation-key.ts';
import { GatheredStream, type WaitingChanges } from './gathered-stream.ts';

export interface StreamSource {
  readonly cockpit: Pick<Cockpit, 'snapshot' | 'subscribe'>;
  readonly marketClock: MarketClock;
  readonly wallClock: WallClock;
  readonly timers: Timers;
}

export type CockpitStream = GatheredStream<CockpitDelta, CockpitBatch>;

/** Past this many waiting deltas the window is given a snapshot in their stead. */
export const waitingDeltasMax = 2000;

/**
 * One subscriber's view of the cockpit: a snapshot, then batches of deltas. A batch is a subsequence of what happened: a delta that is conflated leaves
 * its place and stands where its newest version came, so a forming bar never overtakes the close of the one before it.
 */
export function cockpitStream({ cockpit, marketClock, wallClock, timers }: StreamSource): CockpitStream {
  return new GatheredStream<CockpitDelta, CockpitBatch>({
    subscribe: (listener) => cockpit.subscribe(listener),
    waiting: waitingDeltas(),
    whole: (sequence) => ({
      kind: 'snapshot',
      sequence,
      sentAtUtcMs: wallClock.nowUtcMs(),
      snapshot: cockpit.snapshot(),
    }),
    changes: (sequence, deltas) => ({
      kind: 'deltas',
      sequence,
      sentAtUtcMs: wallClock.nowUtcMs(),
      marketUtcMs: marketClock.nowUtcMs(),
      deltas,
    }),
    timers,
  });
}

function waitingDeltas(): WaitingChanges<CockpitDelta> {
  const waiting = new Map<string | number, CockpitDelta>();
  let arrivals = 0;
  return {
    add: (delta) => {
      const key = conflationKey(delta) ?? arrivals++;
      waiting.delete(key);
      waiting.set(key, delta);
      return waiting.size <= waitingDeltasMax;
    },
    isEmpty: () => waiting.size === 0,
    takeAll: () => {
      const deltas = [...waiting.values()];
      waiting.clear();
      return deltas;
    },
  };
}
