import type { AccountFigures } from '#main/fills/account-figures.ts';
import type { Timers } from '#main/ports/timers.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { OrderTicket } from '#shared/trading/ids.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { classOfRetcode, retcodeOf, retcodes } from '../retcodes.ts';
import { brokerChangeWriter, readBrokerState } from '../store/broker-records.ts';
import { marketProgressWriter, readMarketProgress, type MarketProgress } from '../store/market-progress.ts';
import type { TerminalDb } from '../store/open-terminal-db.ts';
import { figuresOf } from './broker-figures.ts';
import { unchanged, type BrokerChange, type BrokerState } from './broker-state.ts';
import type { DealRequest } from './deal-request.ts';
import { executeOrder, executePart } from './execute-order.ts';
import { marketIn, watchOf, type MarketWatch, type MarketNow } from './market-watch.ts';
import { moveStops, type StopsRequest } from './move-stops.ts';
import { passQuotes, type ArrivingQuote } from './pass-quotes.ts';
import { placeOrder, refuseOrder } from './place-order.ts';
import { asTaken, partsOf, type Treatment } from './treatment.ts';

/** What comes back to who sent an order. Null: nothing came back; what happened all the same is in the change. */
export interface BrokerAnswer {
  readonly retcode: number | null;
  /** Why it was refused; null where it was not, or where the code tells nothing. */
  readonly refusal: Fault | null;
  readonly change: BrokerChange;
}

/** The account on disk and in memory. What a call answers has been committed; memory changes only after the commit. */
export class SimulatedBroker implements Disposable {
  readonly #commit: (change: BrokerChange | null, progress: MarketProgress | null) => void;
  readonly #clock: BrokerClock;
  readonly #timers: Timers;
  readonly #nowUtcMs: () => UtcMs;
  readonly #onWorked: (change: BrokerChange) => void;
  readonly #rests = new Map<OrderTicket, { readonly restsMs: number; timer: Disposable }>();
  #state: BrokerState;
  #watch: MarketWatch;

