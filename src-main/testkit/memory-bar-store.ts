import { isDeepStrictEqual } from 'node:util';
import { ok } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import { barsBetween } from '#shared/market/bar-columns.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { BarDisagreement, BarStore, BarsAppended } from '#main/ports/bar-store.ts';
import type { SyncState } from '#main/ports/sync-store.ts';

/** Bars that a test keeps in memory, without a market clock; the states that are recorded with bars are handed on. */
export function createMemoryBarStore(saveState: (state: SyncState) => void = () => undefined): BarStore {
  const kept = new Map<string, Kept>();
  const keptOf = (series: BarSeries): Kept => {
    const entry = kept.get(keyOf(series)) ?? { series, bars: [] };
    kept.set(keyOf(series), entry);
    return entry;
  };
  const between = (series: BarSeries, from: number, to: number): readonly Bar[] => {
    const bars = kept.get(keyOf(series))?.bars ?? [];
    return bars.slice(indexOf(bars, from), indexOf(bars, to));
  };
  const append = (series: BarSeries, bars: readonly Bar[]): BarsAppended => {
    const { merged, ...appended } = merge(keptOf(series).bars, bars, 'stored');
    keptOf(series).bars = merged;
    return appended;
  };
  return {
    append,
    appendColumns: (series, columns, { from, to }) => append(series, barsBetween(columns, from, to)),
    record: (batch, state) => {
      const recorded = batch.map(({ series, bars }) => {
        const { merged, ...rest } = merge(keptOf(series).bars, bars, 'offered');
        keptOf(series).bars = merged;
        return { series, ...rest };
      });
      if (state !== null) saveState(state);
      return {
        inserted: recorded.reduce((sum, { inserted }) => sum + inserted, 0),
        duplicates: recorded.reduce((sum, { duplicates }) => sum + duplicates, 0),
        superseded: recorded.flatMap(({ series, disagreements }) => disagreements.map((it) => ({ series, ...it }))),
      };
    },
    readBetween: ({ series, fromUtcMs, toUtcMs, limit }) => between(series, fromUtcMs, toUtcMs).slice(0, limit),
    gaps: ({ series, fromUtcMs, toUtcMs }) => {
      const bars = between(series, fromUtcMs, toUtcMs);
      return bars.slice(1).flatMap(({ openTimeUtcMs: firstAfterUtcMs }, index) => {
        const lastBeforeUtcMs = bars[index]?.openTimeUtcMs ?? firstAfterUtcMs;
        const isGap = firstAfterUtcMs - lastBeforeUtcMs > timeframeDurationMs(series.timeframe);
        return isGap ? [{ lastBeforeUtcMs, firstAfterUtcMs }] : [];
      });
    },
    read: ({ series, beforeUtcMs, limit }) => between(series, -Infinity, beforeUtcMs).slice(-limit),
    summaries: () =>
      [...kept.values()].flatMap(({ series, bars }) => {
        const first = bars[0];
        const last = bars.at(-1);
        if (first === undefined || last === undefined) return [];
        return [{ series, count: bars.length, firstUtcMs: first.openTimeUtcMs, lastUtcMs: last.openTimeUtcMs }];
      }),
    chooseSeries: ({ symbol, timeframe }) =>
      ok(
        [...kept.values()].find(({ series }) => series.symbol === symbol && series.timeframe === timeframe)?.series ??
          null,
      ),
  };
}

interface Kept {
  readonly series: BarSeries;
  bars: readonly Bar[];
}

const keyOf = ({ symbol, timeframe, source, anchor }: BarSeries): string => [symbol, timeframe, source, anchor].join();

/** Of bars in order: how many opened before a moment. */
function indexOf(bars: readonly Bar[], at: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[middle]?.openTimeUtcMs ?? Infinity) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where both have a bar of one time and they differ, the named one stands. */
function merge(
  stored: readonly Bar[],
  offered: readonly Bar[],
  stands: 'stored' | 'offered',
): BarsAppended & { readonly merged: readonly Bar[] } {
  const times = offered.map((bar) => bar.openTimeUtcMs).sort((a, b) => a - b);
  const from = indexOf(stored, times[0] ?? Infinity);
  const to = indexOf(stored, (times.at(-1) ?? Infinity) + 1);
  const byTime = new Map(stored.slice(from, to).map((bar) => [bar.openTimeUtcMs, bar]));
  const disagreements: BarDisagreement[] = [];
  let inserted = 0;
  for (const bar of offered) {
    const known = byTime.get(bar.openTimeUtcMs);
    if (known === undefined) inserted++;
    else if (!isDeepStrictEqual(known, bar)) disagreements.push({ stored: known, offered: bar });
    if (known === undefined || stands === 'offered') byTime.set(bar.openTimeUtcMs, bar);
  }
  const between = [...byTime.values()].sort((a, b) => a.openTimeUtcMs - b.openTimeUtcMs);
  const merged = [...stored.slice(0, from), ...between, ...stored.slice(to)];
  return { inserted, duplicates: offered.length - inserted - disagreements.length, disagreements, merged };
}
