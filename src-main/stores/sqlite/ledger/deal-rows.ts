import { dealSchema, type Deal } from '#shared/trading/deal.ts';
import type { DealTicket, PositionId } from '#shared/trading/ids.ts';
import { byTime } from '#shared/trading/trades-of-deals.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** A deal is immutable and recorded once; a second row of its ticket is refused. */
export function insertDeal(db: WritableDb, sequence: number, deal: Deal): void {
  db.command(
    `INSERT INTO deals (deal_ticket, sequence, order_ticket, position_id, client_order_id, symbol, side, entry, reason, volume, price,
       profit, commission, swap, occurred_at_utc_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    deal.dealTicket,
    sequence,
    deal.orderTicket,
    deal.positionId,
    deal.clientOrderId,
    deal.symbol,
    deal.side,
    deal.entry,
    deal.reason,
    deal.volume,
    deal.price,
    deal.profit,
    deal.commission,
    deal.swap,
    deal.occurredAtUtcMs,
  );
}

export const hasDeal = (db: ReadableDb, ticket: DealTicket): boolean =>
  db.query('SELECT 1 FROM deals WHERE deal_ticket = ?').first(ticket) !== undefined;

const columns = `deal_ticket AS dealTicket, order_ticket AS orderTicket, position_id AS positionId, client_order_id AS clientOrderId, symbol,
  side, entry, reason, volume, price, profit, commission, swap, occurred_at_utc_ms AS occurredAtUtcMs`;

export function selectDeal(db: ReadableDb, ticket: DealTicket): Deal | null {
  const row = db.query(`SELECT ${columns} FROM deals WHERE deal_ticket = ?`).first(ticket);
  return row === undefined ? null : dealSchema.parse(row);
}

/** By the broker's time, since a reconnected terminal tells of older deals too. */
export const selectLatestDeals = (db: ReadableDb, limit: number): readonly Deal[] =>
  db
    .query(`SELECT ${columns} FROM deals ORDER BY occurred_at_utc_ms DESC, sequence DESC LIMIT ?`)
    .all(limit)
    .map((row) => dealSchema.parse(row));

/** Oldest first. */
export const selectDealsOf = (db: ReadableDb, position: PositionId): readonly Deal[] =>
  db
    .query(`SELECT ${columns} FROM deals WHERE position_id = ? ORDER BY occurred_at_utc_ms`)
    .all(position)
    .map((row) => dealSchema.parse(row))
    .toSorted(byTime);

/** Whether no deal of its position is known that happened after this one. */
export const isNewestDealOf = (db: ReadableDb, deal: Deal): boolean =>
  db
    .query<{ readonly dealTicket: DealTicket; readonly occurredAtUtcMs: UtcMs }>(
      `SELECT deal_ticket AS dealTicket, occurred_at_utc_ms AS occurredAtUtcMs FROM deals
       WHERE position_id = ? AND occurred_at_utc_ms >= ?`,
    )
    .all(deal.positionId, deal.occurredAtUtcMs)
    .every((other) => byTime(other, deal) <= 0);
