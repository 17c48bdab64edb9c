import { assertDefined } from '#shared/base/assert.ts';
import { barAt, type BarColumns } from '#shared/market/bar-columns.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { hasIndicators } from '#shared/market/derived-timeframes.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { BarDisagreement, BarsAppended, BarStore } from '#main/ports/bar-store.ts';
import type { MarketClock, WallClock } from '#main/ports/clock.ts';
import type { WritableDb } from '../readable-db.ts';
import { barColumnsOf } from './bar-columns-of.ts';
import { insertBars, keepRevision, selectBarsBefore, selectBarsBetween, selectGaps, updateBar } from './bar-rows.ts';
import { chooseSeries } from './choose-series.ts';
import { closedBefore } from './closed-before.ts';
import { compareBars, increasingSpans, type RowSpan } from './compare-bars.ts';
import { dropIndicatorsFrom } from './indicator-rows.ts';
import { addToOutbox } from './outbox-rows.ts';
import { addToBarCount, ensureSeries, selectSeriesId, selectSeriesOf, selectSummaries } from './series-rows.ts';
import { upsertSyncState } from './sync-state-rows.ts';

export interface MarketClocks {
  /** Bounds what is read. One without a time sets no bound: nothing is decided before the terminal's first report. */
  readonly marketClock: MarketClock;
  /** Stamps what is superseded and what waits to be derived. */
  readonly wallClock: WallClock;
}

export function sqliteBarStore(db: WritableDb, { marketClock, wallClock }: MarketClocks): BarStore {
  const closedBound = (series: BarSeries, beforeUtcMs: number): number => {
    const now = marketClock.nowUtcMs();
    return now === null ? beforeUtcMs : Math.min(beforeUtcMs, closedBefore(now, series));
  };
  const store = (series: BarSeries, offered: BarColumns, span: RowSpan, stands: Stands): BarsAppended =>
    span.from >= span.to
      ? nothingAppended
      : db.transaction(() => storeBars(db, { series, offered, span, stands, wallClock }));
  return {
    append: (series, bars) => store(series, barColumnsOf(bars), { from: 0, to: bars.length }, 'stored'),
    appendColumns: (series, columns, span) => store(series, columns, span, 'stored'),
    record: (batch, state) =>
      db.transaction(() => {
        const recorded = batch.map(({ series, bars }) => ({
          series,
          ...store(series, barColumnsOf(bars), { from: 0, to: bars.length }, 'offered'),
        }));
        if (state !== null) upsertSyncState(db, state);
        return {
          inserted: recorded.reduce((sum, it) => sum + it.inserted, 0),
          duplicates: recorded.reduce((sum, it) => sum + it.duplicates, 0),
          superseded: recorded.flatMap(({ series, disagreements }) => disagreements.map((it) => ({ series, ...it }))),
        };
      }),
    readBetween: ({ series, fromUtcMs, toUtcMs, limit }) => {
      const seriesId = selectSeriesId(db, series);
      if (seriesId === null) return [];
      return selectBarsBetween(db, { seriesId, fromUtcMs, toUtcMs: closedBound(series, toUtcMs) }, limit);
    },
    gaps: ({ series, fromUtcMs, toUtcMs }) => {
      const seriesId = selectSeriesId(db, series);
      if (seriesId === null) return [];
      const span = { seriesId, fromUtcMs, toUtcMs: closedBound(series, toUtcMs) };
      return selectGaps(db, span, timeframeDurationMs(series.timeframe));
    },
    read: ({ series, beforeUtcMs, limit }) => {
      const seriesId = selectSeriesId(db, series);
      if (seriesId === null) return [];
      return selectBarsBefore(db, { seriesId, beforeUtcMs: closedBound(series, beforeUtcMs), limit });
    },
    summaries: () => selectSummaries(db),
    chooseSeries: ({ symbol, timeframe, source }) => chooseSeries(selectSeriesOf(db, symbol, timeframe), source),
  };
}

const nothingAppended: BarsAppended = { inserted: 0, duplicates: 0, disagreements: [] };

/** Which of two bars of one time is right: a file's yields to what is stored, the terminal's own supersedes it. */
type Stands = 'stored' | 'offered';

interface Storing {
  readonly series: BarSeries;
  readonly offered: BarColumns;
  readonly span: RowSpan;
  readonly stands: Stands;
  readonly wallClock: WallClock;
}

function storeBars(db: WritableDb, { series, offered, span, stands, wallClock }: Storing): BarsAppended {
  const seriesId = ensureSeries(db, series);
  const timeAt = (index: number): number => assertDefined(offered.openTimeUtcMs[index], 'the columns reach so far');
  const disagreements: BarDisagreement[] = [];
  const inserted = new StretchOfTime();
  const superseded = new StretchOfTime();
  for (const part of increasingSpans(offered, span)) {
    const { fresh, differing } = compareBars(db, { seriesId, offered, span: part });
    insertBars(db, seriesId, offered, fresh);
    for (const index of fresh) inserted.add(timeAt(index));
    for (const { index, stored } of differing) {
      disagreements.push({ stored, offered: barAt(offered, index) });
      if (stands === 'stored') continue;
      const { openTimeUtcMs } = stored;
      keepRevision(db, { seriesId, openTimeUtcMs, supersededAtUtcMs: wallClock.nowUtcMs() });
      updateBar(db, seriesId, offered, index);
      superseded.add(openTimeUtcMs);
    }
  }
  if (inserted.count > 0) addToBarCount(db, seriesId, inserted.count);
  if (inserted.count + superseded.count > 0) {
    const fromUtcMs = Math.min(inserted.first, superseded.first);
    dropIndicatorsFrom(db, seriesId, fromUtcMs);
    const toUtcMs = Math.max(inserted.last, superseded.last) + 1;
    if (hasIndicators(series.timeframe))
      addToOutbox(db, { series, fromUtcMs, toUtcMs, createdAtUtcMs: wallClock.nowUtcMs() });
  }
  const duplicates = span.to - span.from - inserted.count - disagreements.length;
  return { inserted: inserted.count, duplicates, disagreements };
}

/** From the first to the last of what it is given. */
class StretchOfTime {
  count = 0;
  first = Infinity;
  last = -Infinity;

  add(at: number): void {
    this.count++;
    this.first = Math.min(this.first, at);
    this.last = Math.max(this.last, at);
  }
}
