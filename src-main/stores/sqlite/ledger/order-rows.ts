import { assert } from '#shared/base/assert.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import { orderSchema, type Order, type OrderRequest } from '#shared/trading/order.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

export function insertOrder(
  db: WritableDb,
  order: { readonly sequence: number; readonly request: OrderRequest; readonly journaledAtUtcMs: UtcMs },
): void {
  db.command(
    `INSERT INTO orders (client_order_id, sequence, request, status, filled_volume, journaled_at_utc_ms, changed_at_utc_ms)
     VALUES (?, ?, ?, 'journaled', 0, ?, ?)`,
  ).run(
    order.request.clientOrderId,
    order.sequence,
    canonicalJson(order.request),
    order.journaledAtUtcMs,
    order.journaledAtUtcMs,
  );
}

/** A known order ticket stays where the report names none. */
export function updateOrderStatus(
  db: WritableDb,
  changed: Extract<EngineEvent, { kind: 'orderStatusChanged' }>,
  changedAtUtcMs: UtcMs,
): void {
  const rows = db
    .command(
      `UPDATE orders SET status = ?, order_ticket = coalesce(?, order_ticket), fault = ?, changed_at_utc_ms = ? WHERE client_order_id = ?`,
    )
    .run(
      changed.status,
      changed.orderTicket,
      changed.fault === null ? null : canonicalJson(changed.fault),
      changedAtUtcMs,
      changed.clientOrderId,
    );
  assert(rows === 1, () => `order ${changed.clientOrderId} was journaled before its status changed`);
}

/** Adds a deal to the order of ours that it belongs to; a deal of anybody else's order changes nothing here, and the answer is null. */
export function addFill(db: WritableDb, deal: Deal, changedAtUtcMs: UtcMs): ClientOrderId | null {
  // Rounded: lots have few digits.
  const changed = db
    .command(
      `UPDATE orders SET filled_volume = round(filled_volume + ?, 8), order_ticket = ?, changed_at_utc_ms = ? WHERE client_order_id = ?`,
    )
    .run(deal.volume, deal.orderTicket, changedAtUtcMs, deal.clientOrderId);
  return changed === 0 ? null : deal.clientOrderId;
}

interface OrderRow {
  readonly request: string;
  readonly status: string;
  readonly orderTicket: string | null;
  readonly filledVolume: number;
  readonly fault: string | null;
  readonly journaledAtUtcMs: number;
  readonly changedAtUtcMs: number;
}

const columns = `request, status, order_ticket AS orderTicket, filled_volume AS filledVolume, fault,
  journaled_at_utc_ms AS journaledAtUtcMs, changed_at_utc_ms AS changedAtUtcMs`;

export function selectOrder(db: ReadableDb, id: ClientOrderId): Order | null {
  const row = db.query<OrderRow>(`SELECT ${columns} FROM orders WHERE client_order_id = ?`).first(id);
  return row === undefined ? null : orderOf(row);
}

export const selectLatestOrders = (db: ReadableDb, limit: number): readonly Order[] =>
  db.query<OrderRow>(`SELECT ${columns} FROM orders ORDER BY sequence DESC LIMIT ?`).all(limit).map(orderOf);

const orderOf = (row: OrderRow): Order =>
  orderSchema.parse({
    ...row,
    request: JSON.parse(row.request) as unknown,
    fault: row.fault === null ? null : (JSON.parse(row.fault) as unknown),
  });
