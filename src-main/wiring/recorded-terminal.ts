import { orderReportFromWire } from '#main/bridge/order-report-from-wire.ts';
import { orderRefusal, orderToWire } from '#main/bridge/order-to-wire.ts';
import { snapshotFromWire } from '#main/bridge/snapshot-from-wire.ts';
import { listToTerminalEvents, reportToTerminalEvents } from '#main/bridge/to-terminal-events.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { OrderReport, TerminalEvent, TerminalFeed } from '#main/ports/terminal-event.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import type { WireOrder, WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import { usualInputs } from '#main/simulation/adviser/adviser-inputs.ts';
import { brokerRequest } from '#main/simulation/adviser/broker-request.ts';
import { executionResult, notSent, stopsResult } from '#main/simulation/adviser/execution-result.ts';
import { LimitsBook } from '#main/simulation/adviser/limits-book.ts';
import { refusalOf } from '#main/simulation/adviser/order-checks.ts';
import { volatileMemory } from '#main/simulation/adviser/volatile-memory.ts';
import { figuresOf } from '#main/simulation/broker/broker-figures.ts';
import { newBrokerState, type BrokerState } from '#main/simulation/broker/broker-state.ts';
import { executeOrder } from '#main/simulation/broker/execute-order.ts';
import { marketIn, watchOf, type MarketWatch, type MarketNow } from '#main/simulation/broker/market-watch.ts';
import { moveStops } from '#main/simulation/broker/move-stops.ts';
import { passQuotes } from '#main/simulation/broker/pass-quotes.ts';
import { arrivalsIn, minuteMs, type MarketMinute, type MarketSource } from '#main/simulation/market/market-source.ts';
import { AccountTeller, allPermissions, type AccountStatement } from '#main/simulation/session/account-teller.ts';
import { missedMarket } from '#main/simulation/session/missed-market.ts';
import { liveTicks, TickCounter } from '#main/simulation/session/tick-stream.ts';
import { toServerMs } from '#main/simulation/session/to-wire.ts';
import { assert, assertDefined } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { Authorized } from '#shared/trading/authorized.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

export interface RecordedTerminalSpec {
  readonly account: AccountIdentity;
  readonly balance: number;
  readonly instrument: Instrument;
  readonly source: MarketSource;
  /** The first minute that is played; those before it are history. */
  readonly startUtcMs: UtcMs;
  readonly brokerClock: BrokerClock;
  /** Of the terminal program, as the log names it. */
  readonly build: string;
  /** Of this program: there is no other adviser. */
  readonly version: string;
  readonly logger: Logger;
}

/** There is one for the whole run, and no other that an order could come from. */
const session = 'backtest';

/**
 * What the simulated terminal is behind the pipe, called by functions: the same market, broker and checks of the adviser, telling the same
 * events in the same order, one minute each time it is asked. Its account lives in memory, since a run that was interrupted is run anew.
 */
export class RecordedTerminal implements TerminalFeed, TradeGateway {
  readonly #it: RecordedTerminalSpec;
  readonly #listeners = new Set<(event: TerminalEvent) => void>();
  readonly #minutes: Iterator<MarketMinute>;
  readonly #reports = new Map<ClientOrderId, OrderReport>();
  readonly #sent: WireOrder[] = [];
  readonly #teller: AccountTeller;
  readonly #limits: LimitsBook;
  readonly #ticksTold = new TickCounter();
  /** When exposure was opened, for the caps of a day. */
  readonly #entries: UtcMs[] = [];
  #broker: BrokerState;
  #watch: MarketWatch;
  /** The market's time. */
  #nowUtcMs: UtcMs;

