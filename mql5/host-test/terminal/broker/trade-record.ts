import type { Execution, Executions } from '../executions.ts';
import { dealEntry, dealType, filling, orderState, reason, transactionType } from '../mql5-values.ts';
import type { Book, BookOutput } from './book.ts';
import { dealTypeOf, sideOfOrderType, type Deal, type Order, type Position } from './rows.ts';
import type { TradeRequest } from './trade-request.ts';

export type By = Execution['by'];

export const reasonOf: Readonly<Record<By, number>> = {
  adviser: reason.DEAL_REASON_EXPERT,
  trader: reason.DEAL_REASON_CLIENT,
  stop: reason.DEAL_REASON_SL,
  target: reason.DEAL_REASON_TP,
  stopOut: reason.DEAL_REASON_SO,
};

const entryWord = ['in', 'out', 'inOut', 'outBy'] as const;

export interface RecordOptions {
  readonly book: Book;
  readonly login: number;
  readonly executions: Executions;
  readonly out: BookOutput;
  /** Clocks of the terminal: UTC, and the server's own milliseconds. */
  readonly utcMs: () => number;
  readonly serverMs: () => number;
  /** The lowest ticket that is given. */
  readonly firstTicket: number;
}

/** Writes orders and deals down, each in three places: the account's book, the transactions for programs, the list of executions. */
export class TradeRecord {
  readonly #options: RecordOptions;
  #ticket: number;

  constructor(options: RecordOptions) {
    this.#options = options;
    this.#ticket = options.firstTicket;
  }

  get serverMs(): number {
    return this.#options.serverMs();
  }

  openOrder(it: {
    readonly symbol: string;
    readonly type: number;
    readonly volume: number;
    readonly by: By;
    readonly positionId: number;
    readonly price?: number;
    readonly request?: TradeRequest;
  }): Order {
    const order: Order = {
      ticket: this.#next(),
      symbol: it.symbol,
      type: it.type,
      state: orderState.ORDER_STATE_STARTED,
      volumeInitial: it.volume,
      volumeLeft: it.volume,
      price: it.price ?? 0,
      stop: it.request?.sl ?? 0,
      target: it.request?.tp ?? 0,
      setupStampMs: this.#options.serverMs(),
      doneStampMs: 0,
      filling: it.request?.filling ?? filling.ORDER_FILLING_FOK,
      magic: it.request?.magic ?? '0',
      comment: it.request?.comment ?? '',
      reason: reasonOf[it.by],
      positionId: it.positionId,
    };
    this.#options.book.putOrder(order);
    this.#note('order', { by: it.by, order, volume: it.volume, price: order.price, positionId: it.positionId });
    this.#tellOrder(transactionType.TRADE_TRANSACTION_ORDER_ADD, order);
    return order;
  }

