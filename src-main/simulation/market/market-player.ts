import type { MonotonicClock } from '#main/ports/clock.ts';
import type { ReplayHolder } from '#main/ports/replay-control.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Deal } from '#shared/trading/deal.ts';
import { assert } from '#shared/base/assert.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { ArrivingQuote } from '../broker/pass-quotes.ts';
import type { SimulatedBroker } from '../broker/simulated-broker.ts';
import type { MarketProgress } from '../store/market-progress.ts';
import type { ReplaySettings } from '../store/replay-settings.ts';
import { arrivalsOf, closeOf, sharedMinutes, type SharedMinute, type SymbolMarket } from './symbol-market.ts';

/** Quotes that passed together, already committed with what they did to the account. */
export interface PlayedBatch {
  /** In the order of their time. */
  readonly quotes: readonly Quote[];
  readonly deals: readonly Deal[];
  /** The bars that closed with them, by symbol; null: none did. After them nothing is played until `proceed`. */
  readonly closedBars: ReadonlyMap<string, Bar> | null;
}

/** How far one symbol's market was played: of the minute that opens at or after `minuteUtcMs` so many quotes. */
export interface MarketPosition {
  readonly minuteUtcMs: UtcMs;
  readonly quotesPassed: number;
  /** The last quote that passed; null before the first. */
  readonly quote: Quote | null;
}

export interface MarketPlayerDependencies {
  readonly markets: readonly SymbolMarket[];
  readonly broker: SimulatedBroker;
  readonly progress: MarketProgress;
  readonly settings: ReplaySettings;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly onPlayed: (batch: PlayedBatch) => void;
  /** No source has a further minute. */
  readonly onEnded: () => void;
}

/** Quotes are told at most this often (they are committed one batch at a time), unless a minute ends. */
const batchMsMin = 100;

/** A wait shorter than a timer can measure is none: the market runs as fast as it is acknowledged. */
const waitMsMin = 1;

/** Steps that may be asked for before the first of them was acknowledged. */
const stepsWaitingMax = 60;

/**
 * Plays the markets of all symbols by one clock, at its speed while a session listens and nobody holds it, one minute at a time: after each closed minute it waits to be
 * told that everything was handled. Closed hours are skipped. Its time is the market's own and stands still whenever it does not play.
 */
export class MarketPlayer implements Disposable {
  readonly #it: MarketPlayerDependencies;
  readonly #heldBy: Set<ReplayHolder>;
  readonly #minutes: Iterator<SharedMinute>;
  #speed: number;
  #progress: MarketProgress;
  #minute: SharedMinute | null;
  #isListened = false;
  #isAwaiting = false;
  #stepsWaiting = 0;
  /** The market's time when it last stood still, and the desk's time since when it runs; null while it stands. */
  #nowMs: number;
  #runningSinceMs: number | null = null;
  #timer: Disposable | null = null;

  constructor(dependencies: MarketPlayerDependencies) {
    const { markets, progress, settings } = dependencies;
    this.#it = dependencies;
    this.#heldBy = new Set(settings.heldBy);
    this.#speed = settings.speed;
    this.#progress = progress;
    this.#nowMs = Math.max(progress.minuteUtcMs, this.quote?.occurredAtUtcMs ?? 0);
    this.#minutes = sharedMinutes(markets, progress.minuteUtcMs);
    this.#minute = this.#nextMinute();
  }

  /** Where a symbol's market stands. Of the minute under way only what has passed of its own quotes counts. */
  positionOf(symbol: string): MarketPosition {
    const { minuteUtcMs, quotesPassed, quotes } = this.#progress;
    const passed = this.#minute === null || quotesPassed === 0 ? [] : arrivalsOf(this.#minute).slice(0, quotesPassed);
    return {
      minuteUtcMs,
      quotesPassed: passed.filter(({ quote }) => quote.symbol === symbol).length,
      quote: quotes.get(symbol) ?? null,
    };
  }

