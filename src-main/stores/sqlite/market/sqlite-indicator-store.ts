import type { BarSeries } from '#shared/market/bar-series.ts';
import type { DerivedVersion, IndicatorStore } from '#main/ports/indicator-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import {
  dropIndicatorsFrom,
  ensureIndicatorSet,
  selectIndicatorsBefore,
  selectIndicatorSet,
  upsertIndicators,
  type IndicatorSet,
} from './indicator-rows.ts';
import { ensureSeries, selectSeriesId } from './series-rows.ts';
import { upsertStates } from './state-rows.ts';

export function sqliteIndicatorStore(db: WritableDb): IndicatorStore {
  return {
    ...sqliteIndicatorReads(db),
    save: (series, version, rows) => {
      const [first] = rows;
      if (first === undefined) return;
      db.transaction(() => {
        const names = Object.keys(first.values);
        const set = ensureIndicatorSet(db, { seriesId: ensureSeries(db, series), version, names });
        upsertIndicators(db, set, rows);
        upsertStates(db, set.setId, rows);
      });
    },
    newest: (series, version) => setOf(db, series, version)?.derivedToUtcMs ?? null,
    dropFrom: (series, fromUtcMs) => {
      const seriesId = selectSeriesId(db, series);
      if (seriesId !== null) dropIndicatorsFrom(db, seriesId, fromUtcMs);
    },
  };
}

/** For those who look, and write nothing. */
export const sqliteIndicatorReads = (db: ReadableDb): Pick<IndicatorStore, 'read'> => ({
  read: ({ series, version, beforeUtcMs, limit }) => {
    const set = setOf(db, series, version);
    return set === null ? [] : selectIndicatorsBefore(db, set, { beforeUtcMs, limit });
  },
});

function setOf(db: ReadableDb, series: BarSeries, version: DerivedVersion): IndicatorSet | null {
  const seriesId = selectSeriesId(db, series);
  return seriesId === null ? null : selectIndicatorSet(db, seriesId, version);
}
