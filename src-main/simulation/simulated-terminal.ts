import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { ReadyBody, WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import type { HaltBody } from '#main/protocol/messages/limits-messages.ts';
import type { ReplayControlBody } from '#main/protocol/messages/replay-messages.ts';
import type { OrderQueryBody } from '#main/protocol/messages/trade-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import type { AppRequest } from '#main/protocol/server-session.ts';
import { assertDefined, assertNever } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, DealTicket } from '#shared/trading/ids.ts';
import type { AdviserInputs } from './adviser/adviser-inputs.ts';
import { Adviser } from './adviser/adviser.ts';
import { LimitsBook } from './adviser/limits-book.ts';
import type { BrokerChange } from './broker/broker-state.ts';
import type { DealRequest } from './broker/deal-request.ts';
import type { StopsRequest } from './broker/move-stops.ts';
import { SimulatedBroker } from './broker/simulated-broker.ts';
import { TreatmentPlan } from './broker/treatment-plan.ts';
import { treatments, type Treatment } from './broker/treatment.ts';
import { MarketPlayer, type PlayedBatch } from './market/market-player.ts';
import type { MarketSource } from './market/market-source.ts';
import type { OrderFaults, OrderStep } from './order-steps.ts';
import { allPermissions, type Permissions } from './session/account-teller.ts';
import { HistoryService } from './session/history-service.ts';
import { missedMarket, type MarketStatement } from './session/missed-market.ts';
import { TerminalConnection } from './session/terminal-connection.ts';
import { liveTicks, TickCounter, type PlayedMarket } from './session/tick-stream.ts';
import { toWireBar } from './session/to-wire.ts';
import { TradingReports, type TerminalNow } from './session/trading-reports.ts';
import { adviserMemory } from './store/adviser-memory.ts';
import { dealsAfter, dealsOfOrder, entryCounter, findExecution, hasDeal } from './store/broker-records.ts';
import { readMarketPosition } from './store/market-position.ts';
import type { TerminalDb } from './store/open-terminal-db.ts';
import { orderJournal, type OrderJournal } from './store/order-journal.ts';
import { readReplaySettings, saveReplaySettings } from './store/replay-settings.ts';

/** What happens in the terminal, for tests and for who watches it. */
export type TerminalNote =
  | { readonly event: 'connected'; readonly session: string }
  | { readonly event: 'disconnected'; readonly code: string; readonly message: string }
  | { readonly event: 'order'; readonly step: OrderStep; readonly id: ClientOrderId }
  | { readonly event: 'dealDone'; readonly deal: Deal }
  | { readonly event: 'marketEnded' };

export interface SimulatedTerminalDependencies {
  /** Claimed for this account and market; the terminal closes it. */
  readonly db: TerminalDb;
  readonly account: AccountIdentity;
  readonly instrument: Instrument;
  readonly source: MarketSource;
  /** Releases of economic figures; they belong to the market and not to a file of the terminal. */
  readonly calendar: readonly CalendarEvent[];
  /** The trade server's clock. */
  readonly brokerClock: BrokerClock;
  readonly address: string;
  readonly token: PairingToken;
  readonly version: string;
  readonly inputs: AdviserInputs;
  readonly faults: OrderFaults;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly onNote: (note: TerminalNote) => void;
}

/**
 * A terminal with a broker and a market behind it, that speaks to the cockpit as the adviser in MetaTrader does. Everything that it tells
 * it has committed before.
 */
export class SimulatedTerminal implements Disposable {
  readonly #it: SimulatedTerminalDependencies;
  readonly #journal: OrderJournal;
  readonly #broker: SimulatedBroker;
  readonly #player: MarketPlayer;
  readonly #trading: TerminalConnection;
  readonly #data: TerminalConnection;
  readonly #history: HistoryService;
  readonly #adviser: Adviser;
  readonly #limits: LimitsBook;
  readonly #plan: TreatmentPlan;
  readonly #reports: TradingReports;
  #permissions = allPermissions;
  #linkedSinceMs: number;
  /** Of what is subscribed; null: nothing is. */
  #ticksTold: TickCounter | null = null;
  /** What is still to be told before the market goes on; null once all was told. */
  #missed: Iterator<MarketStatement> | null = null;
  /** The PING that the market waits for. */
  #awaitedPing: number | null = null;
  #hasDataSession = false;
  /** By the cockpit, when this session began. */
  #lastDealKnown: DealTicket | null = null;
  /** Why there is no session, as it was noted last: an attempt that fails like the one before is not news. */
  #notedEnd: string | null = null;

