import { assertDefined } from '#shared/base/assert.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { DerivedVersion, IndicatorRow, IndicatorStore } from '#main/ports/indicator-store.ts';

export interface MemoryIndicatorStore extends IndicatorStore {
  /** With the states, which the port leaves to those who look back. */
  readonly read: (range: Parameters<IndicatorStore['read']>[0]) => readonly IndicatorRow[];
}

/** Indicators and states that a test keeps in memory; `read` answers both. Rows that follow each other are cheap, as they are in a file. */
export function createMemoryIndicatorStore(): MemoryIndicatorStore {
  const kept = new Map<string, { readonly series: BarSeries; rows: IndicatorRow[] }>();
  const seriesKey = ({ symbol, timeframe, source, anchor }: BarSeries): string =>
    [symbol, timeframe, source, anchor].join();
  const versionKey = (series: BarSeries, { indicators, states }: DerivedVersion): string =>
    `${seriesKey(series)} ${indicators}/${states}`;
  const rowsOf = (series: BarSeries, version: DerivedVersion): readonly IndicatorRow[] =>
    kept.get(versionKey(series, version))?.rows ?? [];
  return {
    save: (series, version, rows) => {
      const first = rows[0];
      if (first === undefined) return;
      const key = versionKey(series, version);
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
