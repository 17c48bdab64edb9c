import type { Executions } from '../executions.ts';
import type { Market } from '../market.ts';
import { action, dealEntry, filling, orderState, orderType, retcode } from '../mql5-values.ts';
import type { ScriptedAccount } from '../scripted-account.ts';
import { pointOf } from '../scripted-symbol.ts';
import { Book, type BookOutput } from './book.ts';
import { checkRequest } from './check-request.ts';
import { Exposure } from './exposure.ts';
import { closePriceOf, lots, openPriceOf } from './money.ts';
import type { OrderScript } from './order-script.ts';
import { opposite, orderTypeOf, sideOfOrderType, type Order, type Position } from './rows.ts';
import { TradeRecord, type By } from './trade-record.ts';
import type { TradeRequest } from './trade-request.ts';

export interface BrokerOptions {
  readonly account: ScriptedAccount;
  readonly market: Market;
  readonly executions: Executions;
  readonly out: BookOutput;
  /** Clocks of the terminal: UTC, and the server's own milliseconds. */
  readonly utcMs: () => number;
  readonly serverMs: () => number;
  readonly isMarketOpen: (symbol: string) => boolean;
  /** The lowest ticket that this broker gives. */
  readonly firstTicket: number;
}

/** What the trade server says of a request. */
export interface Answer {
  readonly retcode: number;
  readonly order: number;
  readonly deal: number;
  readonly volume: number;
  readonly price: number;
}

export const refusal = (code: number): Answer => ({ retcode: code, order: 0, deal: 0, volume: 0, price: 0 });

