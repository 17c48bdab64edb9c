import { cashOperationSchema, type CashOperation } from '#shared/trading/cash-operation.ts';
import type { DealTicket } from '#shared/trading/ids.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** An operation is recorded once; a second row of its ticket is refused. */
export function insertCash(db: WritableDb, sequence: number, operation: CashOperation): void {
  db.command(
    'INSERT INTO cash_operations (deal_ticket, sequence, kind, amount, occurred_at_utc_ms) VALUES (?, ?, ?, ?, ?)',
  ).run(operation.dealTicket, sequence, operation.kind, operation.amount, operation.occurredAtUtcMs);
}

export const hasCash = (db: ReadableDb, ticket: DealTicket): boolean =>
  db.query('SELECT 1 FROM cash_operations WHERE deal_ticket = ?').first(ticket) !== undefined;

export const selectLatestCash = (db: ReadableDb, limit: number): readonly CashOperation[] =>
  db
    .query(
      `SELECT deal_ticket AS dealTicket, kind, amount, occurred_at_utc_ms AS occurredAtUtcMs
       FROM cash_operations ORDER BY occurred_at_utc_ms DESC, sequence DESC LIMIT ?`,
    )
    .all(limit)
    .map((row) => cashOperationSchema.parse(row));
