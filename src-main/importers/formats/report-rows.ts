import type { z } from 'zod';
import {
  reportDealSchema,
  reportOrderSchema,
  reportPositionSchema,
  type AccountReport,
  type ReportOrder,
} from '#shared/trading/account-report.ts';
import { cashOperationSchema, type CashOperation } from '#shared/trading/cash-operation.ts';
import type { RefusedRow } from '../refusals.ts';
import type { HtmlCell } from './html-rows.ts';
import { amountOf, amountOrZero, priceOrNull, volumesOf } from './report-fields.ts';
import { reportTables, type ReportRow } from './report-table.ts';

export type ReportRows = Pick<
  AccountReport,
  'orders' | 'workingOrders' | 'deals' | 'cash' | 'openPositions' | 'closedPositions'
>;

interface Reading {
  readonly toUtcMs: (stamp: string) => number;
  readonly refuse: (row: RefusedRow) => void;
}

const tableTitles = {
  orders: ['Orders'],
  workingOrders: ['Working Orders'],
  deals: ['Deals'],
  openPositions: ['Trade Positions', 'Open Positions'],
  closedPositions: ['Positions'],
} as const;

/** The rows of a report's tables, by the titles of their columns; what a schema does not take is refused. */
export function reportRows(html: readonly (readonly HtmlCell[])[], { toUtcMs, refuse }: Reading): ReportRows {
  const tables = reportTables(html, Object.values(tableTitles).flat());
  const rowsOf = (titles: readonly string[]): readonly ReportRow[] =>
    tables.filter(({ title }) => titles.includes(title)).flatMap(({ rows }) => rows);
  const take = <T>(rows: readonly ReportRow[], schema: z.ZodType<T>, read: (row: ReportRow) => object): readonly T[] =>
    rows.flatMap((row) => {
      const taken = schema.safeParse(read(row));
      if (taken.success) return [taken.data];
      const isOfTime = taken.error.issues.some(({ path }) => String(path.at(-1)).endsWith('UtcMs'));
      refuse({ line: row.line, reason: isOfTime ? 'stampInvalid' : 'rowMalformed', text: row.text });
      return [];
    });
  const dealRows = rowsOf(tableTitles.deals);
  return {
    orders: take(rowsOf(tableTitles.orders), reportOrderSchema, (row) => order(row, toUtcMs)),
    workingOrders: take(rowsOf(tableTitles.workingOrders), reportOrderSchema, (row) => order(row, toUtcMs)),
    deals: take(dealRows.filter(isTrade), reportDealSchema, (row) => deal(row, toUtcMs)),
    cash: take(
      dealRows.filter((row) => !isTrade(row)),
      cashOperationSchema,
      (row) => cash(row, toUtcMs),
    ),
    openPositions: take(rowsOf(tableTitles.openPositions), reportPositionSchema, (row) => position(row, toUtcMs)),
    closedPositions: take(rowsOf(tableTitles.closedPositions), reportPositionSchema, (row) => position(row, toUtcMs)),
  };
}

type ToUtcMs = Reading['toUtcMs'];

/** 'buy limit', 'sell stop limit', 'close by'. */
const orderType = /^(buy|sell)(?: (limit|stop limit|stop))?$/;

function order(row: ReportRow, toUtcMs: ToUtcMs): object {
  const [, side, type = 'market'] = orderType.exec(row.cell('Type')) ?? [];
  const { asked, filled } = volumesOf(row.cell('Volume'));
  const ended = row.cell('Time');
  return {
    orderTicket: row.cell('Order'),
    symbol: row.cell('Symbol'),
    side,
    type: type === 'stop limit' ? 'stopLimit' : type,
    volume: asked,
    volumeFilled: filled,
    price: priceOrNull(row.cell('Price')),
    stop: priceOrNull(row.cell('S / L')),
    target: priceOrNull(row.cell('T / P')),
    placedAtUtcMs: toUtcMs(row.cell('Open Time')),
    endedAtUtcMs: ended === '' ? null : toUtcMs(ended),
    state: orderStates.get(row.cell('State')),
    comment: row.cell('Comment'),
  };
}

const orderStates: ReadonlyMap<string, ReportOrder['state']> = new Map([
  ['started', 'placed'],
  ['placed', 'placed'],
  ['partial', 'partiallyFilled'],
  ['filled', 'filled'],
  ['canceled', 'cancelled'],
  ['rejected', 'rejected'],
  ['expired', 'expired'],
]);

const isTrade = (row: ReportRow): boolean => row.cell('Type') === 'buy' || row.cell('Type') === 'sell';

const entries = new Map([
  ['in', 'in'],
  ['out', 'out'],
  ['in/out', 'inOut'],
  ['out by', 'out'],
]);

const deal = (row: ReportRow, toUtcMs: ToUtcMs): object => ({
  dealTicket: row.cell('Deal'),
  orderTicket: row.cell('Order'),
  symbol: row.cell('Symbol'),
  side: row.cell('Type'),
  entry: entries.get(row.cell('Direction')),
  volume: amountOf(row.cell('Volume')),
  price: amountOf(row.cell('Price')),
  commission: amountOf(row.cell('Commission')),
  fee: amountOrZero(row.cell('Fee')),
  swap: amountOf(row.cell('Swap')),
  profit: amountOf(row.cell('Profit')),
  balance: amountOf(row.cell('Balance')),
  occurredAtUtcMs: toUtcMs(row.cell('Time')),
  comment: row.cell('Comment'),
});

const cashKinds: ReadonlyMap<string, CashOperation['kind']> = new Map(
  (['balance', 'credit', 'charge', 'correction', 'bonus', 'commission', 'dividend', 'interest', 'tax'] as const).map(
    (kind) => [kind, kind],
  ),
);

const cash = (row: ReportRow, toUtcMs: ToUtcMs): object => ({
  dealTicket: row.cell('Deal'),
  kind: cashKinds.get(row.cell('Type').split(' ')[0] ?? '') ?? 'other',
  amount: amountOf(row.cell('Profit')),
  occurredAtUtcMs: toUtcMs(row.cell('Time')),
});

/** A closed position has a second time and price, those of its end. */
function position(row: ReportRow, toUtcMs: ToUtcMs): object {
  const endedAt = row.cell('Time', 2);
  const closed = {
    price: amountOf(row.cell('Price', 2)),
    atUtcMs: toUtcMs(endedAt),
    commission: amountOrZero(row.cell('Commission')),
  };
  return {
    positionId: row.cell('Position'),
    symbol: row.cell('Symbol'),
    side: row.cell('Type'),
    volume: amountOf(row.cell('Volume')),
    openPrice: amountOf(row.cell('Price')),
    openedAtUtcMs: toUtcMs(row.cell('Time')),
    stop: priceOrNull(row.cell('S / L')),
    target: priceOrNull(row.cell('T / P')),
    closed: endedAt === '' ? null : closed,
    swap: amountOf(row.cell('Swap')),
    profit: amountOf(row.cell('Profit')),
  };
}
