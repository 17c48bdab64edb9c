import { utcMs } from '#shared/units/utc-ms.ts';
import type { StateReads } from '#main/ports/state-reads.ts';
import type { ReadableDb } from '../readable-db.ts';
import { chooseSeries } from './choose-series.ts';
import { selectSeriesId, selectSeriesOf } from './series-rows.ts';
import { selectNewestState, selectState } from './state-rows.ts';
import { selectCountingSet } from './state-set-rows.ts';

/** Where the choice between series would be a guess there is no state either: nobody compares what may be another's. */
export function sqliteStateReads(db: ReadableDb): StateReads {
  const setOf = (series: Parameters<typeof selectSeriesId>[1], stateVersion: number) => {
    const seriesId = selectSeriesId(db, series);
    return seriesId === null ? null : selectCountingSet(db, seriesId, stateVersion);
  };
  return {
    stateAt: ({ symbol, timeframe, stateVersion, atUtcMs }) => {
      const chosen = chooseSeries(selectSeriesOf(db, symbol, timeframe), undefined);
      if (!chosen.ok || chosen.value === null) return null;
      const series = chosen.value;
      const set = setOf(series, stateVersion);
      if (set === null) return null;
      const found = selectNewestState(db, set.setId, { throughUtcMs: set.derivedToUtcMs, knownByUtcMs: atUtcMs });
      return found === null ? null : { series, openTimeUtcMs: utcMs(found.openTimeUtcMs), state: found.state };
    },
    stateOf: ({ series, openTimeUtcMs, stateVersion }) => {
      const set = setOf(series, stateVersion);
      if (set === null || openTimeUtcMs > set.derivedToUtcMs) return null;
      return selectState(db, set.setId, openTimeUtcMs)?.state ?? null;
    },
  };
}
