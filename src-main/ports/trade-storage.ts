import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, DealTicket, PositionId } from '#shared/trading/ids.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Order } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** Where a page of trades ends: the next one takes up behind it. */
export type TradeMark = Pick<Trade, 'openedAtUtcMs' | 'positionId' | 'ordinal'>;

/** A position as it was last seen, and since when it has been there. */
export interface SeenPosition {
  readonly position: Position;
  readonly sinceUtcMs: UtcMs;
}

/** What the ledger knows of orders, deals, trades, positions and cash. Every list is newest first; a page begins behind its mark. */
export interface TradeStorage {
  readonly findOrder: (id: ClientOrderId) => Order | null;
  readonly latestOrders: (limit: number) => readonly Order[];
  readonly hasDeal: (ticket: DealTicket) => boolean;
  readonly latestDeals: (limit: number) => readonly Deal[];
  /** Oldest first: all deals of one position. */
  readonly dealsOf: (position: PositionId) => readonly Deal[];
  /** By their opening. */
  readonly trades: (page: { readonly before: TradeMark | null; readonly limit: number }) => readonly Trade[];
  /** Oldest first: more than one where a netting position was reversed. */
  readonly tradesOf: (position: PositionId) => readonly Trade[];
  readonly positions: () => readonly SeenPosition[];
  readonly hasCash: (ticket: DealTicket) => boolean;
  readonly latestCash: (limit: number) => readonly CashOperation[];
  /** The contract that a symbol had at a moment and since when, or null where none was known yet. */
  readonly instrumentAt: (
    symbol: string,
    atUtcMs: UtcMs,
  ) => { readonly version: number; readonly instrument: Instrument; readonly toldAtUtcMs: UtcMs } | null;
}
