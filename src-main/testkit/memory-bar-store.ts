import { isDeepStrictEqual } from 'node:util';
import { ok } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { BarStore } from '#main/ports/bar-store.ts';

/** Bars that a test keeps in memory; of a stamp that is stored already the stored bar stays. */
export function createMemoryBarStore(): BarStore {
  const kept = new Map<string, { readonly series: BarSeries; readonly bars: Bar[] }>();
  const keyOf = ({ symbol, timeframe, source, anchor }: BarSeries): string =>
    [symbol, timeframe, source, anchor].join();
  return {
    append: (series, bars) => {
      const entry = kept.get(keyOf(series)) ?? { series, bars: [] };
      kept.set(keyOf(series), entry);
      const known = new Map<number, Bar>(entry.bars.map((bar) => [bar.openTimeUtcMs, bar]));
      const fresh = bars.filter((bar) => !known.has(bar.openTimeUtcMs));
      const disagreements = bars.flatMap((offered) => {
        const stored = known.get(offered.openTimeUtcMs);
        return stored === undefined || isDeepStrictEqual(stored, offered) ? [] : [{ stored, offered }];
      });
      entry.bars.push(...fresh);
      entry.bars.sort((a, b) => a.openTimeUtcMs - b.openTimeUtcMs);
      const duplicates = bars.length - fresh.length - disagreements.length;
      return { inserted: fresh.length, duplicates, disagreements };
    },
    read: ({ series, beforeUtcMs, limit }) =>
      (kept.get(keyOf(series))?.bars ?? []).filter((bar) => bar.openTimeUtcMs < beforeUtcMs).slice(-limit),
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
