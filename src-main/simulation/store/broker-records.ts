import { z } from 'zod';
import { faultSchema, type Fault } from '#shared/base/fault.ts';
import { marginModeSchema } from '#shared/trading/account.ts';
import { cashOperationSchema, type CashOperation } from '#shared/trading/cash-operation.ts';
import { dealSchema, type Deal } from '#shared/trading/deal.ts';
import { clientOrderId, orderTicket, type ClientOrderId, type DealTicket } from '#shared/trading/ids.ts';
import { positionSchema, type Position } from '#shared/trading/position.ts';
import { lots, lotsSchema } from '#shared/units/lots.ts';
import { money } from '#shared/units/money.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BrokerChange, BrokerOrder, BrokerState, WorkingOrder } from '../broker/broker-state.ts';
import { dealRequestSchema } from '../broker/deal-request.ts';
import type { TerminalDb } from './open-terminal-db.ts';

export function readBrokerState(db: TerminalDb): BrokerState {
  const account = db
    .prepare('SELECT margin_mode, stop_out_percent, balance, credit, last_order_ticket, last_deal_ticket FROM terminal')
    .get() as AccountRow;
  const positions = db.prepare('SELECT * FROM positions ORDER BY CAST(position_id AS INTEGER)').all() as PositionRow[];
  const orders = db.prepare('SELECT * FROM working_orders ORDER BY order_ticket').all() as WorkingRow[];
  return {
    terms: { marginMode: marginModeSchema.parse(account.margin_mode), stopOutPercent: account.stop_out_percent },
    balance: money(account.balance),
    credit: money(account.credit),
    positions: positions.map(positionOf),
    orders: orders.map(workingOf),
    lastOrderTicket: account.last_order_ticket,
    lastDealTicket: account.last_deal_ticket,
  };
}

