import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ProjectionHealth } from '#shared/contract/memory.ts';
import type { StoreHealth, SyncHealth } from '#shared/contract/sync-health.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { SyncControl } from '#main/ports/sync-control.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { AdvancingMarketClock } from './advancing-market-clock.ts';
import { CalendarStream } from './calendar-stream.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { DealStream, type TradeSource } from './deal-stream.ts';
import { faultClass, storeFault } from './fault-class.ts';
import { MarketRecorder, type MarketListener } from './market-recorder.ts';
import { OwnTimers } from './own-timers.ts';
import { SymbolSync } from './symbol-sync.ts';
import type { SyncContext } from './sync-context.ts';
import type { SyncJob } from './sync-job.ts';
import { TimeJump } from './time-jump.ts';
import { withMarketFault } from './with-market-fault.ts';
import { yieldToLoop } from './yield-to-loop.ts';

export interface SynchronizerDependencies extends Omit<SyncContext, 'timers'> {
  readonly timers: Timers;
  readonly symbols: readonly string[];
  readonly marketClock: AdvancingMarketClock;
  readonly trades: TradeSource;
  readonly storeHealth: () => readonly StoreHealth[];
  /** What is made of the stores, and how far it lies behind them. */
  readonly projections: () => readonly ProjectionHealth[];
  /** A terminal whose account the engine took is there. */
  readonly isConnected: () => boolean;
  /** As the terminal described them when it was last seen. */
  readonly knownInstruments: () => readonly Instrument[];
}

export interface Synchronizer extends SyncControl {
  /**
   * Stores what a terminal's event says of the market, before anybody acts on it, and takes notice of the rest. False: it could not be stored, so it is
   * not to be acted on; the terminal keeps it, and tells it again.
   */
  readonly hear: (event: TerminalEvent, listener: MarketListener) => boolean;
  readonly dispose: () => void;
}

/** What is due is looked for this often: a boolean or two, unless something is. */
const beatMs = 50;

/** Where nothing was due, it is looked again after so long, unless something happens. */
const lookEveryMs = 1000;

const publishEveryMs = 500;
const pruneEveryMs = 3_600_000;
const logsShown = 50;

export const createSynchronizer = (dependencies: SynchronizerDependencies): Synchronizer =>
  new TerminalSynchronizer(dependencies);

/** Keeps the stores in step with the terminal: one request for history at a time, the most urgent first, for as long as it lives. */
class TerminalSynchronizer implements Synchronizer {
  readonly #it: SynchronizerDependencies;
  readonly #timers: OwnTimers;
  readonly #recorder: MarketRecorder;
  readonly #symbols: ReadonlyMap<string, SymbolSync>;
  readonly #deals: DealStream;
  readonly #calendar: CalendarStream;
  readonly #breaker: CircuitBreaker;
  readonly #jump: TimeJump;
  readonly #listeners = new Set<(health: SyncHealth) => void>();
  /** Symbols that the terminal was told to keep, because they could not be stored. */
  readonly #held = new Set<string>();
  readonly #ranAt = new Map<object, number>();
  #runs = 0;
  #isWorking = false;
  #lookAtMs = 0;
  #wasConnected = false;
  #hadHistory = false;
  #isReplay = false;
  #marketSeen: { readonly nowUtcMs: UtcMs | null; readonly atMs: number } = { nowUtcMs: null, atMs: 0 };
  #publishedAtMs = -Infinity;
  #publishedPhases = '';
  #prunedAtMs = 0;

