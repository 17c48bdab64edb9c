import { assertDefined } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { BarDisagreement, BarsAppended, BarStore } from '#main/ports/bar-store.ts';
import type { MarketClock } from '#main/ports/clock.ts';
import type { WritableDb } from '../readable-db.ts';
import { insertBar, selectBar, selectBarsBefore } from './bar-rows.ts';
import { chooseSeries } from './choose-series.ts';
import { closedBefore } from './closed-before.ts';
import { addToBarCount, ensureSeries, selectSeriesId, selectSeriesOf, selectSummaries } from './series-rows.ts';

/** A market clock without a time sets no bound: nothing is decided before the terminal's first report. */
export function sqliteBarStore(db: WritableDb, clock: MarketClock): BarStore {
  return {
    append: (series, bars) =>
      bars.length === 0 ? nothingAppended : db.transaction(() => appendBars(db, series, bars)),
    read: ({ series, beforeUtcMs, limit }) => {
      const seriesId = selectSeriesId(db, series);
      if (seriesId === null) return [];
      const now = clock.nowUtcMs();
      const closed = now === null ? beforeUtcMs : Math.min(beforeUtcMs, closedBefore(now, series));
      return selectBarsBefore(db, { seriesId, beforeUtcMs: closed, limit });
    },
    summaries: () => selectSummaries(db),
    chooseSeries: ({ symbol, timeframe, source }) => chooseSeries(selectSeriesOf(db, symbol, timeframe), source),
  };
}

const nothingAppended: BarsAppended = { inserted: 0, duplicates: 0, disagreements: [] };

function appendBars(db: WritableDb, series: BarSeries, bars: readonly Bar[]): BarsAppended {
  const seriesId = ensureSeries(db, series);
  let inserted = 0;
  const disagreements: BarDisagreement[] = [];
  for (const bar of bars) {
    if (insertBar(db, seriesId, bar)) {
      inserted++;
      continue;
    }
    const stored = assertDefined(selectBar(db, seriesId, bar.openTimeUtcMs), 'a bar of that time is stored');
    if (!saysTheSame(stored, bar)) disagreements.push({ stored, offered: bar });
  }
  addToBarCount(db, seriesId, inserted);
  return { inserted, duplicates: bars.length - inserted - disagreements.length, disagreements };
}

const saysTheSame = (a: Bar, b: Bar): boolean =>
  isSamePrice(a.open, b.open) &&
  isSamePrice(a.high, b.high) &&
  isSamePrice(a.low, b.low) &&
  isSamePrice(a.close, b.close) &&
  a.tickVolume === b.tickVolume &&
  a.spreadPoints === b.spreadPoints;

/** Far below the smallest tick of any instrument, and far above the noise of a computed price. */
const priceToleranceRatio = 1e-9;

const isSamePrice = (a: number, b: number): boolean => Math.abs(a - b) <= priceToleranceRatio * a;
