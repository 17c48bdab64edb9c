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
import type { PriceCorrection } from './market/corrected-source.ts';
import type { MarketFaults } from './market-faults.ts';
import type { SymbolMarket } from './market/symbol-market.ts';
import type { OrderFaults, OrderStep } from './order-steps.ts';
import { allPermissions, type Permissions } from './session/account-teller.ts';
import type { HistoryDeed } from './session/history-deed.ts';
import { HistoryProgram } from './session/history-program.ts';
import type { HistoryAnswer } from './session/history-service.ts';
import { MarketStream, type CaughtUp } from './session/market-stream.ts';
import { TerminalConnection } from './session/terminal-connection.ts';
import { ToldPast } from './session/told-past.ts';
import { TradingReports, type ClockShift, type TerminalNow } from './session/trading-reports.ts';
import { adviserMemory } from './store/adviser-memory.ts';
import { cashAfter, dealsAfter, dealsOfOrder, entryCounter, findExecution, hasDeal } from './store/broker-records.ts';
import { readMarketProgress } from './store/market-progress.ts';
import type { TerminalDb } from './store/open-terminal-db.ts';
import { orderJournal, type OrderJournal } from './store/order-journal.ts';
import { readReplaySettings, saveReplaySettings } from './store/replay-settings.ts';

/** What happens in the terminal, for tests and for who watches it. */
export type TerminalNote =
  | { readonly event: 'connected'; readonly session: string }
  | { readonly event: 'disconnected'; readonly code: string; readonly message: string }
  | { readonly event: 'order'; readonly step: OrderStep; readonly id: ClientOrderId }
  | { readonly event: 'dealDone'; readonly deal: Deal }
  | { readonly event: 'snapshotTold'; readonly ownMs: number }
  | ({ readonly event: 'caughtUp' } & CaughtUp)
  | ({ readonly event: 'historyAnswered' } & HistoryAnswer)
  | { readonly event: 'marketEnded' };

export interface SimulatedTerminalDependencies {
  /** Claimed for this account and market; the terminal closes it. */
  readonly db: TerminalDb;
  readonly account: AccountIdentity;
  /** What is traded, at least one; the first is the main one. */
  readonly markets: readonly SymbolMarket[];
  /** Releases of economic figures; they belong to the market and not to a file of the terminal. */
  readonly calendar: readonly CalendarEvent[];
  /** The trade server's clock. */
  readonly brokerClock: BrokerClock;
  readonly address: string;
  readonly token: PairingToken;
  readonly version: string;
  readonly inputs: AdviserInputs;
  readonly faults: OrderFaults;
  readonly marketFaults: MarketFaults;
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
  readonly #history: HistoryProgram;
  readonly #adviser: Adviser;
  readonly #limits: LimitsBook;
  readonly #plan: TreatmentPlan;
  readonly #reports: TradingReports;
  #permissions = allPermissions;
  #linkedSinceMs: number;
  readonly #stream: MarketStream;
  /** Something that the cockpit missed is still to be told before the market goes on. */
  #isCatchingUp = false;
  /** The PING that the market waits for. */
  #awaitedPing: number | null = null;
  readonly #past: ToldPast;
  #isDisposed = false;
  /** Since the last session ended. */
  #wasWelcomed = false;
  /** By the cockpit, when this session began. */
  #lastDealKnown: DealTicket | null = null;
  /** Why there is no session, as it was noted last: an attempt that fails like the one before is not news. */
  #notedEnd: string | null = null;

