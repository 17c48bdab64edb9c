import { orderReportFromWire } from '#main/bridge/order-report-from-wire.ts';
import { orderRefusal, orderToWire } from '#main/bridge/order-to-wire.ts';
import { reportToTerminalEvents } from '#main/bridge/to-terminal-events.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { OrderReport, TerminalEvent, TerminalFeed } from '#main/ports/terminal-event.ts';
import type { TradeGateway } from '#main/ports/trade-gateway.ts';
import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { brokerRequest } from '#main/simulation/adviser/broker-request.ts';
import { executionResult, notSent } from '#main/simulation/adviser/execution-result.ts';
import { refusalOf } from '#main/simulation/adviser/order-checks.ts';
import { figuresOf } from '#main/simulation/broker/broker-figures.ts';
import { newBrokerState, type BrokerState, type MarketNow } from '#main/simulation/broker/broker-state.ts';
import { executeOrder } from '#main/simulation/broker/execute-order.ts';
import { passQuotes } from '#main/simulation/broker/pass-quotes.ts';
import { arrivalsIn, minuteMs, type MarketMinute, type MarketSource } from '#main/simulation/market/market-source.ts';
import { missedMarket } from '#main/simulation/session/missed-market.ts';
import { simulatedAccount } from '#main/simulation/simulated-account.ts';
import { assertDefined } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Account, AccountIdentity } from '#shared/trading/account.ts';
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
  #broker: BrokerState;
  #market: MarketNow | null = null;

  constructor(spec: RecordedTerminalSpec) {
    this.#it = spec;
    this.#broker = newBrokerState(spec.balance);
    this.#minutes = spec.source.minutes(spec.startUtcMs)[Symbol.iterator]();
  }

  subscribe(listener: (event: TerminalEvent) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Once, when everybody listens: the account as it begins, then the minutes before the start. */
  open(): void {
    const { build, instrument, source, startUtcMs, brokerClock: clock } = this.#it;
    const snapshot = {
      account: this.#account(),
      build,
      instruments: [instrument],
      positions: [],
      deals: [],
      journalHighWaterMark: null,
      replay: null,
      occurredAtUtcMs: startUtcMs,
    };
    this.#tell({ kind: 'sessionOpened', snapshot });
    const position = { minuteUtcMs: startUtcMs, quotesPassed: 0, quote: null };
    const bars = [{ timeframe: 'M1', lastOpenStampMs: null }] as const;
    const subscription = { symbol: instrument.symbol, bars, tickCursor: null };
    for (const statement of missedMarket({ source, position, subscription, clock }))
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
    const passed = passQuotes(this.#broker, arrivalsIn(next.value), instrument);
    this.#broker = passed.state;
    this.#market = { quote, instrument, nowUtcMs: utcMs(bar.openTimeUtcMs + minuteMs) };
    const cursor = { stampMs: brokerClock.toBroker(quote.occurredAtUtcMs), takenAtStamp: 1 };
    this.#tell({ kind: 'ticksReceived', symbol, ticks: quotes, cursor });
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

  /** Those that were sent up to now. What the engine sends in answer to a result meets the next minute: the market has gone on by then. */
  #executeSent(): void {
    for (const order of this.#sent.splice(0)) this.#execute(order);
  }

  #execute(order: WireOrder): void {
    const { account, brokerClock, instrument } = this.#it;
    const market = this.#market;
    const { freeMargin } = figuresOf(this.#broker, instrument);
    // It has travelled in no time, however far the market jumped meanwhile.
    const wallUtcMs = order.sentAtUtcMs;
    const now = { account, session, wallUtcMs, market, broker: this.#broker, freeMargin };
    const refusal = refusalOf(order, now);
    if (refusal !== null) return this.#report(order.id, orderReportFromWire(notSent(refusal), brokerClock));
    const met = assertDefined(market, 'an order is refused before the first quote');
    const { state, orders, deals } = executeOrder(this.#broker, brokerRequest(order), met);
    this.#broker = state;
    const executed = { order: assertDefined(orders[0], 'the broker has the order on record'), deals };
    this.#report(order.id, orderReportFromWire(executionResult(executed, brokerClock), brokerClock));
    if (deals.length > 0) this.#tellAccount(deals);
  }

  #report(id: ClientOrderId, report: OrderReport): void {
    this.#reports.set(id, report);
    this.#tell({ kind: 'orderReported', id, report, occurredAtUtcMs: this.#nowUtcMs });
  }

  /** Deals first: a position that is no longer listed must have its end explained. */
  #tellAccount(deals: readonly Deal[]): void {
    if (deals.length > 0) this.#tell({ kind: 'dealsReported', deals });
    this.#tell({
      kind: 'positionsReported',
      positions: this.#broker.positions,
      occurredAtUtcMs: this.#nowUtcMs,
    });
    this.#tell({ kind: 'accountReported', account: this.#account() });
  }

  #account(): Account {
    const { account, instrument } = this.#it;
    return { ...simulatedAccount(account, this.#broker, instrument), occurredAtUtcMs: this.#nowUtcMs };
  }

  get #nowUtcMs(): UtcMs {
    return this.#market?.nowUtcMs ?? this.#it.startUtcMs;
  }

  #tell(event: TerminalEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
