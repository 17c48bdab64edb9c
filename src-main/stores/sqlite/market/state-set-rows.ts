import { barSeriesSchema, type BarSeries } from '#shared/market/bar-series.ts';
import type { ReadableDb } from '../readable-db.ts';

/** The states that are derived of one series in one version. */
export interface StateSet {
  readonly setId: number;
  readonly series: BarSeries;
  readonly stateVersion: number;
}

/** In the order in which their versions came, so that of two of one series the later one has the last word. */
export const selectStateSets = (db: ReadableDb): readonly StateSet[] =>
  db
    .query<{
      readonly setId: number;
      readonly stateVersion: number;
      readonly symbol: string;
      readonly timeframe: string;
      readonly source: string;
      readonly anchor: string;
    }>(
      `SELECT set_id AS setId, state_version AS stateVersion, symbol, timeframe, source, anchor
       FROM indicator_sets JOIN bar_series USING (series_id) ORDER BY version, set_id`,
    )
    .all()
    .map(({ setId, stateVersion, ...series }) => ({ setId, stateVersion, series: barSeriesSchema.parse(series) }));

export const hasStates = (db: ReadableDb, setId: number): boolean =>
  db.query('SELECT 1 FROM states WHERE set_id = ? AND packed IS NOT NULL LIMIT 1').first(setId) !== undefined;

/** The set of a series whose states count now, and up to which bar they do; null where none does. */
export const selectCountingSet = (
  db: ReadableDb,
  seriesId: number,
  stateVersion: number,
): { readonly setId: number; readonly derivedToUtcMs: number } | null =>
  db
    .query<{ readonly setId: number; readonly derivedToUtcMs: number }>(
      `SELECT set_id AS setId, derived_to_utc_ms AS derivedToUtcMs FROM indicator_sets
       WHERE series_id = ? AND state_version = ? AND derived_to_utc_ms IS NOT NULL ORDER BY version DESC LIMIT 1`,
    )
    .first(seriesId, stateVersion) ?? null;