/** Writes what one event did to the account. The caller holds the transaction. */
export function brokerChangeWriter(db: TerminalDb): (change: BrokerChange) => void {
  const updateAccount = db.prepare(
    'UPDATE terminal SET balance = ?, credit = ?, last_order_ticket = ?, last_deal_ticket = ?',
  );
  const deletePositions = db.prepare('DELETE FROM positions');
  const insertPosition = db.prepare('INSERT INTO positions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const deleteWorking = db.prepare('DELETE FROM working_orders');
  const insertWorking = db.prepare('INSERT INTO working_orders VALUES (?, ?, ?, ?, ?, ?)');
  const insertExecution = db.prepare('INSERT INTO executions VALUES (?, ?, ?, ?, ?, ?)');
  const insertDeal = db.prepare('INSERT INTO deals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return ({ state, orders, deals }) => {
    updateAccount.run(state.balance, state.credit, state.lastOrderTicket, state.lastDealTicket);
    deletePositions.run();
    for (const it of state.positions)
      insertPosition.run(
        ...[it.positionId, it.symbol, it.side, it.volume, it.openPrice, it.openedAtUtcMs],
        ...[it.stop, it.target, it.profit, it.swap, it.clientOrderId, it.origin],
      );
    deleteWorking.run();
    for (const it of state.orders)
      insertWorking.run(
        ...[Number(it.orderTicket), it.request.clientOrderId, JSON.stringify(it.request), JSON.stringify(it.parts)],
        ...[it.volumeDone, it.placedAtUtcMs],
      );
    for (const it of orders)
      insertExecution.run(
        Number(it.orderTicket),
        it.clientOrderId,
        it.refusal === null ? null : JSON.stringify(it.refusal),
        ...[it.occurredAtUtcMs, it.retcode, it.volume],
      );
    for (const it of deals)
      insertDeal.run(
        ...[Number(it.dealTicket), Number(it.orderTicket), it.positionId, it.clientOrderId, it.symbol, it.side],
        ...[it.entry, it.reason, it.volume, it.price, it.profit, it.commission, it.swap, it.occurredAtUtcMs],
      );
  };
}

/** An order in the broker's history, with the deals that it made. */
export interface ExecutedOrder {
  readonly order: BrokerOrder;
  readonly deals: readonly Deal[];
}

/** What the broker's history has under an order's magic; null: it has not ended there, if it ever got there. */
export function findExecution(db: TerminalDb, id: ClientOrderId): ExecutedOrder | null {
  const row = db.prepare('SELECT * FROM executions WHERE client_order_id = ?').get(id) as ExecutionRow | undefined;
  return row === undefined ? null : { order: executionOf(row), deals: dealsOfOrder(db, row.order_ticket) };
}

/** The deals of an order so far, oldest first. */
export const dealsOfOrder = (db: TerminalDb, orderTicket: number): readonly Deal[] =>
  (db.prepare('SELECT * FROM deals WHERE order_ticket = ? ORDER BY deal_ticket').all(orderTicket) as DealRow[]).map(
    dealOf,
  );

export const hasDeal = (db: TerminalDb, ticket: DealTicket): boolean =>
  db.prepare('SELECT 1 FROM deals WHERE deal_ticket = ?').get(Number(ticket)) !== undefined;

/** Counts the orders that opened exposure at or after a moment, whoever placed them. */
export function entryCounter(db: TerminalDb): (since: UtcMs) => number {
  const count = db.prepare(
    `SELECT COUNT(DISTINCT order_ticket) AS count FROM deals WHERE occurred_at_utc_ms >= ? AND entry <> 'out'`,
  );
  return (since) => (count.get(since) as { readonly count: number }).count;
}

/** So many fit into a snapshot by far. */
const dealsMax = 10_000;

/** Deals after one, oldest first; all where it is null. Of more than ten thousand the newest. */
export function dealsAfter(db: TerminalDb, last: DealTicket | null): readonly Deal[] {
  const newest = db.prepare('SELECT * FROM deals WHERE deal_ticket > ? ORDER BY deal_ticket DESC LIMIT ?');
  return (newest.all(Number(last ?? 0), dealsMax) as DealRow[]).map(dealOf).reverse();
}

/** Money that came or went after a deal, oldest first; all where it is null. */
export const cashAfter = (db: TerminalDb, last: DealTicket | null): readonly CashOperation[] =>
  (db.prepare('SELECT * FROM cash WHERE deal_ticket > ? ORDER BY deal_ticket').all(Number(last ?? 0)) as CashRow[]).map(
    cashOf,
  );

interface AccountRow {
  readonly margin_mode: string;
  readonly stop_out_percent: number;
  readonly balance: number;
  readonly credit: number;
  readonly last_order_ticket: number;
  readonly last_deal_ticket: number;
}

interface PositionRow {
  readonly position_id: string;
  readonly symbol: string;
  readonly side: string;
  readonly volume: number;
  readonly open_price: number;
  readonly opened_at_utc_ms: number;
  readonly stop: number | null;
  readonly target: number | null;
  readonly profit: number;
  readonly swap: number;
  readonly client_order_id: string | null;
  readonly origin: string;
}

const positionOf = (row: PositionRow): Position =>
  positionSchema.parse({
    positionId: row.position_id,
    symbol: row.symbol,
    side: row.side,
    volume: row.volume,
    openPrice: row.open_price,
    openedAtUtcMs: row.opened_at_utc_ms,
    stop: row.stop,
    target: row.target,
    profit: row.profit,
    swap: row.swap,
    clientOrderId: row.client_order_id,
    origin: row.origin,
  });

interface WorkingRow {
  readonly order_ticket: number;
  readonly request: string;
  readonly parts: string;
  readonly volume_done: number;
  readonly placed_at_utc_ms: number;
}

const partsSchema = z.array(lotsSchema);

const workingOf = (row: WorkingRow): WorkingOrder => ({
  orderTicket: orderTicket(String(row.order_ticket)),
  request: dealRequestSchema.parse(JSON.parse(row.request)),
  parts: partsSchema.parse(JSON.parse(row.parts)),
  volumeDone: lots(row.volume_done),
  placedAtUtcMs: utcMs(row.placed_at_utc_ms),
});

interface ExecutionRow {
  readonly order_ticket: number;
  readonly client_order_id: string | null;
  readonly refusal: string | null;
  readonly occurred_at_utc_ms: number;
  readonly retcode: number;
  readonly volume: number;
}

const executionOf = (row: ExecutionRow): BrokerOrder => ({
  orderTicket: orderTicket(String(row.order_ticket)),
  clientOrderId: row.client_order_id === null ? null : clientOrderId(row.client_order_id),
  refusal: row.refusal === null ? null : refusalOf(row.refusal),
  retcode: row.retcode,
  volume: lots(row.volume),
  occurredAtUtcMs: utcMs(row.occurred_at_utc_ms),
});

const refusalOf = (text: string): Fault => faultSchema.parse(JSON.parse(text));

interface CashRow {
  readonly deal_ticket: number;
  readonly kind: string;
  readonly amount: number;
  readonly occurred_at_utc_ms: number;
}

const cashOf = (row: CashRow): CashOperation =>
  cashOperationSchema.parse({
    dealTicket: String(row.deal_ticket),
    kind: row.kind,
    amount: row.amount,
    occurredAtUtcMs: row.occurred_at_utc_ms,
  });

interface DealRow {
  readonly deal_ticket: number;
  readonly order_ticket: number;
  readonly position_id: string;
  readonly client_order_id: string | null;
  readonly symbol: string;
  readonly side: string;
  readonly entry: string;
  readonly reason: string;
  readonly volume: number;
  readonly price: number;
  readonly profit: number;
  readonly commission: number;
  readonly swap: number;
  readonly occurred_at_utc_ms: number;
}

const dealOf = (row: DealRow): Deal =>
  dealSchema.parse({
    dealTicket: String(row.deal_ticket),
    orderTicket: String(row.order_ticket),
    positionId: row.position_id,
    clientOrderId: row.client_order_id,
    symbol: row.symbol,
    side: row.side,
    entry: row.entry,
    reason: row.reason,
    volume: row.volume,
    price: row.price,
    profit: row.profit,
    commission: row.commission,
    swap: row.swap,
    occurredAtUtcMs: row.occurred_at_utc_ms,
  });
