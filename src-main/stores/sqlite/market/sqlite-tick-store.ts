import { assertDefined } from '#shared/base/assert.ts';
import type { Tick } from '#shared/market/quote.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { TickCursor, TickStore } from '#main/ports/tick-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export function sqliteTickStore(db: WritableDb): TickStore {
  // Of each symbol the newest tick, as this only writer has committed it: what comes after it needs no look into the table.
  const newest = new Map<string, TickKey>();
  return {
    append: ({ symbol, ticks, cursor, isRewind }) => {
      const known = isRewind ? undefined : newest.get(symbol);
      newest.delete(symbol);
      const last = db.transaction(() => {
        upsertCursor(db, symbol, cursor);
        const { symbolId } = assertDefined(selectCursor(db, symbol), 'the cursor was just written');
        const [first] = ticks;
        if (isRewind && first !== undefined) deleteTicksFrom(db, symbolId, first.occurredAtUtcMs);
        return insertTicks(db, { symbolId, ticks, newest: known ?? selectNewest(db, symbolId) });
      });
      newest.set(symbol, last);
    },
    cursor: (symbol) => {
      const row = selectCursor(db, symbol);
      return row === undefined ? null : { stampMs: row.stampMs, takenAtStamp: row.takenAtStamp };
    },
    read: ({ symbol, beforeUtcMs, limit }) => {
      const symbolId = selectCursor(db, symbol)?.symbolId;
      return symbolId === undefined ? [] : selectTicksBefore(db, { symbol, symbolId, beforeUtcMs, limit });
    },
  };
}

interface CursorRow extends TickCursor {
  readonly symbolId: number;
}

const selectCursor = (db: ReadableDb, symbol: string): CursorRow | undefined =>
  db
    .query<CursorRow>(
      'SELECT symbol_id AS symbolId, stamp_ms AS stampMs, taken_at_stamp AS takenAtStamp FROM tick_cursors WHERE symbol = ?',
    )
    .first(symbol);

function upsertCursor(db: WritableDb, symbol: string, { stampMs, takenAtStamp }: TickCursor): void {
  db.command(
    `INSERT INTO tick_cursors (symbol, stamp_ms, taken_at_stamp) VALUES (?, ?, ?)
     ON CONFLICT (symbol) DO UPDATE SET stamp_ms = excluded.stamp_ms, taken_at_stamp = excluded.taken_at_stamp`,
  ).run(symbol, stampMs, takenAtStamp);
}

interface TickKey {
  readonly occurredAtUtcMs: number;
  readonly ordinal: number;
}

/** Before the first tick. */
const noTick: TickKey = { occurredAtUtcMs: -Infinity, ordinal: 0 };

const selectNewest = (db: ReadableDb, symbolId: number): TickKey =>
  db
    .query<TickKey>(
      `SELECT occurred_at_utc_ms AS occurredAtUtcMs, ordinal FROM ticks WHERE symbol_id = ?
       ORDER BY occurred_at_utc_ms DESC, ordinal DESC LIMIT 1`,
    )
    .first(symbolId) ?? noTick;

/** Ticks of one millisecond are counted in the order in which they came. Answers the newest that is stored then. */
function insertTicks(
  db: WritableDb,
  batch: { readonly symbolId: number; readonly ticks: readonly Tick[]; readonly newest: TickKey },
): TickKey {
  const { symbolId, ticks } = batch;
  const insert = db.command('INSERT INTO ticks VALUES (?, ?, ?, ?, ?)');
  let { newest } = batch;
  for (const { occurredAtUtcMs, bid, ask } of ticks) {
    const ordinal = ordinalAfter(newest, occurredAtUtcMs) ?? firstFreeOrdinal(db, symbolId, occurredAtUtcMs);
    insert.run(symbolId, occurredAtUtcMs, ordinal, bid, ask);
    if (occurredAtUtcMs >= newest.occurredAtUtcMs) newest = { occurredAtUtcMs, ordinal };
  }
  return newest;
}

/** Null where the tick is older than the newest: only the table knows how many of its millisecond there are. */
function ordinalAfter(newest: TickKey, occurredAtUtcMs: number): number | null {
  if (occurredAtUtcMs > newest.occurredAtUtcMs) return 0;
  return occurredAtUtcMs === newest.occurredAtUtcMs ? newest.ordinal + 1 : null;
}

const firstFreeOrdinal = (db: ReadableDb, symbolId: number, occurredAtUtcMs: number): number =>
  db
    .query<{ readonly ordinal: number }>(
      `SELECT coalesce(max(ordinal) + 1, 0) AS ordinal FROM ticks WHERE symbol_id = ? AND occurred_at_utc_ms = ?`,
    )
    .first(symbolId, occurredAtUtcMs)?.ordinal ?? 0;

function deleteTicksFrom(db: WritableDb, symbolId: number, occurredAtUtcMs: number): void {
  db.command('DELETE FROM ticks WHERE symbol_id = ? AND occurred_at_utc_ms >= ?').run(symbolId, occurredAtUtcMs);
}

interface TickRow {
  readonly occurredAtUtcMs: number;
  readonly bid: number;
  readonly ask: number;
}

const selectTicksBefore = (
  db: ReadableDb,
  range: {
    readonly symbol: string;
    readonly symbolId: number;
    readonly beforeUtcMs: number;
    readonly limit: number;
  },
): readonly Tick[] =>
  db
    .query<TickRow>(
      `SELECT occurred_at_utc_ms AS occurredAtUtcMs, bid, ask FROM ticks WHERE symbol_id = ? AND occurred_at_utc_ms < ?
       ORDER BY occurred_at_utc_ms DESC, ordinal DESC LIMIT ?`,
    )
    .all(range.symbolId, range.beforeUtcMs, range.limit)
    .map((row) => ({
      symbol: range.symbol,
      occurredAtUtcMs: utcMs(row.occurredAtUtcMs),
      bid: price(row.bid),
      ask: price(row.ask),
    }))
    .reverse();