  constructor(dependencies: SynchronizerDependencies) {
    this.#it = dependencies;
    const { symbols, stores, marketClock, monotonicClock, wallClock, brokerClock, logger, rng } = dependencies;
    this.#timers = new OwnTimers(dependencies.timers);
    const context = { ...dependencies, timers: this.#timers };
    this.#recorder = new MarketRecorder({
      ...{ bars: stores.bars, ticks: stores.ticks, marketClock, monotonicClock, brokerClock, logger },
      stateAfter: (symbol, newest) => this.#symbols.get(symbol)?.minutes.stateAfter(newest) ?? null,
      stateStored: (state) => {
        if (state.symbol !== null) this.#symbols.get(state.symbol)?.minutes.progress.stored(state);
      },
    });
    const known = dependencies.knownInstruments();
    const rebuild = (symbol: string, atUtcMs: UtcMs): void => void this.#recorder.rebuildFrom(symbol, atUtcMs);
    this.#symbols = new Map(
      symbols.map((symbol) => {
        const before = known.find((instrument) => instrument.symbol === symbol) ?? null;
        return [symbol, new SymbolSync({ symbol, context, known: before, rebuild })];
      }),
    );
    this.#deals = new DealStream(dependencies);
    this.#calendar = new CalendarStream(context);
    this.#breaker = new CircuitBreaker({ clock: monotonicClock, rng });
    this.#jump = new TimeJump({ wallClock, monotonicClock });
    this.#timers.every(durationMs(beatMs), () => this.#onBeat());
  }

  hear(event: TerminalEvent, listener: MarketListener): boolean {
    switch (event.kind) {
      case 'sessionOpened':
        this.#isReplay = event.snapshot.replay !== null;
        this.#wasConnected = false;
        this.#record(event, listener, null);
        this.#describe(event.snapshot.instruments);
        // In the next turn the engine has taken the session, or refused it.
        this.#timers.after(durationMs(0), () => this.#onBeat());
        return true;
      case 'sessionClosed':
        for (const sync of this.#symbols.values()) sync.disconnected();
        return true;
      case 'instrumentReported':
        this.#symbols.get(event.instrument.symbol)?.described(event.instrument, []);
        this.#lookAtMs = 0;
        return true;
      case 'ticksReceived':
      case 'barsReceived':
        return this.#record(event, listener, event.symbol);
      case 'dealsReported':
        this.#deals.heard(event.deals.length);
        return true;
      case 'calendarReported':
        this.#calendar.record(event);
        return true;
      default:
        this.#record(event, listener, null);
        return true;
    }
  }

  readonly health = (): SyncHealth => {
    const { stores, storeHealth, projections, history } = this.#it;
    const liveHindrance = this.#it.isConnected() ? null : noTerminal;
    const surroundings = {
      bars: stores.bars.summaries(),
      ticks: stores.ticks.summaries(),
      liveHindrance,
      historyHindrance: history.isConnected ? this.#circuitFault() : noHistory,
      marketNowUtcMs: this.#marketNow(),
    };
    const streams = [
      ...[...this.#symbols.values()].flatMap((symbol) => symbol.health(surroundings)),
      this.#deals.health(liveHindrance),
      this.#calendar.health(liveHindrance),
    ];
    return {
      streams,
      stores: withMarketFault(storeHealth(), streams),
      projections: projections(),
      logs: this.#logs(),
      circuit: this.#breaker.state,
      isHistoryConnected: history.isConnected,
    };
  };

  subscribe(listener: (health: SyncHealth) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  syncNow({ symbols }: { readonly symbols: readonly string[] | null }): Result<void, Fault> {
    const unknown = symbols?.find((symbol) => !this.#symbols.has(symbol));
    if (unknown !== undefined) return err(notWatched(unknown, [...this.#symbols.keys()]));
    if (!this.#it.isConnected()) return err(noTerminal);
    this.#breaker.tryNow();
    for (const symbol of symbols ?? this.#symbols.keys()) this.#symbols.get(symbol)?.syncNow();
    this.#deals.syncTrades();
    this.#calendar.askAgain();
    this.#calendar.ask();
    this.#work();
    return ok(undefined);
  }

  dispose(): void {
    this.#listeners.clear();
    this.#timers.dispose();
  }

  /** Stores market data; what cannot be stored is left with the terminal until it can be. */
  #record(event: TerminalEvent, listener: MarketListener, symbol: string | null): boolean {
    const sync = symbol === null ? undefined : this.#symbols.get(symbol);
    if (symbol !== null && this.#held.has(symbol)) return false;
    try {
      const recorded = this.#recorder.record(event, listener);
      if (recorded?.kind === 'ticks') sync?.ticked(recorded.count);
      if (sync !== undefined && recorded?.kind === 'minutes') {
        sync.recorded(recorded);
        if (recorded.touched !== null) this.#lookAtMs = 0;
      }
    } catch (error) {
      const why = storeFault(error);
      if (sync === undefined || symbol === null) return false;
      this.#hold(sync, why);
      return false;
    }
    // Bars and ticks lie in one file: what took the one takes the other.
    for (const progress of sync === undefined ? [] : [sync.minutes.progress, sync.ticks.progress])
      if (progress.isPaused && progress.retryInMs === 0) progress.recovered();
    return true;
  }

  #hold(sync: SymbolSync, why: Fault): void {
    const { subscriptions, logger } = this.#it;
    this.#held.add(sync.symbol);
    sync.minutes.progress.failed(why);
    sync.ticks.progress.failed(why);
    subscriptions.unsubscribeSymbol(sync.symbol);
    logger.warn('market data cannot be stored; the terminal keeps it meanwhile', {
      symbol: sync.symbol,
      code: why.code,
    });
    this.#publishIfChanged();
  }

  #describe(instruments: readonly Instrument[]): void {
    for (const sync of this.#symbols.values()) {
      sync.described(instruments.find(({ symbol }) => symbol === sync.symbol) ?? null, instruments);
    }
  }

  #onBeat(): void {
    const { isConnected, history, monotonicClock, logger } = this.#it;
    const nowMs = monotonicClock.nowMs();
    this.#seeMarket(nowMs);
    const jumpedMs = this.#jump.take();
    if (jumpedMs !== 0)
      logger.warn('the clock jumped, so what was missed is asked for', { code: 'CLOCK_JUMPED', jumpedMs });
    const connects = isConnected() && !this.#wasConnected;
    if (connects) this.#onConnected();
    else if (jumpedMs !== 0 && isConnected()) this.#askWhatWasMissed();
    if (connects || jumpedMs !== 0) this.#lookAtMs = 0;
    this.#wasConnected = isConnected();
    if (history.isConnected && !this.#hadHistory) {
      this.#lookAtMs = 0;
      this.#breaker.tryNow();
      for (const sync of this.#symbols.values()) sync.historyConnected();
    }
    this.#hadHistory = history.isConnected;
    if (this.#wasConnected) {
      this.#subscribeAgain();
      this.#calendar.ask();
      if (nowMs - this.#prunedAtMs >= pruneEveryMs) {
        this.#prunedAtMs = nowMs;
        for (const sync of this.#symbols.values()) sync.ticks.prune();
      }
    }
    if (nowMs >= this.#lookAtMs) this.#work();
    this.#publishIfChanged();
  }

  #onConnected(): void {
    // The session began from what is stored, so nothing is held back any more.
    this.#held.clear();
    this.#calendar.askAgain();
    for (const sync of this.#symbols.values()) sync.connected();
  }

  #askWhatWasMissed(): void {
    for (const sync of this.#symbols.values()) sync.minutes.wantDelta();
    this.#deals.syncTrades();
    this.#calendar.askAgain();
  }

  /** What could not be stored is asked for again, from the cursors that are stored. */
  #subscribeAgain(): void {
    for (const symbol of this.#held) {
      const sync = this.#symbols.get(symbol);
      if (!sync?.minutes.progress.isReady) continue;
      if (!this.#it.subscriptions.subscribeSymbol(symbol)) continue;
      this.#held.delete(symbol);
      sync.minutes.wantDelta();
    }
  }

  #work(): void {
    if (this.#isWorking) return;
    this.#isWorking = true;
    void this.#syncQuotes().finally(() => {
      this.#isWorking = false;
      this.#lookAtMs = this.#it.monotonicClock.nowMs() + lookEveryMs;
    });
  }

  /** Asks for the past, the most urgent first, until nothing is due. */
  async #syncQuotes(): Promise<void> {
    for (let job = this.#nextJob(); job !== null; job = this.#nextJob()) {
      await this.#run(job);
      await yieldToLoop(this.#timers);
    }
  }

  #nextJob(): SyncJob | null {
    const { isConnected, history } = this.#it;
    if (!isConnected() || !this.#wasConnected || !history.isConnected) return null;
    if (this.#breaker.state === 'open') return null;
    let next: SyncJob | null = null;
    for (const sync of this.#symbols.values()) {
      for (const job of sync.nextJobs()) if (next === null || this.#goesBefore(job, next)) next = job;
    }
    return next;
  }

  /** Of equally urgent ones that which has waited longest. */
  #goesBefore(job: SyncJob, other: SyncJob): boolean {
    if (job.urgency !== other.urgency) return job.urgency < other.urgency;
    return (this.#ranAt.get(job.progress) ?? 0) < (this.#ranAt.get(other.progress) ?? 0);
  }

  async #run(job: SyncJob): Promise<void> {
    const { progress, action } = job;
    const startedAtMs = this.#it.monotonicClock.nowMs();
    this.#runs += 1;
    this.#ranAt.set(progress, this.#runs);
    progress.started(action);
    this.#publishIfChanged();
    const answer = await job.run();
    const why = answer.ok ? null : answer.error;
    if (why === null || !isUnanswered(why)) this.#breaker.answered();
    else this.#breaker.failed();
    if (why === null) progress.succeeded();
    else progress.failed(why);
    progress.log({ action, startedAtMs, rows: answer.ok ? answer.value : 0, fault: why });
    this.#publishIfChanged();
  }

  #logs(): SyncHealth['logs'] {
    const logs = [...this.#it.stores.sync.logs(logsShown), ...this.#it.trades.deals.logs(logsShown)];
    return logs.sort((a, b) => b.startedAtUtcMs - a.startedAtUtcMs).slice(0, logsShown);
  }

  #circuitFault(): Fault | null {
    return this.#breaker.state === 'open' ? circuitOpen(this.#breaker.opensInMs) : null;
  }

  #seeMarket(atMs: number): void {
    const nowUtcMs = this.#it.marketClock.nowUtcMs();
    if (nowUtcMs !== this.#marketSeen.nowUtcMs) this.#marketSeen = { nowUtcMs, atMs };
  }

  /** The market's time goes on while its terminal is silent; a replay's does not. */
  #marketNow(): UtcMs | null {
    this.#seeMarket(this.#it.monotonicClock.nowMs());
    const { nowUtcMs, atMs } = this.#marketSeen;
    if (nowUtcMs === null || this.#isReplay) return nowUtcMs;
    return utcMs(Math.floor(nowUtcMs + this.#it.monotonicClock.nowMs() - atMs));
  }

  /** A change of phase is told at once, the rest at most twice a second. */
  #publishIfChanged(): void {
    if (this.#listeners.size === 0) return;
    const nowMs = this.#it.monotonicClock.nowMs();
    const isDue = nowMs - this.#publishedAtMs >= publishEveryMs;
    const phases = this.#phases();
    if (!isDue && phases === this.#publishedPhases) return;
    this.#publishedPhases = phases;
    this.#publishedAtMs = nowMs;
    const health = this.health();
    for (const listener of this.#listeners) listener(health);
  }

  #phases(): string {
    const phases = [...this.#symbols.values()].map((sync) => sync.phases());
    return [this.#it.isConnected(), this.#it.history.isConnected, this.#breaker.state, ...phases].join();
  }
}

const isUnanswered = (why: Fault): boolean => faultClass(why) === 'transient' && why.code !== 'HISTORY_INCOMPLETE';

const noTerminal = fault(
  'NOT_CONNECTED',
  'No terminal is connected. What is stored stays; all that was missed is fetched when it comes back.',
);

const noHistory = fault(
  'NOT_CONNECTED',
  'No terminal brings history: the service ATS\\AtsHistory does not run in MetaTrader. New prices are stored, the past is not fetched.',
);

const circuitOpen = (opensInMs: number): Fault =>
  fault(
    'HISTORY_UNAVAILABLE',
    `The terminal’s history service did not answer several times. It is asked again in ${Math.ceil(opensInMs / 1000)} seconds.`,
    { opensInMs },
  );

const notWatched = (symbol: string, watched: readonly string[]): Fault =>
  fault('SYMBOL_UNKNOWN', `${symbol} is not watched. Watched are ${watched.join(', ')}.`, { symbol });
