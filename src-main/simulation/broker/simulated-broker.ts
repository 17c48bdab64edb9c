import type { AccountFigures } from '#main/fills/account-figures.ts';
import type { Timers } from '#main/ports/timers.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { OrderTicket } from '#shared/trading/ids.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { classOfRetcode, retcodeOf, retcodes } from '../retcodes.ts';
import { brokerChangeWriter, readBrokerState } from '../store/broker-records.ts';
import { marketPositionWriter, type MarketPosition } from '../store/market-position.ts';
import type { TerminalDb } from '../store/open-terminal-db.ts';
import { figuresOf } from './broker-figures.ts';
import { unchanged, type BrokerChange, type BrokerState, type MarketNow } from './broker-state.ts';
import type { DealRequest } from './deal-request.ts';
import { executeOrder, executePart } from './execute-order.ts';
import { moveStops, type StopsRequest } from './move-stops.ts';
import { passQuotes, type ArrivingQuote } from './pass-quotes.ts';
import { placeOrder, refuseOrder } from './place-order.ts';
import { partsOf, type Treatment } from './treatment.ts';

/** What comes back to who sent an order. Null: nothing came back; what happened all the same is in the change. */
export interface BrokerAnswer {
  readonly retcode: number | null;
  /** Why it was refused; null where it was not, or where the code tells nothing. */
  readonly refusal: Fault | null;
  readonly change: BrokerChange;
}

/** The account on disk and in memory. What a call answers has been committed; memory changes only after the commit. */
export class SimulatedBroker implements Disposable {
  readonly instrument: Instrument;
  readonly #commit: (change: BrokerChange | null, position: MarketPosition | null) => void;
  readonly #timers: Timers;
  readonly #market: () => MarketNow | null;
  readonly #onWorked: (change: BrokerChange) => void;
  readonly #rests = new Map<OrderTicket, { readonly restsMs: number; timer: Disposable }>();
  #state: BrokerState;

  /** `market` is what an order meets when its time has come; `onWorked` hears what orders do that are not done at once. */
  constructor(it: {
    readonly db: TerminalDb;
    readonly instrument: Instrument;
    readonly timers: Timers;
    readonly market: () => MarketNow | null;
    readonly onWorked: (change: BrokerChange) => void;
  }) {
    const { db, instrument } = it;
    this.instrument = instrument;
    this.#timers = it.timers;
    this.#market = it.market;
    this.#onWorked = it.onWorked;
    this.#state = readBrokerState(db);
    const writeChange = brokerChangeWriter(db);
    const writePosition = marketPositionWriter(db);
    this.#commit = db.transaction((change: BrokerChange | null, position: MarketPosition | null) => {
      if (change !== null) writeChange(change);
      if (position !== null) writePosition(position);
    });
  }

  get state(): BrokerState {
    return this.#state;
  }

  get figures(): AccountFigures {
    return figuresOf(this.#state, this.instrument);
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
  pass(quotes: readonly ArrivingQuote[], position: MarketPosition): readonly Deal[] {
    const change = passQuotes(this.#state, quotes, this.instrument);
    this.#commit(change.state === this.#state ? null : change, position);
    this.#state = change.state;
    return change.deals;
  }

  /** Takes an order at the market as it is, and treats it as it is told to. */
  execute(request: DealRequest, market: MarketNow, treatment: Treatment): BrokerAnswer {
    const { answer, restsMs } = treatment;
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
    const working = this.#state.orders.find((it) => it.orderTicket === orderTicket);
    const market = assertDefined(this.#market(), 'an order was placed on a market that had a quote');
    const change = executePart(this.#state, assertDefined(working, 'an order that waited works'), market);
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
