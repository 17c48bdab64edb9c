import type { SyncLog } from '#shared/contract/sync-health.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Hole } from '#shared/market/hole.ts';
import type { SyncKey, SyncState, SyncStore } from '#main/ports/sync-store.ts';

/** What the synchronizer remembers, kept in memory by a test. */
export function createMemorySyncStore(): SyncStore {
  const states = new Map<string, SyncState>();
  const kept = new Map<string, readonly Hole[]>();
  const logs: SyncLog[] = [];
  const holesOf = (series: BarSeries): readonly Hole[] => kept.get(JSON.stringify(series)) ?? [];
  return {
    state: (key) => states.get(nameOf(key)) ?? null,
    states: () => [...states.values()],
    saveState: (state) => void states.set(nameOf(state), state),
    log: (entry) => void logs.unshift(entry),
    logs: (limit) => logs.slice(0, limit),
    holes: (series, { fromUtcMs, toUtcMs }) =>
      holesOf(series).filter((hole) => hole.toUtcMs > fromUtcMs && hole.fromUtcMs < toUtcMs),
    replaceHoles: (series, { fromUtcMs, toUtcMs }, holes) => {
      const others = holesOf(series).filter((hole) => hole.toUtcMs <= fromUtcMs || hole.fromUtcMs >= toUtcMs);
      kept.set(
        JSON.stringify(series),
        [...others, ...holes].sort((a, b) => a.fromUtcMs - b.fromUtcMs),
      );
    },
    holeCounts: (series) => {
      const unexpected = holesOf(series).filter(({ kind }) => kind === 'unexpected');
      return {
        expected: holesOf(series).length - unexpected.length,
        unexpected: unexpected.length,
        missingBars: unexpected.reduce((sum, { missingBars }) => sum + missingBars, 0),
      };
    },
  };
}

const nameOf = ({ kind, symbol, timeframe }: SyncKey): string => [kind, symbol, timeframe].join();
