import type { Market } from '../market.ts';
import { dealEntry } from '../mql5-values.ts';
import type { ScriptedAccount } from '../scripted-account.ts';
import type { ScriptedSymbol } from '../scripted-symbol.ts';
import type { Book } from './book.ts';
import { cents, lots, marginOf, profitNow, profitOf } from './money.ts';
import { opposite, orderTypeOf, sideOfOrderType, type Deal, type Order, type Position, type Side } from './rows.ts';
import { reasonOf, type By, type TradeRecord } from './trade-record.ts';

/** What a deal fills of an order, and the levels that the position gets by it. */
export interface Fill {
  readonly volume: number;
  readonly price: number;
  readonly stop: number;
  readonly target: number;
  readonly by: By;
}

/** The positions and the money of an account: what a deal opens, adds to, closes or turns, by the account's rules. */
export class Exposure {
  readonly #account: ScriptedAccount;
  readonly #market: Market;
  readonly #book: Book;
  readonly #record: TradeRecord;
  #balance: number;

  constructor(it: {
    readonly account: ScriptedAccount;
    readonly market: Market;
    readonly book: Book;
    readonly record: TradeRecord;
  }) {
    this.#account = it.account;
    this.#market = it.market;
    this.#book = it.book;
    this.#record = it.record;
    this.#balance = it.account.balance;
  }

  get isNetting(): boolean {
    return this.#account.margin === 'netting';
  }

  get balance(): number {
    return this.#balance;
  }

  get margin(): number {
    return cents(
      [...this.#book.positions.values()].reduce((sum, it) => {
        const symbol = this.#market.symbol(it.symbol);
        const order = { volume: it.volume, price: it.openPrice, leverage: this.#account.leverage };
        return symbol === null ? sum : sum + marginOf(symbol, order);
      }, 0),
    );
  }

  get equity(): number {
    return cents(
      [...this.#book.positions.values()].reduce((sum, it) => sum + this.profitOf(it) + it.swap, this.#balance),
    );
  }

  addMoney(amount: number): void {
    this.#balance = cents(this.#balance + amount);
  }

  profitOf(position: Position): number {
    const symbol = this.#market.symbol(position.symbol);
    const quote = this.#market.quote(position.symbol);
    return symbol === null || quote === null ? 0 : profitNow(symbol, position, quote);
  }

  /** The position that loses most, or null where there is none. */
  worstPosition(): Position | null {
    return [...this.#book.positions.values()].sort((a, b) => this.profitOf(a) - this.profitOf(b))[0] ?? null;
  }

  openVolume(symbol: string, side: Side): number {
    const same = [...this.#book.positions.values()].filter((it) => it.symbol === symbol && it.side === side);
    return lots(same.reduce((sum, it) => sum + it.volume, 0));
  }

  /** Makes the deal of an order: opens, adds, closes or turns by the account's rules. */
  fill(order: Order, fill: Fill): Deal {
    const side = sideOfOrderType(order.type);
    const position = this.isNetting
      ? this.#book.positionOf(order.symbol)
      : ([...this.#book.positions.values()].find(
          (it) => order.positionId !== 0 && it.identifier === order.positionId,
        ) ?? null);
    if (position === null) return this.#open(order, fill, side);
    if (position.side === side) return this.#add(position, order, fill);
    if (fill.volume > position.volume) return this.#turn(position, order, fill);
    return this.closePart(position, { ...fill, order, entry: dealEntry.DEAL_ENTRY_OUT });
  }

  /** Closes a position, or a part of it, at that price. */
  closePart(
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
    const deal = this.#record.makeDeal(
      { ...close.order, type: orderTypeOf(opposite(position.side)) },
      { ...close, stop: position.stop, target: position.target, profit, swap, positionId: position.identifier },
    );
    this.#balance = cents(this.#balance + profit + swap);
    const volume = lots(position.volume - close.volume);
    if (volume === 0) this.#book.dropPosition(position.ticket);
    else
      this.#book.putPosition({ ...position, volume, swap: cents(position.swap - swap), updateStampMs: deal.stampMs });
    return deal;
  }

  #open(order: Order, fill: Fill, side: Side): Deal {
    const deal = this.#record.makeDeal(order, {
      ...fill,
      entry: dealEntry.DEAL_ENTRY_IN,
      profit: 0,
      swap: 0,
      positionId: order.ticket,
    });
    this.#book.putPosition({
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

  #add(position: Position, order: Order, fill: Fill): Deal {
    const deal = this.#record.makeDeal(order, {
      ...fill,
      entry: dealEntry.DEAL_ENTRY_IN,
      profit: 0,
      swap: 0,
      positionId: position.identifier,
    });
    const volume = lots(position.volume + fill.volume);
    const openPrice = (position.openPrice * position.volume + fill.price * fill.volume) / volume;
    // The last order's levels hold for the whole position, as on a netting account of MT5.
    this.#book.putPosition({
      ...position,
      volume,
      openPrice,
      stop: fill.stop,
      target: fill.target,
      updateStampMs: deal.stampMs,
    });
    return deal;
  }

  /** A netting position turns: its ticket becomes the order's, its identifier stays. */
  #turn(position: Position, order: Order, fill: Fill): Deal {
    const symbol = this.#symbol(position.symbol);
    const move = { side: position.side, volume: position.volume, open: position.openPrice, close: fill.price };
    const profit = profitOf(symbol, move);
    const facts = { profit, swap: position.swap, positionId: position.identifier };
    const deal = this.#record.makeDeal(order, { ...fill, entry: dealEntry.DEAL_ENTRY_INOUT, ...facts });
    this.#balance = cents(this.#balance + profit + position.swap);
    this.#book.dropPosition(position.ticket);
    this.#book.putPosition({
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

  #symbol(name: string): ScriptedSymbol {
    const symbol = this.#market.symbol(name);
    if (symbol === null) throw new Error(`The scripted broker has no symbol ${name}.`);
    return symbol;
  }
}