/** One account at the broker: requests in, rows and transactions out, and every execution on the list. */
export class Broker {
  readonly account: ScriptedAccount;
  readonly book: Book;
  readonly #options: BrokerOptions;
  readonly #record: TradeRecord;
  readonly #exposure: Exposure;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.account = options.account;
    this.book = new Book(options.out);
    this.#record = new TradeRecord({ ...options, book: this.book, login: options.account.login });
    this.#exposure = new Exposure({ ...options, book: this.book, record: this.#record });
  }

  get balance(): number {
    return this.#exposure.balance;
  }

  get margin(): number {
    return this.#exposure.margin;
  }

  get equity(): number {
    return this.#exposure.equity;
  }

  /** The code with which a request would be refused, or 0: what OrderCheck answers. */
  check(request: TradeRequest): number {
    const symbol = request.action === action.TRADE_ACTION_SLTP ? this.#named(request)?.symbol : request.symbol;
    return checkRequest(request, {
      symbol: this.#options.market.symbol(symbol ?? ''),
      quote: this.#options.market.quote(symbol ?? ''),
      position: this.#named(request),
      isNetting: this.#exposure.isNetting,
      isMarketOpen: this.#options.isMarketOpen(request.symbol),
      freeMargin: this.equity - this.margin,
      leverage: this.account.leverage,
      openVolume: this.#exposure.openVolume(request.symbol, sideOfOrderType(request.type)),
    });
  }

  /** Carries a request out. */
  execute(request: TradeRequest, by: By, script: OrderScript = {}): Answer {
    const code = this.check(request);
    if (code !== 0) return refusal(code);
    switch (request.action) {
      case action.TRADE_ACTION_SLTP:
        return this.#changeStops(request, by);
      case action.TRADE_ACTION_PENDING:
        return this.#place(request, by);
      case action.TRADE_ACTION_MODIFY:
        return this.#movePending(request);
      case action.TRADE_ACTION_REMOVE:
        return this.#cancelPending(request.order);
      default:
        return this.#deal(request, by, script);
    }
  }

  /** Prices moved: pending orders, stops, targets and the stop-out, in this order. */
  onQuote(symbol: string): void {
    if (this.book.orders.size === 0 && this.book.positions.size === 0) return;
    for (const order of [...this.book.orders.values()]) if (order.symbol === symbol) this.#trigger(order);
    for (const position of [...this.book.positions.values()]) if (position.symbol === symbol) this.#protect(position);
    this.#stopOut();
  }

  /** Money that is not of a trade: a deposit, a bonus, a correction. Gives the deal's ticket. */
  moveMoney(money: { readonly type: number; readonly amount: number; readonly comment?: string }): number {
    this.#exposure.addMoney(money.amount);
    const deal = this.#record.makeMoneyDeal({ comment: '', ...money });
    this.#tellAccount();
    return deal.ticket;
  }

  /** Closes two opposite positions of a hedging account against each other, as a trader can. */
  closeBy(ticket: number, other: number): void {
    const position = this.book.positions.get(ticket);
    const against = this.book.positions.get(other);
    if (position === undefined || against === undefined || position.side === against.side)
      throw new Error(`Positions ${ticket} and ${other} cannot close each other.`);
    const volume = Math.min(position.volume, against.volume);
    const order = this.#record.openOrder({
      symbol: position.symbol,
      type: 8,
      volume,
      by: 'trader',
      positionId: position.identifier,
    });
    for (const [one, price] of [
      [position, against.openPrice],
      [against, against.openPrice],
    ] as const)
      this.#exposure.closePart(one, { volume, price, order, by: 'trader', entry: dealEntry.DEAL_ENTRY_OUT_BY });
    this.#record.endOrder(order, { left: 0, state: orderState.ORDER_STATE_FILLED });
    this.#tellAccount();
  }

  /** Balance and margin as the host's mirror takes them; what floats it computes itself. */
  accountFigures(): Record<string, number> {
    return { ACCOUNT_BALANCE: this.balance, ACCOUNT_CREDIT: 0, ACCOUNT_MARGIN: this.margin };
  }

  /** The position that a request is about: by its ticket, or on a netting account by its symbol. */
  #named(request: TradeRequest): Position | null {
    if (request.position > 0) return this.book.positions.get(request.position) ?? null;
    return this.#exposure.isNetting || request.action === action.TRADE_ACTION_SLTP
      ? this.book.positionOf(request.symbol)
      : null;
  }

  #deal(request: TradeRequest, by: By, script: OrderScript): Answer {
    const symbol = this.#options.market.symbol(request.symbol);
    const quote = this.#options.market.quote(request.symbol);
    if (symbol === null || quote === null) return refusal(retcode.TRADE_RETCODE_PRICE_OFF);
    const side = sideOfOrderType(request.type);
    const worse = (script.slippagePoints ?? 0) * pointOf(symbol) * (side === 'buy' ? 1 : -1);
    const price = Number((openPriceOf(quote, side) + worse).toFixed(symbol.digits));
    // Instant and request execution promise the price; at market and on exchange there is no such promise.
    if (symbol.execution <= 1 && Math.abs(price - request.price) > request.deviation * pointOf(symbol) + 1e-9)
      return refusal(retcode.TRADE_RETCODE_REQUOTE);
    const ratio = script.fillRatio ?? 1;
    const filled = lots(Math.floor((request.volume * ratio) / symbol.volumeStep + 1e-6) * symbol.volumeStep);
    const isPartial = filled < request.volume;
    const order = this.#record.openOrder({
      ...{ symbol: request.symbol, type: request.type, volume: request.volume, by, price, request },
      positionId: this.book.positions.get(request.position)?.identifier ?? 0,
    });
    if (filled === 0 || (isPartial && request.filling === filling.ORDER_FILLING_FOK)) {
      this.#record.endOrder(order, { left: request.volume, state: orderState.ORDER_STATE_CANCELED });
      return { ...refusal(retcode.TRADE_RETCODE_REJECT), order: order.ticket };
    }
    const levels = script.dropsStops === true ? { sl: 0, tp: 0 } : request;
    const deal = this.#exposure.fill(order, { volume: filled, price, stop: levels.sl, target: levels.tp, by });
    const left = lots(request.volume - filled);
    const state = left > 0 ? orderState.ORDER_STATE_CANCELED : orderState.ORDER_STATE_FILLED;
    this.#record.endOrder({ ...order, positionId: deal.positionId }, { left, state });
    this.#tellAccount();
    const code = isPartial ? retcode.TRADE_RETCODE_DONE_PARTIAL : retcode.TRADE_RETCODE_DONE;
    return { retcode: code, order: order.ticket, deal: deal.ticket, volume: filled, price };
  }

  #changeStops(request: TradeRequest, by: By): Answer {
    const position = this.#named(request);
    if (position === null) return refusal(retcode.TRADE_RETCODE_POSITION_CLOSED);
    this.#record.changeStops(position, { stop: request.sl, target: request.tp, magic: request.magic, by });
    return refusal(retcode.TRADE_RETCODE_DONE);
  }

  #place(request: TradeRequest, by: By): Answer {
    const facts = { symbol: request.symbol, type: request.type, volume: request.volume, price: request.price };
    const order = this.#record.openOrder({ ...facts, by, request, positionId: 0 });
    const placed: Order = { ...order, state: orderState.ORDER_STATE_PLACED };
    this.#record.updateOrder(placed);
    return {
      ...refusal(retcode.TRADE_RETCODE_DONE),
      order: order.ticket,
      volume: request.volume,
      price: request.price,
    };
  }

  #movePending(request: TradeRequest): Answer {
    const order = this.book.orders.get(request.order);
    if (order === undefined) return refusal(retcode.TRADE_RETCODE_INVALID_ORDER);
    const moved: Order = { ...order, price: request.price, stop: request.sl, target: request.tp };
    this.#record.updateOrder(moved);
    return { ...refusal(retcode.TRADE_RETCODE_DONE), order: order.ticket };
  }

  #cancelPending(ticket: number): Answer {
    const order = this.book.orders.get(ticket);
    if (order === undefined) return refusal(retcode.TRADE_RETCODE_INVALID_ORDER);
    this.#record.cancelOrder(order);
    return { ...refusal(retcode.TRADE_RETCODE_DONE), order: ticket };
  }

  #trigger(order: Order): void {
    const quote = this.#options.market.quote(order.symbol);
    if (quote === null || order.state !== orderState.ORDER_STATE_PLACED) return;
    const side = sideOfOrderType(order.type);
    const price = openPriceOf(quote, side);
    const isLimit = order.type === orderType.ORDER_TYPE_BUY_LIMIT || order.type === orderType.ORDER_TYPE_SELL_LIMIT;
    const isHit = (isLimit ? side === 'buy' : side === 'sell') ? price <= order.price : price >= order.price;
    if (!isHit) return;
    const deal = this.#exposure.fill(order, {
      volume: order.volumeLeft,
      price,
      stop: order.stop,
      target: order.target,
      by: 'trader',
    });
    this.#record.endOrder({ ...order, positionId: deal.positionId }, { left: 0, state: orderState.ORDER_STATE_FILLED });
    this.#tellAccount();
  }

  /** Closes a position whose stop or target the price has reached. */
  #protect(position: Position): void {
    const quote = this.#options.market.quote(position.symbol);
    if (quote === null) return;
    const price = closePriceOf(quote, position.side);
    const direction = position.side === 'buy' ? 1 : -1;
    if (position.stop !== 0 && (price - position.stop) * direction <= 0) this.#closeByBroker(position, price, 'stop');
    else if (position.target !== 0 && (price - position.target) * direction >= 0)
      this.#closeByBroker(position, price, 'target');
  }

  #stopOut(): void {
    for (;;) {
      const margin = this.margin;
      if (margin === 0 || (this.equity / margin) * 100 >= this.account.stopOutPercent) return;
      const worst = this.#exposure.worstPosition();
      const quote = worst === null ? null : this.#options.market.quote(worst.symbol);
      if (worst === null || quote === null) return;
      this.#closeByBroker(worst, closePriceOf(quote, worst.side), 'stopOut');
    }
  }

  /** The broker's own order carries no magic of the adviser. */
  #closeByBroker(position: Position, price: number, by: By): void {
    const order = this.#record.openOrder({
      ...{ symbol: position.symbol, type: orderTypeOf(opposite(position.side)), volume: position.volume, by, price },
      positionId: position.identifier,
    });
    this.#exposure.closePart(position, { volume: position.volume, price, order, by, entry: dealEntry.DEAL_ENTRY_OUT });
    this.#record.endOrder(order, { left: 0, state: orderState.ORDER_STATE_FILLED });
    this.#tellAccount();
  }

  #tellAccount(): void {
    this.#options.out.row([
      'ACCOUNT',
      ...Object.entries(this.accountFigures()).map(([name, value]) => `${name}=${value}`),
    ]);
  }
}