  /** The last quote of any symbol; null before the first. */
  get quote(): Quote | null {
    let last: Quote | null = null;
    for (const quote of this.#progress.quotes.values())
      if (last === null || quote.occurredAtUtcMs > last.occurredAtUtcMs) last = quote;
    return last;
  }

  get settings(): ReplaySettings {
    return { heldBy: [...this.#heldBy].sort(), speed: this.#speed };
  }

  get nowUtcMs(): UtcMs {
    if (this.#runningSinceMs === null || this.#minute === null) return utcMs(Math.floor(this.#nowMs));
    const elapsedMs = (this.#it.monotonicClock.nowMs() - this.#runningSinceMs) * this.#speed;
    return utcMs(Math.floor(Math.min(this.#nowMs + elapsedMs, closeOf(this.#minute))));
  }

  /** Somebody listens, and has handled everything that was told so far. */
  proceed(): void {
    this.#isListened = true;
    this.#isAwaiting = false;
    if (this.#stepsWaiting === 0) return this.#run();
    this.#stepsWaiting -= 1;
    this.#playMinute();
  }

  /** Nobody listens any more. */
  stop(): void {
    this.#isListened = false;
    this.#stepsWaiting = 0;
    this.#stand();
  }

  hold(by: ReplayHolder): void {
    this.#stand();
    this.#heldBy.add(by);
  }

  release(by: ReplayHolder): void {
    this.#stand();
    this.#heldBy.delete(by);
    this.#run();
  }

  setSpeed(speed: number): void {
    this.#stand();
    this.#speed = speed;
    this.#run();
  }

  /** Plays what is left of the minute, while held; at once, or when all was handled that was told before. */
  step(): void {
    if (this.#heldBy.size === 0) return;
    if (this.#isListened && !this.#isAwaiting) return this.#playMinute();
    this.#stepsWaiting = Math.min(this.#stepsWaiting + 1, stepsWaitingMax);
  }

  /**
   * Lets the market go on for so long while nobody listens: at once, day by day of it committed as one. It stands after the last minute that
   * closed in that time. Answers the deals that it made.
   */
  sleep(ms: number): readonly Deal[] {
    assert(!this.#isListened, 'the market sleeps only while nobody listens');
    this.#stand();
    const untilMs = this.#nowMs + ms;
    const deals: Deal[] = [];
    while (this.#minute !== null && closeOf(this.#minute) <= untilMs) deals.push(...this.#sleepADay(untilMs));
    this.#nowMs = Math.max(this.#nowMs, Math.min(untilMs, this.#minute?.openTimeUtcMs ?? untilMs));
    return deals;
  }

  #sleepADay(untilMs: number): readonly Deal[] {
    const arrivals: ArrivingQuote[] = [];
    let { quotesPassed, minuteUtcMs } = this.#progress;
    for (let minutes = 0; minutes < 1440; minutes++) {
      const minute = this.#minute;
      if (minute === null || closeOf(minute) > untilMs) break;
      for (const arrival of arrivalsOf(minute).slice(quotesPassed)) arrivals.push(arrival);
      quotesPassed = 0;
      minuteUtcMs = closeOf(minute);
      this.#minute = this.#nextMinute();
    }
    const passed = arrivals.map(({ quote }) => [quote.symbol, quote] as const);
    const progress = { minuteUtcMs, quotesPassed, quotes: new Map([...this.#progress.quotes, ...passed]) };
    const deals = this.#it.broker.pass(arrivals, progress);
    this.#progress = progress;
    this.#nowMs = Math.max(this.#nowMs, minuteUtcMs);
    return deals;
  }

  [Symbol.dispose](): void {
    this.stop();
    this.#minutes.return?.();
  }

  #stand(): void {
    this.#nowMs = this.nowUtcMs;
    this.#runningSinceMs = null;
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
  }

  #run(): void {
    const isFree = this.#isListened && !this.#isAwaiting && this.#heldBy.size === 0;
    if (!isFree || this.#minute === null || this.#runningSinceMs !== null) return;
    this.#nowMs = Math.max(this.#nowMs, this.#minute.openTimeUtcMs);
    this.#runningSinceMs = this.#it.monotonicClock.nowMs();
    this.#wait(this.#minute);
  }

  #wait(minute: SharedMinute): void {
    const toClose = (closeOf(minute) - this.#nowMs) / this.#speed;
    const toNext = (this.#nextDueMs(minute) - this.#nowMs) / this.#speed;
    const waitMs = Math.min(Math.max(toNext, batchMsMin), toClose);
    if (waitMs < waitMsMin) return this.#playMinute();
    this.#timer = this.#it.timers.after(durationMs(waitMs), () => {
      this.#stand();
      this.#playUntil(minute, this.#nowMs);
      this.#run();
    });
  }

  #playMinute(): void {
    if (this.#minute === null) return;
    this.#stand();
    this.#playUntil(this.#minute, closeOf(this.#minute));
  }

  #playUntil(minute: SharedMinute, untilMs: number): void {
    const { quotesPassed, quotes: before } = this.#progress;
    const ahead = arrivalsOf(minute).slice(quotesPassed);
    const arrivals = ahead.filter(({ quote }) => quote.occurredAtUtcMs <= untilMs);
    const quotes = arrivals.map(({ quote }) => quote);
    const isClosing = untilMs >= closeOf(minute);
    if (quotes.length === 0 && !isClosing) return;
    const passed = {
      minuteUtcMs: minute.openTimeUtcMs,
      quotesPassed: quotesPassed + quotes.length,
      quotes: new Map([...before, ...quotes.map((quote) => [quote.symbol, quote] as const)]),
    };
    const progress = isClosing ? { ...passed, minuteUtcMs: closeOf(minute), quotesPassed: 0 } : passed;
    const deals = this.#it.broker.pass(arrivals, progress);
    this.#progress = progress;
    this.#nowMs = Math.max(this.#nowMs, isClosing ? closeOf(minute) : untilMs);
    this.#isAwaiting = isClosing;
    if (isClosing) this.#minute = this.#nextMinute();
    this.#it.onPlayed({ quotes, deals, closedBars: isClosing ? barsOfMinute(minute) : null });
    if (this.#minute === null) this.#it.onEnded();
  }

  /** When the next quote is due, or after the last one the close. */
  #nextDueMs(minute: SharedMinute): number {
    return arrivalsOf(minute)[this.#progress.quotesPassed]?.quote.occurredAtUtcMs ?? closeOf(minute);
  }

  #nextMinute(): SharedMinute | null {
    const next = this.#minutes.next();
    return next.done === true ? null : next.value;
  }
}

const barsOfMinute = ({ minutes }: SharedMinute): ReadonlyMap<string, Bar> =>
  new Map([...minutes].map(([symbol, { bar }]) => [symbol, bar]));
