import { assert } from '#shared/base/assert.ts';
import { terminalSource } from '#shared/market/bar-series.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import type { WritableDb } from '../readable-db.ts';
import {
  deleteOldestTicks,
  deleteTicksBetween,
  insertTicks,
  noTick,
  selectNewestTick,
  selectTicksBefore,
  type TickKey,
} from './tick-rows.ts';
import {
  addToTickCount,
  ensureTickSeries,
  selectTickCursor,
  selectTickSeriesId,
  selectTickSummaries,
  updateTickCursor,
} from './tick-series-rows.ts';

export function sqliteTickStore(db: WritableDb): TickStore {
  // Of each symbol the newest tick, as this only writer has committed it: what comes after it needs no look into the table.
  const newest = new Map<string, TickKey>();
  return {
    append: ({ symbol, ticks, cursor, isRewind }) => {
      const known = isRewind ? undefined : newest.get(symbol);
      newest.delete(symbol);
      const last = db.transaction(() => {
        const tickSeriesId = ensureTickSeries(db, symbol, terminalSource);
        updateTickCursor(db, tickSeriesId, cursor);
        const [first] = ticks;
        const rewritten = { fromUtcMs: first?.occurredAtUtcMs ?? endOfTimeUtcMs, toUtcMs: Infinity };
        const deleted = isRewind ? deleteTicksBetween(db, tickSeriesId, rewritten) : 0;
        addToTickCount(db, tickSeriesId, ticks.length - deleted);
        return insertTicks(db, { tickSeriesId, ticks, newest: known ?? selectNewestTick(db, tickSeriesId) });
      });
      newest.set(symbol, last);
    },
    cursor: (symbol) => selectTickCursor(db, symbol),
    fill: ({ symbol, source = terminalSource, fromUtcMs, toUtcMs, ticks }) => {
      assert(
        ticks.every(({ occurredAtUtcMs }) => occurredAtUtcMs >= fromUtcMs && occurredAtUtcMs < toUtcMs),
        'what fills a span lies in it',
      );
      if (source === terminalSource) newest.delete(symbol);
      db.transaction(() => {
        const tickSeriesId = ensureTickSeries(db, symbol, source);
        const deleted = deleteTicksBetween(db, tickSeriesId, { fromUtcMs, toUtcMs });
        insertTicks(db, { tickSeriesId, ticks, newest: noTick });
        addToTickCount(db, tickSeriesId, ticks.length - deleted);
      });
    },
    prune: ({ symbol, beforeUtcMs, limit }) => {
      const tickSeriesId = selectTickSeriesId(db, symbol, terminalSource);
      if (tickSeriesId === null) return 0;
      newest.delete(symbol);
      return db.transaction(() => {
        const deleted = deleteOldestTicks(db, tickSeriesId, { beforeUtcMs, limit });
        addToTickCount(db, tickSeriesId, -deleted);
        return deleted;
      });
    },
    summaries: () => selectTickSummaries(db),
    read: ({ symbol, source = terminalSource, beforeUtcMs, limit }) => {
      const tickSeriesId = selectTickSeriesId(db, symbol, source);
      return tickSeriesId === null ? [] : selectTicksBefore(db, { symbol, tickSeriesId, beforeUtcMs, limit });
    },
  };
}