  constructor(dependencies: SimulatedTerminalDependencies) {
    this.#it = dependencies;
    const { db, instrument, source, brokerClock: clock, inputs, faults } = dependencies;
    const { monotonicClock, timers, onNote } = dependencies;
    this.#linkedSinceMs = monotonicClock.nowMs();
    this.#journal = orderJournal(db);
    this.#plan = new TreatmentPlan(faults);
    this.#broker = new SimulatedBroker({
      ...{ db, instrument, timers },
      market: () => this.#player.market,
      onWorked: (change) => this.#worked(change),
    });
    this.#limits = new LimitsBook({
      ...{ inputs, clock, memory: adviserMemory(db), countEntriesSince: entryCounter(db) },
    });
    this.#player = new MarketPlayer({
      source,
      broker: this.#broker,
      position: readMarketPosition(db, instrument.symbol),
      settings: readReplaySettings(db),
      monotonicClock,
      timers,
      onPlayed: (batch) => this.#tellPlayed(batch),
      onEnded: () => onNote({ event: 'marketEnded' }),
    });
    this.#trading = new TerminalConnection({
      ...dependencies,
      role: 'trading',
      takePulse: () => this.#reports.pulse(),
      onWelcomed: (ready) => this.#welcomed(ready),
      onRequested: (request) => this.#requested(request),
      onPonged: (id) => this.#ponged(id),
      onHeard: () => this.#tellMissed(),
      onEnded: (why) => this.#ended(why),
    });
    this.#reports = new TradingReports({
      ...dependencies,
      line: this.#trading,
      sourceName: source.name,
      transactions: faults.transactions,
      now: () => this.#now,
      journalMarks: () => this.#journal.marks(),
      dealsAfter: (last) => dealsAfter(db, last),
    });
    this.#data = new TerminalConnection({
      ...dependencies,
      role: 'data',
      takePulse: () => null,
      onWelcomed: () => undefined,
      onRequested: (request) => this.#history.take(request),
      onPonged: () => undefined,
      onHeard: () => this.#history.pump(),
      onEnded: () => this.#history.drop(),
    });
    this.#history = new HistoryService(this.#data, instrument.symbol, () => this.#played);
    this.#adviser = new Adviser({
      ...dependencies,
      journal: this.#journal,
      broker: this.#broker,
      plan: this.#plan,
      settleMs: inputs.settleMs,
      history: {
        findExecution: (id) => findExecution(db, id),
        dealsOfOrder: (ticket) => dealsOfOrder(db, Number(ticket)),
        hasDeal: (ticket) => hasDeal(db, ticket),
      },
      link: () => ({
        isConnected: this.#permissions.isConnected,
        connectedMs: monotonicClock.nowMs() - this.#linkedSinceMs,
        isTradingAllowed: isTradingAllowed(this.#permissions),
      }),
      guards: () => this.#limits.guards(this.#isAppHeard),
      market: () => this.#player.market,
      session: () => this.#trading.session,
      listener: {
        acknowledge: (id) => this.#trading.say({ kind: 'ORDER_ACK', body: { id, stampMs: this.#reports.stampMs } }),
        tellResult: (id, result) =>
          this.#trading.say({ kind: 'ORDER_RESULT', body: { id, result, stampMs: this.#reports.stampMs } }),
        accountChanged: (change) => this.#changed(change),
        warn: (about, why) => this.#warn(about, why),
        dropConnection: () => this.#trading.drop(),
        noteStep: (step, id) => onNote({ event: 'order', step, id }),
      },
    });
    this.#passDay();
  }

  start(): void {
    this.#broker.resume();
    this.#trading.connect();
  }

  [Symbol.dispose](): void {
    this.#adviser[Symbol.dispose]();
    this.#broker[Symbol.dispose]();
    this.#trading[Symbol.dispose]();
    this.#data[Symbol.dispose]();
    this.#player[Symbol.dispose]();
    this.#it.db.close();
  }

  /** What the broker does with the next orders, behind what was scripted before. */
  treatNext(...next: readonly Treatment[]): void {
    this.#plan.script(...next);
  }

  /** An order that the trader places in the terminal, past the cockpit. */
  tradeByHand(request: DealRequest): void {
    const market = assertDefined(this.#player.market, 'a hand trades on a quote');
    this.#changed(this.#broker.execute(request, market, treatments.filled).change);
  }

  /** Stops that the trader moves in the terminal. */
  moveStopsByHand(request: StopsRequest): void {
    const market = assertDefined(this.#player.market, 'a hand trades on a quote');
    this.#changed(this.#broker.modify(request, market, treatments.filled).change);
  }

  /** What a switch in the terminal, on the chart or at the broker does. */
  permit(permissions: Permissions): void {
    if (permissions.isConnected && !this.#permissions.isConnected)
      this.#linkedSinceMs = this.#it.monotonicClock.nowMs();
    this.#permissions = permissions;
    this.#reports.account([]);
  }

  /** The button on the chart. */
  haltAtChart(halt: HaltBody): void {
    this.#limits.halt('chart', halt);
    this.#reports.limits('asNews');
  }

  /** Holds and moves the market. */
  control(control: ReplayControlBody): void {
    switch (control.kind) {
      case 'hold':
        this.#player.hold(control.by);
        break;
      case 'release':
        this.#player.release(control.by);
        break;
      case 'setSpeed':
        this.#player.setSpeed(control.speed);
        break;
      case 'step':
        return this.#player.step();
      default:
        assertNever(control, 'replay control');
    }
    saveReplaySettings(this.#it.db, this.#player.settings);
    this.#reports.replay();
  }

  #welcomed({ session, lastDealTicket, subscriptions }: ReadyBody): void {
    const { instrument, onNote } = this.#it;
    this.#notedEnd = null;
    onNote({ event: 'connected', session });
    this.#lastDealKnown = lastDealTicket;
    this.#reports.snapshot(lastDealTicket);
    const subscription = subscriptions.find(({ symbol }) => symbol === instrument.symbol) ?? null;
    for (const it of subscriptions) if (it !== subscription) this.#reports.refuseSymbol('READY', it.symbol);
    this.#begin(subscription);
    if (!this.#hasDataSession) this.#data.connect();
    this.#hasDataSession = true;
  }

  /** From a subscription's cursors on. The market stands until all that was missed has been told and handled. */
  #begin(subscription: WireSubscription | null): void {
    this.#player.stop();
    this.#ticksTold = subscription === null ? null : new TickCounter();
    this.#missed =
      subscription === null || this.#ticksTold === null
        ? noMarket()
        : missedMarket(this.#played, { subscription, counter: this.#ticksTold });
    this.#tellMissed();
  }

  /** As much of what the cockpit missed as credit allows; after the last of it the market waits until all was handled. */
  #tellMissed(): void {
    while (this.#missed !== null && this.#trading.hasCredit) {
      const next = this.#missed.next();
      if (next.done !== true) {
        this.#trading.say(next.value);
        continue;
      }
      this.#missed = null;
      this.#awaitedPing = this.#trading.ping();
    }
  }

  #ponged(id: number): void {
    if (id !== this.#awaitedPing) return;
    this.#awaitedPing = null;
    this.#player.proceed();
  }

  #requested(request: AppRequest): void {
    switch (request.kind) {
      case 'ORDER':
        return this.#adviser.order(request.body);
      case 'ORDER_QUERY':
        return this.#answerQuery(request.body);
      case 'SUBSCRIBE': {
        const { subscription } = request.body;
        if (subscription.symbol === this.#it.instrument.symbol) return this.#begin(subscription);
        return this.#reports.refuseSymbol(request.kind, subscription.symbol);
      }
      case 'UNSUBSCRIBE':
        if (request.body.symbol === this.#it.instrument.symbol) this.#begin(null);
        return;
      case 'SYMBOLS_REQUEST':
        return this.#reports.symbols(request.body);
      case 'CALENDAR_REQUEST':
        return this.#reports.calendar(request.body);
      case 'SNAPSHOT_REQUEST':
        return this.#reports.snapshot(this.#lastDealKnown);
      case 'LIMITS':
        this.#limits.tighten(request.body);
        return this.#reports.limits('asNews');
      case 'HALT':
        this.#limits.halt('app', request.body);
        return this.#reports.limits('asAnswer');
      case 'REPLAY_CONTROL':
        return this.control(request.body);
      case 'BARS_REQUEST':
      case 'TICKS_REQUEST':
        return this.#reports.refuse(request.kind, dataSessionOnly);
    }
  }

  #answerQuery(query: OrderQueryBody): void {
    const answer = this.#adviser.query(query);
    this.#trading.say({ kind: 'ORDER_STATUS', body: { id: query.id, answer, stampMs: this.#reports.stampMs } });
  }

  #ended(why: Fault): void {
    this.#player.stop();
    this.#missed = null;
    this.#awaitedPing = null;
    this.#limits.loosen();
    if (why.code === this.#notedEnd) return;
    this.#notedEnd = why.code;
    this.#it.onNote({ event: 'disconnected', code: why.code, message: why.message });
  }

  #tellPlayed({ quotes, deals, closedBar }: PlayedBatch): void {
    const { instrument, brokerClock: clock } = this.#it;
    const { symbol } = instrument;
    const isAccountMoved = deals.length > 0 || this.#broker.state.positions.length > 0;
    this.#passDay();
    this.#trading.together(() => {
      if (this.#ticksTold !== null)
        for (const body of liveTicks(symbol, quotes, { clock, counter: this.#ticksTold }))
          this.#trading.say({ kind: 'TICKS', body });
      this.#noteDeals(deals);
      if (isAccountMoved || closedBar !== null) this.#reports.account(deals);
      if (closedBar === null) return;
      if (this.#ticksTold !== null) {
        const bars = [toWireBar(closedBar, clock)];
        this.#trading.say({ kind: 'BARS', body: { symbol, timeframe: 'M1', bars, forming: null } });
      }
      this.#awaitedPing = this.#trading.ping();
    });
  }

  /** The server's day begins with its first quote. */
  #passDay(): void {
    const { state, figures } = this.#broker;
    const { position, nowUtcMs } = this.#player;
    this.#limits.passDay(position.quote?.occurredAtUtcMs ?? nowUtcMs, { ...state, ...figures });
  }

  #worked(change: BrokerChange): void {
    this.#adviser.worked(change);
    this.#changed(change);
  }

  #changed(change: BrokerChange): void {
    this.#noteDeals(change.deals);
    this.#reports.change(change);
  }

  /** What belongs to no order's result stops the adviser from opening anything more. */
  #warn(about: string, why: Fault): void {
    this.#reports.refuse(about, why);
    this.haltAtChart({ isHalted: true, reason: why.message });
  }

  #noteDeals(deals: readonly Deal[]): void {
    for (const deal of deals) this.#it.onNote({ event: 'dealDone', deal });
  }

  get #now(): TerminalNow {
    const { nowUtcMs, position, settings: replay } = this.#player;
    const limits = this.#limits.status();
    const { quote } = position;
    return { broker: this.#broker.state, limits, permissions: this.#permissions, replay, nowUtcMs, quote };
  }

  get #played(): PlayedMarket {
    const { source, brokerClock: clock } = this.#it;
    return { source, position: this.#player.position, clock };
  }

  get #isAppHeard(): boolean {
    const { deadManMs } = this.#it.inputs;
    return deadManMs === 0 || (this.#trading.silentMs ?? Infinity) <= deadManMs;
  }
}

const noMarket = (): Iterator<MarketStatement> => [][Symbol.iterator]();

const isTradingAllowed = ({ permissions, isConnected }: Permissions): boolean =>
  isConnected && Object.values(permissions).every((isAllowed) => isAllowed);

const dataSessionOnly = fault('REQUEST_INVALID', 'History is asked for on the data session.');
