import type { Execution, Executions } from '../executions.ts';
import type { Market } from '../market.ts';
import {
  action,
  dealEntry,
  dealType,
  filling,
  orderState,
  orderType,
  reason,
  retcode,
  transactionType,
} from '../mql5-values.ts';
import type { ScriptedAccount } from '../scripted-account.ts';
import { pointOf, type ScriptedSymbol } from '../scripted-symbol.ts';
import { Book, type BookOutput } from './book.ts';
import { checkRequest } from './check-request.ts';
import { cents, closePriceOf, lots, marginOf, openPriceOf, profitNow, profitOf } from './money.ts';
import type { OrderScript } from './order-script.ts';
import {
  dealTypeOf,
  opposite,
  orderTypeOf,
  sideOfOrderType,
  type Deal,
  type Order,
  type Position,
  type Side,
} from './rows.ts';
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

type By = Execution['by'];

const refusal = (code: number): Answer => ({ retcode: code, order: 0, deal: 0, volume: 0, price: 0 });

const reasonOf: Readonly<Record<By, number>> = {
  adviser: reason.DEAL_REASON_EXPERT,
  trader: reason.DEAL_REASON_CLIENT,
  stop: reason.DEAL_REASON_SL,
  target: reason.DEAL_REASON_TP,
  stopOut: reason.DEAL_REASON_SO,
};

const entryWord = ['in', 'out', 'inOut', 'outBy'] as const;