  /** `clock` is the trade server's, `nowUtcMs` the market's time; `onWorked` hears what orders do that are not done at once. */
  constructor(it: {
    readonly db: TerminalDb;
    readonly instruments: readonly Instrument[];
    readonly clock: BrokerClock;
    readonly timers: Timers;
    readonly nowUtcMs: () => UtcMs;
    readonly onWorked: (change: BrokerChange) => void;
  }) {
    const { db, instruments } = it;
    this.#clock = it.clock;
    this.#timers = it.timers;
    this.#nowUtcMs = it.nowUtcMs;
    const { quotes } = readMarketProgress(db);
    this.#watch = watchOf(
      instruments.map((instrument) => ({ instrument, quote: quotes.get(instrument.symbol) ?? null })),
    );
    this.#onWorked = it.onWorked;
    this.#state = readBrokerState(db);
    const writeChange = brokerChangeWriter(db);
    const writeProgress = marketProgressWriter(db);
    this.#commit = db.transaction((change: BrokerChange | null, progress: MarketProgress | null) => {
      if (change !== null) writeChange(change);
      if (progress !== null) writeProgress(progress);
    });
  }

  get state(): BrokerState {
    return this.#state;
  }

  /** What it trades, as the last quotes have left it. */
  get watch(): MarketWatch {
    return this.#watch;
  }

  get figures(): AccountFigures {
    return figuresOf(this.#state, this.#watch);
  }

  /** What an order for a symbol would meet now; null before its first quote. */
  market(symbol: string): MarketNow | null {
    return marketIn(this.#watch, symbol, this.#nowUtcMs());
  }

  /** Other terms for a symbol from now on. */
  respecify(symbol: string, terms: Partial<Omit<Instrument, 'symbol'>>): void {
    const watched = [...this.#watch.values()];
    this.#watch = watchOf(
      watched.map(({ instrument, quote }) => ({
        instrument: instrument.symbol === symbol ? { ...instrument, ...terms } : instrument,
        quote,
      })),
    );
  }

  /** Goes on with the orders that worked when the program ended: the broker did not notice that. */
  resume(): void {
    for (const { orderTicket } of this.#state.orders) this.#rest(orderTicket, 0);
  }

  [Symbol.dispose](): void {
    for (const { timer } of this.#rests.values()) timer[Symbol.dispose]();
    this.#rests.clear();
  }

  /** Lets quotes pass and remembers, in the same transaction, how far the market was played. Answers what they did to the account. */
  pass(quotes: readonly ArrivingQuote[], progress: MarketProgress): readonly Deal[] {
    const change = passQuotes(this.#state, quotes, { before: this.#watch, clock: this.#clock });
    this.#commit(change.state === this.#state ? null : change, progress);
    this.#state = change.state;
    const watched = [...this.#watch.values()];
    this.#watch = watchOf(
      watched.map((it) => ({ ...it, quote: progress.quotes.get(it.instrument.symbol) ?? it.quote })),
    );
    return change.deals;
  }

  /** Takes an order at the market as it is, and treats it as it is told to. */
  execute(asked: DealRequest, market: MarketNow, treatment: Treatment): BrokerAnswer {
    const { answer, restsMs } = treatment;
    const request = asTaken(asked, treatment, market.instrument);
    const parts = partsOf(request.volume, treatment, market.instrument);
    if (parts.length === 0) return this.#leaveUndone(request, market, treatment);
    const change =
      restsMs === 0
        ? executeOrder(this.#state, request, market, parts)
        : placeOrder(this.#state, { request, parts }, market);
    this.#take(change);
    const ended = change.orders[0];
    if (ended === undefined) {
      const { orderTicket } = assertDefined(change.state.orders.at(-1), 'an order that was placed works');
      this.#rest(orderTicket, restsMs);
    }
    const told = { refusal: ended?.refusal ?? null, change };
    if (answer === 'none') return { ...told, retcode: null };
    return { ...told, retcode: answer === 'true' ? (ended?.retcode ?? retcodes.placed) : answer };
  }

  /** Moves the stops of a position, or does not, as it is told to. */
  modify(request: StopsRequest, market: MarketNow, { answer, parts }: Treatment): BrokerAnswer {
    const told = answer === 'none' ? null : answer === 'true' ? retcodes.done : answer;
    if (parts.length === 0)
      return { retcode: told, refusal: refusalBy(told, 'modify'), change: unchanged(this.#state) };
    const moved = moveStops(this.#state, request, market);
    if (!moved.ok) return { retcode: retcodeOf(moved.error), refusal: moved.error, change: unchanged(this.#state) };
    this.#take(unchanged(moved.value));
    return { retcode: told, refusal: null, change: unchanged(this.#state) };
  }

  /** A refusal stands on record; what timed out or was lost never got there. */
  #leaveUndone(request: DealRequest, market: MarketNow, { answer }: Treatment): BrokerAnswer {
    const retcode = typeof answer === 'number' ? answer : null;
    const refusal = refusalBy(retcode, request.kind);
    if (retcode !== null && refusal !== null)
      this.#take(refuseOrder(this.#state, { request, refusal, retcode }, market));
    return { retcode, refusal, change: unchanged(this.#state) };
  }

  #rest(orderTicket: OrderTicket, restsMs: number): void {
    const timer = this.#timers.after(durationMs(restsMs), () => this.#work(orderTicket));
    this.#rests.set(orderTicket, { restsMs, timer });
  }

  #work(orderTicket: OrderTicket): void {
    const { restsMs } = assertDefined(this.#rests.get(orderTicket), 'an order whose time has come was waiting');
    this.#rests.delete(orderTicket);
    const found = this.#state.orders.find((it) => it.orderTicket === orderTicket);
    const working = assertDefined(found, 'an order that waited works');
    const { symbol } = working.request;
    const market = assertDefined(this.market(symbol), 'an order was placed on a market that had a quote');
    const change = executePart(this.#state, working, market);
    this.#take(change);
    if (change.state.orders.some((it) => it.orderTicket === orderTicket)) this.#rest(orderTicket, restsMs);
    this.#onWorked(change);
  }

  #take(change: BrokerChange): void {
    this.#commit(change, null);
    this.#state = change.state;
  }
}

function refusalBy(retcode: number | null, kind: DealRequest['kind'] | 'modify'): Fault | null {
  const code = retcode === null ? 'unknown' : classOfRetcode(retcode, kind);
  if (code === 'accepted' || code === 'unknown') return null;
  return fault(code, 'The broker refused the order. It was not executed.', { retcode });
}