  constructor(spec: RecordedTerminalSpec) {
    const { account, brokerClock: clock } = spec;
    this.#it = spec;
    this.#broker = newBrokerState(spec.balance);
    this.#minutes = spec.source.minutes(spec.startUtcMs)[Symbol.iterator]();
    this.#teller = new AccountTeller({ account, clock });
    this.#watch = watchOf([{ instrument: spec.instrument, quote: null }]);
    this.#nowUtcMs = spec.startUtcMs;
    this.#limits = new LimitsBook({
      ...{ clock, memory: volatileMemory(), inputs: usualInputs },
      countEntriesSince: (since) => this.#entries.filter((at) => at >= since).length,
    });
    this.#passDay();
  }

  subscribe(listener: (event: TerminalEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Once, when everybody listens: the account as it begins, then the minutes before the start. */
  open(): void {
    const { build, version, instrument, source, startUtcMs, brokerClock: clock } = this.#it;
    const facts = { revision: 1, build, journalMarks: [], replay: null, deals: [], cash: [] };
    const told = this.#teller.snapshot(this.#accountNow, facts);
    const snapshot = snapshotFromWire(told, { adviserVersion: version, clock });
    this.#tell({ kind: 'sessionOpened', snapshot });
    const position = { minuteUtcMs: startUtcMs, quotesPassed: 0, quote: null };
    const bars = [{ timeframe: 'M1', lastOpenStampMs: null }] as const;
    const subscription = { symbol: instrument.symbol, bars, tickCursor: null };
    const missed = { subscription, counter: this.#ticksTold };
    for (const statement of missedMarket({ source, position, clock }, missed))
      for (const event of reportToTerminalEvents(statement, clock).events) this.#tell(event);
    this.#executeSent();
  }

  /** Lets one minute pass. Everything that follows from it has happened when it returns; false where there is no further minute. */
  playMinute(): boolean {
    const next = this.#minutes.next();
    if (next.done === true) return false;
    const { bar, quotes } = next.value;
    const { instrument, brokerClock } = this.#it;
    const { symbol } = instrument;
    const quote = assertDefined(quotes.at(-1), 'a minute has a quote');
    const passed = passQuotes(this.#broker, arrivalsIn(next.value), { before: this.#watch, clock: brokerClock });
    this.#broker = passed.state;
    this.#watch = watchOf([{ instrument, quote }]);
    this.#nowUtcMs = utcMs(bar.openTimeUtcMs + minuteMs);
    this.#passDay();
    for (const body of liveTicks(symbol, quotes, { clock: brokerClock, counter: this.#ticksTold }))
      for (const event of reportToTerminalEvents({ kind: 'TICKS', body }, brokerClock).events) this.#tell(event);
    this.#tellAccount(passed.deals);
    this.#tell({ kind: 'barsReceived', symbol, timeframe: 'M1', bars: [bar], forming: null });
    this.#executeSent();
    return true;
  }

  /** The order rests until the engine is done with the minute, and then meets its last quote: over the pipe it does, too. */
  send(authorized: Authorized, request: OrderRequest): boolean {
    const { account, logger } = this.#it;
    const refusal = orderRefusal({ authorized, request, account });
    if (refusal === null) this.#sent.push(orderToWire({ request, session, sentAtUtcMs: this.#nowUtcMs }));
    else logger.warn(refusal.message, { code: refusal.code, order: request.clientOrderId });
    return refusal === null;
  }

  query(id: ClientOrderId): boolean {
    const report = this.#reports.get(id) ?? { kind: 'notFound' };
    this.#tell({ kind: 'orderReported', id, report, occurredAtUtcMs: this.#nowUtcMs });
    return true;
  }

  /** Every report is complete here; there is nothing to ask for again. */
  refresh(): boolean {
    return true;
  }

  setHalt(halt: { readonly isHalted: boolean; readonly reason: string }): boolean {
    this.#limits.halt('app', halt);
    this.#tellAll(this.#teller.limitsAgain(this.#limits.status()));
    return true;
  }

  /** Those that were sent up to now. What the engine sends in answer to a result meets the next minute: the market has gone on by then. */
  #executeSent(): void {
    for (const order of this.#sent.splice(0)) this.#execute(order);
  }

  #execute(order: WireOrder): void {
    const { account, brokerClock } = this.#it;
    const watch = this.#watch;
    const figures = figuresOf(this.#broker, watch);
    // It has travelled in no time, however far the market jumped meanwhile.
    const wallUtcMs = order.sentAtUtcMs;
    const guards = this.#limits.guards(true);
    const standing = { account, session, wallUtcMs, watch, nowUtcMs: this.#nowUtcMs, broker: this.#broker, figures };
    const refusal = refusalOf(order, { ...standing, isTradingAllowed: true, guards });
    if (refusal !== null) return this.#report(order.id, orderReportFromWire(notSent(refusal), brokerClock));
    const market = marketIn(watch, order.symbol, this.#nowUtcMs);
    const met = assertDefined(market, 'an order is refused before the first quote');
    const { result, deals } = order.kind === 'modify' ? this.#moveStops(order, met) : this.#trade(order, met);
    this.#report(order.id, orderReportFromWire(result, brokerClock));
    if (deals.length > 0 || order.kind === 'modify') this.#tellAccount(deals);
  }

  #trade(order: Exclude<WireOrder, { kind: 'modify' }>, market: MarketNow): Executed {
    const { state, orders, deals } = executeOrder(this.#broker, brokerRequest(order), market);
    this.#broker = state;
    if (deals.some(({ entry }) => entry !== 'out')) this.#entries.push(market.nowUtcMs);
    const executed = { order: assertDefined(orders[0], 'the broker has the order on record'), deals };
    return { result: executionResult(executed, this.#it.brokerClock), deals };
  }

  #moveStops(order: Extract<WireOrder, { kind: 'modify' }>, market: MarketNow): Executed {
    const moved = moveStops(this.#broker, order, market);
    assert(moved.ok, 'stops that the adviser lets pass are taken');
    this.#broker = moved.value;
    const result = stopsResult(order, this.#broker, market.watch);
    return { result: assertDefined(result, 'stops that were moved are there'), deals: [] };
  }

  #report(id: ClientOrderId, report: OrderReport): void {
    this.#reports.set(id, report);
    this.#tell({ kind: 'orderReported', id, report, occurredAtUtcMs: this.#nowUtcMs });
  }

  #tellAccount(deals: readonly Deal[]): void {
    this.#tellAll(this.#teller.account(deals, this.#accountNow));
  }

  #tellAll(statements: readonly AccountStatement[]): void {
    const { brokerClock } = this.#it;
    for (const statement of statements)
      for (const event of statement.kind === 'list'
        ? listToTerminalEvents(statement.list, brokerClock)
        : reportToTerminalEvents(statement.report, brokerClock).events)
        this.#tell(event);
  }

  #passDay(): void {
    const figures = figuresOf(this.#broker, this.#watch);
    const quote = this.#watch.get(this.#it.instrument.symbol)?.quote ?? null;
    this.#limits.passDay(quote?.occurredAtUtcMs ?? this.#nowUtcMs, { ...this.#broker, ...figures });
  }

  get #accountNow() {
    return {
      broker: this.#broker,
      watch: this.#watch,
      limits: this.#limits.status(),
      permissions: allPermissions,
      stampMs: toServerMs(this.#nowUtcMs, this.#it.brokerClock),
    };
  }

  #tell(event: TerminalEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

interface Executed {
  readonly result: WireOrderState;
  readonly deals: readonly Deal[];
}