/** One account at the broker: requests in, rows and transactions out, and every execution on the list. */
export class Broker {
  readonly account: ScriptedAccount;
  readonly book: Book;
  readonly #options: BrokerOptions;
  #balance: number;
  #ticket: number;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.account = options.account;
    this.#balance = options.account.balance;
    this.#ticket = options.firstTicket;
    this.book = new Book(options.out);
  }

  get balance(): number {
    return this.#balance;
  }

  get margin(): number {
    return cents(
      [...this.book.positions.values()].reduce((sum, it) => {
        const symbol = this.#options.market.symbol(it.symbol);
        const order = { volume: it.volume, price: it.openPrice, leverage: this.account.leverage };
        return symbol === null ? sum : sum + marginOf(symbol, order);
      }, 0),
    );
  }

  get equity(): number {
    return cents(
      [...this.book.positions.values()].reduce((sum, it) => sum + this.#profitOf(it) + it.swap, this.#balance),
    );
  }

  /** The code with which a request would be refused, or 0: what OrderCheck answers. */
  check(request: TradeRequest): number {
    const symbol = request.action === action.TRADE_ACTION_SLTP ? this.#named(request)?.symbol : request.symbol;
    return checkRequest(request, {
      symbol: this.#options.market.symbol(symbol ?? ''),
      quote: this.#options.market.quote(symbol ?? ''),
      position: this.#named(request),
      isNetting: this.#isNetting,
      isMarketOpen: this.#options.isMarketOpen(request.symbol),
      freeMargin: this.equity - this.margin,
      leverage: this.account.leverage,
      openVolume: this.#openVolume(request),
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

  /** Money that is not of a trade: a deposit, a bonus, a correction. */
  moveMoney(money: { readonly type: number; readonly amount: number; readonly comment?: string }): number {
    const ticket = this.#next();
    this.#balance = cents(this.#balance + money.amount);
    this.book.putDeal({
      ...this.#dealBase(ticket, reason.DEAL_REASON_CLIENT),
      type: money.type,
      entry: dealEntry.DEAL_ENTRY_IN,
      profit: money.amount,
      comment: money.comment ?? '',
    });
    this.#options.out.transaction({
      't.type': transactionType.TRADE_TRANSACTION_DEAL_ADD,
      't.deal': ticket,
      't.deal_type': money.type,
    });
    this.#tellAccount();
    return ticket;
  }

  /** Closes two opposite positions of a hedging account against each other, as a trader can. */
  closeBy(ticket: number, other: number): void {
    const position = this.book.positions.get(ticket);
    const against = this.book.positions.get(other);
    if (position === undefined || against === undefined || position.side === against.side)
      throw new Error(`Positions ${ticket} and ${other} cannot close each other.`);
    const volume = Math.min(position.volume, against.volume);
    const order = this.#openOrder({
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
      this.#closePart(one, { volume, price, order, by: 'trader', entry: dealEntry.DEAL_ENTRY_OUT_BY });
    this.#endOrder(order, { left: 0, state: orderState.ORDER_STATE_FILLED });
    this.#tellAccount();
  }

  /** Balance and margin as the host's mirror takes them; what floats it computes itself. */
  accountFigures(): Record<string, number> {
    return { ACCOUNT_BALANCE: this.#balance, ACCOUNT_CREDIT: 0, ACCOUNT_MARGIN: this.margin };
  }

  get #isNetting(): boolean {
    return this.account.margin === 'netting';
  }

  #next(): number {
    this.#ticket += 1;
    return this.#ticket;
  }

  /** The position that a request is about: by its ticket, or on a netting account by its symbol. */
  #named(request: TradeRequest): Position | null {
    if (request.position > 0) return this.book.positions.get(request.position) ?? null;
    return this.#isNetting || request.action === action.TRADE_ACTION_SLTP ? this.book.positionOf(request.symbol) : null;
  }

  #openVolume(request: TradeRequest): number {
    const side = sideOfOrderType(request.type);
    const same = [...this.book.positions.values()].filter((it) => it.symbol === request.symbol && it.side === side);
    return lots(same.reduce((sum, it) => sum + it.volume, 0));
  }

  #profitOf(position: Position): number {
    const symbol = this.#options.market.symbol(position.symbol);
    const quote = this.#options.market.quote(position.symbol);
    return symbol === null || quote === null ? 0 : profitNow(symbol, position, quote);
  }

  #symbol(name: string): ScriptedSymbol {
    const symbol = this.#options.market.symbol(name);
    if (symbol === null) throw new Error(`The scripted broker has no symbol ${name}.`);
    return symbol;
  }

  #deal(request: TradeRequest, by: By, script: OrderScript): Answer {
    const symbol = this.#symbol(request.symbol);
    const quote = this.#options.market.quote(request.symbol);
    if (quote === null) return refusal(retcode.TRADE_RETCODE_PRICE_OFF);
    const side = sideOfOrderType(request.type);
    const worse = (script.slippagePoints ?? 0) * pointOf(symbol) * (side === 'buy' ? 1 : -1);
    const price = Number((openPriceOf(quote, side) + worse).toFixed(symbol.digits));
    // Instant and request execution promise the price; at market and on exchange there is no such promise.
    if (symbol.execution <= 1 && Math.abs(price - request.price) > request.deviation * pointOf(symbol) + 1e-9)
      return refusal(retcode.TRADE_RETCODE_REQUOTE);
    const ratio = script.fillRatio ?? 1;
    const filled = lots(Math.floor((request.volume * ratio) / symbol.volumeStep + 1e-6) * symbol.volumeStep);
    const isPartial = filled < request.volume;
    const order = this.#openOrder({
      ...{ symbol: request.symbol, type: request.type, volume: request.volume, by, price, request },
      positionId: this.book.positions.get(request.position)?.identifier ?? 0,
    });
    if (filled === 0 || (isPartial && request.filling === filling.ORDER_FILLING_FOK)) {
      this.#endOrder(order, { left: request.volume, state: orderState.ORDER_STATE_CANCELED });
      return { ...refusal(retcode.TRADE_RETCODE_REJECT), order: order.ticket };
    }
    const levels = script.dropsStops === true ? { sl: 0, tp: 0 } : request;
    const deal = this.#fill(order, { volume: filled, price, stop: levels.sl, target: levels.tp, by });
    const left = lots(request.volume - filled);
    const state = left > 0 ? orderState.ORDER_STATE_CANCELED : orderState.ORDER_STATE_FILLED;
    this.#endOrder({ ...order, positionId: deal.positionId }, { left, state });
    this.#tellAccount();
    const code = isPartial ? retcode.TRADE_RETCODE_DONE_PARTIAL : retcode.TRADE_RETCODE_DONE;
    return { retcode: code, order: order.ticket, deal: deal.ticket, volume: filled, price };
  }

  #openOrder(it: {
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
    this.book.putOrder(order);
    this.#note('order', { by: it.by, order, volume: it.volume, price: order.price, positionId: it.positionId });
    this.#tellOrder(transactionType.TRADE_TRANSACTION_ORDER_ADD, order);
    return order;
  }

  #endOrder(order: Order, end: { readonly left: number; readonly state: number }): void {
    const done: Order = { ...order, volumeLeft: end.left, state: end.state, doneStampMs: this.#options.serverMs() };
    this.book.endOrder(done);
    this.#tellOrder(transactionType.TRADE_TRANSACTION_ORDER_DELETE, done);
    this.#tellOrder(transactionType.TRADE_TRANSACTION_HISTORY_ADD, done);
  }

  /** Makes the deal of an order: opens, adds, closes or turns by the account's rules. */
  #fill(
    order: Order,
    fill: {
      readonly volume: number;
      readonly price: number;
      readonly stop: number;
      readonly target: number;
      readonly by: By;
    },
  ): Deal {
    const side = sideOfOrderType(order.type);
    const position = this.#isNetting
      ? this.book.positionOf(order.symbol)
      : ([...this.book.positions.values()].find((it) => order.positionId !== 0 && it.identifier === order.positionId) ??
        null);
    if (position === null) return this.#open(order, fill, side);
    if (position.side === side) return this.#add(position, order, fill);
    if (fill.volume > position.volume) return this.#turn(position, order, fill);
    return this.#closePart(position, { ...fill, order, entry: dealEntry.DEAL_ENTRY_OUT });
  }

  #open(order: Order, fill: { volume: number; price: number; stop: number; target: number; by: By }, side: Side): Deal {
    const deal = this.#makeDeal(order, {
      ...fill,
      entry: dealEntry.DEAL_ENTRY_IN,
      profit: 0,
      swap: 0,
      positionId: order.ticket,
    });
    this.book.putPosition({
      ticket: order.ticket,
      identifier: order.ticket,
      symbol: order.symbol,
      side,
      volume: fill.volume,
      openPrice: fill.price,
      openStampMs: deal.stampMs,
      updateStampMs: deal.stampMs,
      stop: fill.stop,
      target: fill.target,
      swap: 0,
      magic: order.magic,
      comment: order.comment,
      reason: reasonOf[fill.by],
    });
    return deal;
  }

  #add(
    position: Position,
    order: Order,
    fill: { volume: number; price: number; stop: number; target: number; by: By },
  ): Deal {
    const deal = this.#makeDeal(order, {
      ...fill,
      entry: dealEntry.DEAL_ENTRY_IN,
      profit: 0,
      swap: 0,
      positionId: position.identifier,
    });
    const volume = lots(position.volume + fill.volume);
    const openPrice = (position.openPrice * position.volume + fill.price * fill.volume) / volume;
    // The last order's levels hold for the whole position, as on a netting account of MT5.
    this.book.putPosition({
      ...position,
      volume,
      openPrice,
      stop: fill.stop,
      target: fill.target,
      updateStampMs: deal.stampMs,
    });
    return deal;
  }

  #closePart(
    position: Position,
    close: {
      readonly volume: number;
      readonly price: number;
      readonly order: Order;
      readonly by: By;
      readonly entry: number;
    },
  ): Deal {
    const symbol = this.#symbol(position.symbol);
    const move = { side: position.side, volume: close.volume, open: position.openPrice, close: close.price };
    const profit = profitOf(symbol, move);
    const swap = cents((position.swap * close.volume) / position.volume);
    const deal = this.#makeDeal(
      { ...close.order, type: orderTypeOf(opposite(position.side)) },
      { ...close, stop: position.stop, target: position.target, profit, swap, positionId: position.identifier },
    );
    this.#balance = cents(this.#balance + profit + swap);
    const volume = lots(position.volume - close.volume);
    if (volume === 0) this.book.dropPosition(position.ticket);
    else this.book.putPosition({ ...position, volume, swap: cents(position.swap - swap), updateStampMs: deal.stampMs });
    return deal;
  }

  /** A netting position turns: its ticket becomes the order's, its identifier stays. */
  #turn(
    position: Position,
    order: Order,
    fill: { volume: number; price: number; stop: number; target: number; by: By },
  ): Deal {
    const symbol = this.#symbol(position.symbol);
    const move = { side: position.side, volume: position.volume, open: position.openPrice, close: fill.price };
    const profit = profitOf(symbol, move);
    const facts = { profit, swap: position.swap, positionId: position.identifier };
    const deal = this.#makeDeal(order, { ...fill, entry: dealEntry.DEAL_ENTRY_INOUT, ...facts });
    this.#balance = cents(this.#balance + profit + position.swap);
    this.book.dropPosition(position.ticket);
    this.book.putPosition({
      ...position,
      ticket: order.ticket,
      side: opposite(position.side),
      volume: lots(fill.volume - position.volume),
      openPrice: fill.price,
      stop: fill.stop,
      target: fill.target,
      swap: 0,
      magic: order.magic,
      updateStampMs: deal.stampMs,
    });
    return deal;
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

  #makeDeal(
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
    this.book.putDeal(deal);
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

  #changeStops(request: TradeRequest, by: By): Answer {
    const position = this.#named(request);
    if (position === null) return refusal(retcode.TRADE_RETCODE_POSITION_CLOSED);
    this.book.putPosition({
      ...position,
      stop: request.sl,
      target: request.tp,
      updateStampMs: this.#options.serverMs(),
    });
    this.#options.executions.add({
      ...{
        kind: 'modify',
        atUtcMs: this.#options.utcMs(),
        login: this.account.login,
        order: 0,
        deal: 0,
        entry: null,
        by,
      },
      ...{ positionId: position.identifier, magic: request.magic, symbol: position.symbol, side: position.side },
      ...{ volume: position.volume, price: request.sl },
    });
    this.#options.out.transaction({
      't.type': transactionType.TRADE_TRANSACTION_POSITION,
      't.position': position.ticket,
      't.symbol': position.symbol,
      't.price': position.openPrice,
      't.price_sl': request.sl,
      't.price_tp': request.tp,
      't.volume': position.volume,
    });
    return { retcode: retcode.TRADE_RETCODE_DONE, order: 0, deal: 0, volume: 0, price: 0 };
  }

  #place(request: TradeRequest, by: By): Answer {
    const facts = { symbol: request.symbol, type: request.type, volume: request.volume, price: request.price };
    const order = this.#openOrder({ ...facts, by, request, positionId: 0 });
    const placed: Order = { ...order, state: orderState.ORDER_STATE_PLACED };
    this.book.putOrder(placed);
    this.#tellOrder(transactionType.TRADE_TRANSACTION_ORDER_UPDATE, placed);
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
    this.book.putOrder(moved);
    this.#tellOrder(transactionType.TRADE_TRANSACTION_ORDER_UPDATE, moved);
    return { ...refusal(retcode.TRADE_RETCODE_DONE), order: order.ticket };
  }

  #cancelPending(ticket: number): Answer {
    const order = this.book.orders.get(ticket);
    if (order === undefined) return refusal(retcode.TRADE_RETCODE_INVALID_ORDER);
    this.#endOrder(order, { left: order.volumeLeft, state: orderState.ORDER_STATE_CANCELED });
    this.#note('cancel', { by: 'trader', order, volume: order.volumeLeft, price: order.price, positionId: 0 });
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
    const deal = this.#fill(order, {
      volume: order.volumeLeft,
      price,
      stop: order.stop,
      target: order.target,
      by: 'trader',
    });
    this.#endOrder({ ...order, positionId: deal.positionId }, { left: 0, state: orderState.ORDER_STATE_FILLED });
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
      const worst = [...this.book.positions.values()].sort((a, b) => this.#profitOf(a) - this.#profitOf(b))[0];
      const quote = worst === undefined ? null : this.#options.market.quote(worst.symbol);
      if (worst === undefined || quote === null) return;
      this.#closeByBroker(worst, closePriceOf(quote, worst.side), 'stopOut');
    }
  }

  /** The broker's own order carries no magic of the adviser. */
  #closeByBroker(position: Position, price: number, by: By): void {
    const order = this.#openOrder({
      ...{ symbol: position.symbol, type: orderTypeOf(opposite(position.side)), volume: position.volume, by, price },
      positionId: position.identifier,
    });
    this.#closePart(position, { volume: position.volume, price, order, by, entry: dealEntry.DEAL_ENTRY_OUT });
    this.#endOrder(order, { left: 0, state: orderState.ORDER_STATE_FILLED });
    this.#tellAccount();
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

  #tellAccount(): void {
    this.#options.out.row([
      'ACCOUNT',
      ...Object.entries(this.accountFigures()).map(([name, value]) => `${name}=${value}`),
    ]);
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
      login: this.account.login,
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
