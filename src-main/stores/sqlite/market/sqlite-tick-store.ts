import { assertDefined } from '#shared/base/assert.ts';
import type { Tick } from '#shared/market/quote.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { TickCursor, TickStore } from '#main/ports/tick-store.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export function sqliteTickStore(db: WritableDb): TickStore {
  return {
    append: ({ symbol, ticks, cursor, isRewind }) =>
      db.transaction(() => {
        upsertCursor(db, symbol, cursor);
        const { symbolId } = assertDefined(selectCursor(db, symbol), 'the cursor was just written');
        const [first] = ticks;
        if (isRewind && first !== undefined) deleteTicksFrom(db, symbolId, first.occurredAtUtcMs);
        insertTicks(db, symbolId, ticks);
      }),
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

/** Ticks of one millisecond are counted in the order in which they came; only where a millisecond begins is the store asked. */
function insertTicks(db: WritableDb, symbolId: number, ticks: readonly Tick[]): void {
  const insert = db.command('INSERT INTO ticks VALUES (?, ?, ?, ?, ?)');
  let atUtcMs = Number.NaN;
  let ordinal = 0;
  for (const tick of ticks) {
    ordinal = tick.occurredAtUtcMs === atUtcMs ? ordinal + 1 : firstFreeOrdinal(db, symbolId, tick.occurredAtUtcMs);
    atUtcMs = tick.occurredAtUtcMs;
    insert.run(symbolId, atUtcMs, ordinal, tick.bid, tick.ask);
  }
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