  constructor(dependencies: SimulatedTerminalDependencies) {
    this.#it = dependencies;
    const { db, markets, brokerClock: clock, inputs, faults, marketFaults } = dependencies;
    const { monotonicClock, timers, onNote } = dependencies;
    this.#linkedSinceMs = monotonicClock.nowMs();
    this.#journal = orderJournal(db);
    this.#plan = new TreatmentPlan(faults);
    this.#broker = new SimulatedBroker({
      ...{ db, clock, timers, instruments: markets.map(({ instrument }) => instrument) },
      nowUtcMs: () => this.#player.nowUtcMs,
      onWorked: (change) => this.#worked(change),
    });
    this.#limits = new LimitsBook({
      ...{ inputs, clock, memory: adviserMemory(db), countEntriesSince: entryCounter(db) },
    });
    this.#player = new MarketPlayer({
      markets,
      broker: this.#broker,
      progress: readMarketProgress(db),
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
      sourceName: markets.map(({ source }) => source.name).join('; '),
      transactions: faults.transactions,
      lists: marketFaults.lists,
      now: () => this.#now,
      journalMarks: () => this.#journal.marks(),
      historyAfter: (last) => ({ deals: dealsAfter(db, last), cash: cashAfter(db, last) }),
    });
    this.#past = new ToldPast({ markets, clock, player: this.#player, faults: marketFaults });
    this.#history = new HistoryProgram({
      ...dependencies,
      faults: marketFaults,
      market: (symbol, asked) => this.#past.marketAsked(symbol, asked),
      onAnswered: (answer) => onNote({ event: 'historyAnswered', ...answer }),
    });
    this.#stream = new MarketStream({ line: this.#trading, clock, monotonicClock });
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
      market: (symbol) => this.#broker.market(symbol),
      nowUtcMs: () => this.#player.nowUtcMs,
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
    this.#isDisposed = true;
    this.#adviser[Symbol.dispose]();
    this.#broker[Symbol.dispose]();
    this.#trading[Symbol.dispose]();
    this.#history[Symbol.dispose]();
    this.#player[Symbol.dispose]();
    this.#it.db.close();
  }

  /** What the broker does with the next orders, behind what was scripted before. */
  treatNext(...next: readonly Treatment[]): void {
    this.#plan.script(...next);
  }

  /** What becomes of the next requests for history, behind what was scripted before. */
  treatNextHistory(...next: readonly HistoryDeed[]): void {
    this.#history.treatNext(...next);
  }

  startHistoryService(): void {
    this.#history.start();
  }

  killHistoryService(): void {
    this.#history.kill();
  }

  /** The market goes on for so long while no session is open, and everything that happens in that time is committed at once. */
  sleep(ms: number): void {
    const deals = this.#player.sleep(ms);
    this.#passDay();
    this.#noteDeals(deals);
  }

  /** From now on the broker says a part of the past otherwise. Who is subscribed to the symbol is told. */
  correct(correction: Omit<PriceCorrection, 'saidFromUtcMs'>): void {
    this.#past.correct(correction);
    this.#tellCorrections();
  }

  /** Terms of a symbol that the broker has changed, such as its digits. Prices that come bear the old ones' grid until a restart. */
  respecify(symbol: string, terms: Partial<Omit<Instrument, 'symbol'>>): void {
    this.#broker.respecify(symbol, terms);
    this.#reports.symbols({ symbols: null });
  }

  /** How far the clocks that the adviser reads stand from the truth. */
  shiftClocks(shift: ClockShift): void {
    this.#reports.shiftClocks(shift);
  }

  /** An order that the trader places in the terminal, past the cockpit. */
  tradeByHand(request: DealRequest): void {
    const market = assertDefined(this.#broker.market(request.symbol), 'a hand trades on a quote');
    this.#changed(this.#broker.execute(request, market, treatments.filled).change);
  }

  /** Stops that the trader moves in the terminal. */
  moveStopsByHand(request: StopsRequest): void {
    const position = this.#broker.state.positions.find((it) => it.positionId === request.positionId);
    const { symbol } = assertDefined(position, 'a hand moves the stops of what is open');
    const market = assertDefined(this.#broker.market(symbol), 'a hand trades on a quote');
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
    this.#notedEnd = null;
    this.#wasWelcomed = true;
    this.#it.onNote({ event: 'connected', session });
    this.#lastDealKnown = lastDealTicket;
    const since = this.#it.monotonicClock.nowMs();
    this.#reports.snapshot(lastDealTicket);
    this.#it.onNote({ event: 'snapshotTold', ownMs: this.#it.monotonicClock.nowMs() - since });
    this.#subscribe('READY', subscriptions);
    this.#history.tradingBegan();
  }

  /** From each subscription's cursors on. Of an unknown symbol nothing is told but that. */
  #subscribe(about: string, subscriptions: readonly WireSubscription[]): void {
    this.#player.stop();
    this.#awaitedPing = null;
    for (const subscription of subscriptions) {
      const market = this.#past.market(subscription.symbol);
      if (market === null) this.#reports.refuseSymbol(about, subscription.symbol);
      else this.#stream.begin(subscription, market);
    }
    this.#isCatchingUp = true;
    this.#tellMissed();
  }

  /** The market stands until all that the cockpit missed has been told, as credit allows, and handled. */
  #tellMissed(): void {
    if (!this.#isCatchingUp || !this.#trading.hasCredit) return;
    const caughtUp = this.#stream.tellMissed();
    if (caughtUp === null) return;
    this.#isCatchingUp = false;
    this.#awaitedPing = this.#trading.ping();
    this.#it.onNote({ event: 'caughtUp', ...caughtUp });
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
        if (this.#broker.watch.has(subscription.symbol)) return this.#subscribe(request.kind, [subscription]);
        return this.#reports.refuseSymbol(request.kind, subscription.symbol);
      }
      case 'UNSUBSCRIBE':
        this.#stream.end(request.body.symbol);
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
    this.#stream.drop();
    this.#isCatchingUp = false;
    this.#awaitedPing = null;
    this.#limits.loosen();
    const { whileAwayMs } = this.#it.marketFaults;
    if (this.#wasWelcomed && whileAwayMs > 0 && !this.#isDisposed) this.sleep(whileAwayMs);
    this.#wasWelcomed = false;
    if (why.code === this.#notedEnd) return;
    this.#notedEnd = why.code;
    this.#it.onNote({ event: 'disconnected', code: why.code, message: why.message });
  }

  #tellPlayed({ quotes, deals, closedBars }: PlayedBatch): void {
    const isAccountMoved = deals.length > 0 || this.#broker.state.positions.length > 0;
    this.#passDay();
    this.#trading.together(() => {
      this.#stream.tellQuotes(quotes);
      this.#noteDeals(deals);
      if (isAccountMoved || closedBars !== null) this.#reports.account(deals);
      if (closedBars === null) return;
      this.#stream.tellBars(closedBars);
      this.#awaitedPing = this.#trading.ping();
    });
    this.#tellCorrections();
  }

  /** Those whose time has come, where somebody listens; the market waits until they were handled. */
  #tellCorrections(): void {
    for (const correction of this.#past.takeDue()) {
      const market = this.#past.market(correction.symbol);
      if (market === null || this.#trading.session === null) continue;
      this.#awaitedPing = null;
      this.#player.stop();
      this.#stream.retell(market, correction);
      this.#isCatchingUp = true;
    }
    this.#tellMissed();
  }

  /** The server's day begins with its first quote. */
  #passDay(): void {
    const { state, figures } = this.#broker;
    const { quote, nowUtcMs } = this.#player;
    this.#limits.passDay(quote?.occurredAtUtcMs ?? nowUtcMs, { ...state, ...figures });
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
    const { nowUtcMs, quote, settings: replay } = this.#player;
    const limits = this.#limits.status();
    const { state: broker, watch } = this.#broker;
    return { broker, watch, limits, permissions: this.#permissions, replay, nowUtcMs, quote };
  }

  get #isAppHeard(): boolean {
    const { deadManMs } = this.#it.inputs;
    return deadManMs === 0 || (this.#trading.silentMs ?? Infinity) <= deadManMs;
  }
}

const isTradingAllowed = ({ permissions, isConnected }: Permissions): boolean =>
  isConnected && Object.values(permissions).every((isAllowed) => isAllowed);

const dataSessionOnly = fault('REQUEST_INVALID', 'History is asked for on the data session.');
