import { assertDefined } from '#shared/base/assert.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { IndicatorRow, IndicatorStore } from '#main/ports/indicator-store.ts';

/** Indicators that a test keeps in memory. Rows that follow each other are cheap, as they are in a file. */
export function createMemoryIndicatorStore(): IndicatorStore {
  const kept = new Map<string, { readonly series: BarSeries; rows: IndicatorRow[] }>();
  const seriesKey = ({ symbol, timeframe, source, anchor }: BarSeries): string =>
    [symbol, timeframe, source, anchor].join();
  const rowsOf = (series: BarSeries, version: number): readonly IndicatorRow[] =>
    kept.get(`${seriesKey(series)} ${version}`)?.rows ?? [];
  return {
    save: (series, version, rows) => {
      const first = rows[0];
      if (first === undefined) return;
      const key = `${seriesKey(series)} ${version}`;
      const entry = kept.get(key) ?? { series, rows: [] };
      kept.set(key, entry);
      const isAfterAll = (entry.rows.at(-1)?.openTimeUtcMs ?? -1) < first.openTimeUtcMs;
      if (isAfterAll) return void entry.rows.push(...rows);
      const merged = new Map([...entry.rows, ...rows].map((row) => [row.openTimeUtcMs, row]));
      entry.rows = [...merged.values()].sort((a, b) => a.openTimeUtcMs - b.openTimeUtcMs);
    },
    newest: (series, version) => rowsOf(series, version).at(-1)?.openTimeUtcMs ?? null,
    dropFrom: (series, fromUtcMs) => {
      for (const [key, entry] of kept) {
        if (!key.startsWith(`${seriesKey(series)} `)) continue;
        entry.rows = entry.rows.filter((row) => row.openTimeUtcMs < fromUtcMs);
      }
    },
    read: ({ series, version, beforeUtcMs, limit }) => {
      const rows = rowsOf(series, version);
      let end = rows.length;
      while (end > 0 && assertDefined(rows[end - 1], 'a row').openTimeUtcMs >= beforeUtcMs) end--;
      return rows.slice(Math.max(0, end - limit), end);
    },
  };
}