  endOrder(order: Order, end: { readonly left: number; readonly state: number }): void {
    const done: Order = { ...order, volumeLeft: end.left, state: end.state, doneStampMs: this.#options.serverMs() };
    this.#options.book.endOrder(done);
    this.#tellOrder(transactionType.TRADE_TRANSACTION_ORDER_DELETE, done);
    this.#tellOrder(transactionType.TRADE_TRANSACTION_HISTORY_ADD, done);
  }

  /** A pending order that was placed or moved. */
  updateOrder(order: Order): void {
    this.#options.book.putOrder(order);
    this.#tellOrder(transactionType.TRADE_TRANSACTION_ORDER_UPDATE, order);
  }

  /** A pending order that somebody took back. */
  cancelOrder(order: Order): void {
    this.endOrder(order, { left: order.volumeLeft, state: orderState.ORDER_STATE_CANCELED });
    this.#note('cancel', { by: 'trader', order, volume: order.volumeLeft, price: order.price, positionId: 0 });
  }

  makeDeal(
    order: Order,
    it: {
      readonly volume: number;
      readonly price: number;
      readonly entry: number;
      readonly profit: number;
      readonly swap: number;
      readonly positionId: number;
      readonly by: By;
      readonly stop: number;
      readonly target: number;
    },
  ): Deal {
    const deal: Deal = {
      ...this.#dealBase(this.#next(), reasonOf[it.by]),
      ...{ order: order.ticket, symbol: order.symbol, type: dealTypeOf(sideOfOrderType(order.type)), entry: it.entry },
      ...{ volume: it.volume, price: it.price, profit: it.profit, swap: it.swap, positionId: it.positionId },
      ...{ magic: order.magic, comment: order.comment, stop: it.stop, target: it.target },
    };
    this.#options.book.putDeal(deal);
    this.#note('deal', { by: it.by, order, deal, volume: it.volume, price: it.price, positionId: it.positionId });
    this.#options.out.transaction({
      't.type': transactionType.TRADE_TRANSACTION_DEAL_ADD,
      't.deal': deal.ticket,
      't.order': order.ticket,
      't.symbol': order.symbol,
      't.deal_type': deal.type,
      't.price': it.price,
      't.price_sl': it.stop,
      't.price_tp': it.target,
      't.volume': it.volume,
      't.position': it.positionId,
    });
    return deal;
  }

  /** Money that is not of a trade. */
  makeMoneyDeal(money: { readonly type: number; readonly amount: number; readonly comment: string }): Deal {
    const deal: Deal = {
      ...this.#dealBase(this.#next(), reason.DEAL_REASON_CLIENT),
      ...{ type: money.type, profit: money.amount, comment: money.comment },
    };
    this.#options.book.putDeal(deal);
    this.#options.out.transaction({
      't.type': transactionType.TRADE_TRANSACTION_DEAL_ADD,
      't.deal': deal.ticket,
      't.deal_type': money.type,
    });
    return deal;
  }

  /** The stops of a position, as they were set. */
  changeStops(
    position: Position,
    set: { readonly stop: number; readonly target: number; readonly magic: string; readonly by: By },
  ): void {
    const changed: Position = { ...position, stop: set.stop, target: set.target, updateStampMs: this.serverMs };
    this.#options.book.putPosition(changed);
    this.#options.executions.add({
      ...{ kind: 'modify', atUtcMs: this.#options.utcMs(), login: this.#options.login, order: 0, deal: 0, entry: null },
      ...{
        positionId: position.identifier,
        magic: set.magic,
        symbol: position.symbol,
        side: position.side,
        by: set.by,
      },
      ...{ volume: position.volume, price: set.stop },
    });
    this.#options.out.transaction({
      't.type': transactionType.TRADE_TRANSACTION_POSITION,
      't.position': position.ticket,
      't.symbol': position.symbol,
      't.price': position.openPrice,
      't.price_sl': set.stop,
      't.price_tp': set.target,
      't.volume': position.volume,
    });
  }

  #next(): number {
    this.#ticket += 1;
    return this.#ticket;
  }

  #dealBase(ticket: number, why: number): Deal {
    return {
      ticket,
      order: 0,
      symbol: '',
      type: dealType.DEAL_TYPE_BALANCE,
      entry: dealEntry.DEAL_ENTRY_IN,
      volume: 0,
      price: 0,
      profit: 0,
      swap: 0,
      commission: 0,
      stampMs: this.#options.serverMs(),
      magic: '0',
      comment: '',
      reason: why,
      positionId: 0,
      stop: 0,
      target: 0,
    };
  }

  #tellOrder(type: number, order: Order): void {
    this.#options.out.transaction({
      't.type': type,
      't.order': order.ticket,
      't.symbol': order.symbol,
      't.order_type': order.type,
      't.order_state': order.state,
      't.price': order.price,
      't.price_sl': order.stop,
      't.price_tp': order.target,
      't.volume': order.volumeLeft,
      't.position': order.positionId,
    });
  }

  #note(
    kind: Execution['kind'],
    it: {
      readonly by: By;
      readonly order: Order;
      readonly deal?: Deal;
      readonly volume: number;
      readonly price: number;
      readonly positionId: number;
    },
  ): void {
    this.#options.executions.add({
      kind,
      atUtcMs: this.#options.utcMs(),
      login: this.#options.login,
      order: it.order.ticket,
      deal: it.deal?.ticket ?? 0,
      positionId: it.positionId,
      magic: it.order.magic,
      symbol: it.order.symbol,
      side: sideOfOrderType(it.order.type),
      volume: it.volume,
      price: it.price,
      entry: it.deal === undefined ? null : (entryWord[it.deal.entry] ?? null),
      by: it.by,
    });
  }
}
