import { FaultError } from '#shared/base/fault.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { hasIndicators, hasStates } from '#shared/market/derived-timeframes.ts';
import { durationMs, secondsToMs } from '#shared/units/duration-ms.ts';
import { endOfTimeUtcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import { SeriesDerivation, type DerivationStores } from './series-derivation.ts';

export interface IndicatorKeeperDependencies extends DerivationStores {
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** A slice holds the loop for about so long at most; how many bars it takes on is fitted to that. */
const sliceMsMax = 4;
const sliceBarsMin = 8;
const sliceBarsMax = 1024;

/**
 * A history that grows into the past is derived once it rests: each chunk of a back-fill would otherwise have all that follows it derived anew,
 * and the whole would cost the square of its length.
 */
const restMs = secondsToMs(10);

/** After a store that could not be read or written. */
const retryMs = secondsToMs(30);

interface Job {
  readonly derivation: SeriesDerivation;
  /** The first bar whose numbers have still to be dropped; the end of time where there is none. */
  dropFromUtcMs: UtcMs;
  /** The first bar that changed since the job began. One before it means that the past grows. */
  earliestUtcMs: UtcMs;
  hasRested: boolean;
  /** On the desk's clock. */
  dueMs: number;
}

/** From this bar on, the states of a series may be others. It is called in the keeper's slice: whoever has to do more than note it does that later. */
export type StatesListener = (series: BarSeries, fromUtcMs: UtcMs) => void;

/** Keeps indicators and states of closed bars in step with the bars: from the newest that is stored on, in slices, one series after the other. */
export class IndicatorKeeper implements Disposable {
  readonly #dependencies: IndicatorKeeperDependencies;
  readonly #derivations = new Map<string, SeriesDerivation>();
  readonly #jobs = new Map<string, Job>();
  readonly #listeners = new Set<StatesListener>();
  #sliceBars = sliceBarsMin;
  #timer: { readonly dueMs: number; readonly handle: Disposable } | null = null;
  #isDisposed = false;

  constructor(dependencies: IndicatorKeeperDependencies) {
    this.#dependencies = dependencies;
  }

  /** Takes up every stored series where it was left, and so all that the outbox names. */
  start(): void {
    for (const { series } of this.#dependencies.bars.summaries()) this.changed(series, endOfTimeUtcMs);
  }

  /** From this opening on, bars of a series were stored or corrected, or what is known of its holes is another. Touches no store. */
  changed(series: BarSeries, fromUtcMs: UtcMs): void {
    if (this.#isDisposed || !hasIndicators(series.timeframe)) return;
    const key = keyOf(series);
    const job = this.#jobs.get(key) ?? this.#begin(key, series);
    if (fromUtcMs < job.dropFromUtcMs) job.dropFromUtcMs = fromUtcMs;
    if (fromUtcMs < job.earliestUtcMs) {
      job.earliestUtcMs = fromUtcMs;
      job.hasRested = false;
      job.dueMs = this.#nowMs();
    }
    this.#schedule();
  }

  /** Told after each slice that is stored, as long as the program runs: what was not heard before its end is not said again. */
  subscribe(listener: StatesListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  /** Everything is derived: nothing waits, rests, or is to be tried again. */
  isIdle(): boolean {
    return this.waiting() === 0;
  }

  /** Series of which something is still to be derived, also where it was dropped and their bars did not change. */
  waiting(): number {
    return this.#jobs.size;
  }

  /**
   * One slice now, without rest, for who has to wait for the end: a command without an engine, a rebuild. Answers whether there is more; gives no
   * turn to others, which is the caller's to do. A store that fails is the caller's too: FaultError, and the same slice is the next one again.
   */
  deriveNext(): boolean {
    const [key, job] = this.#jobs.entries().next().value ?? [];
    if (key === undefined || job === undefined) return false;
    job.hasRested = true;
    if (this.#advance(job)) this.#putLast(key, job);
    else this.#jobs.delete(key);
    return this.#jobs.size > 0;
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#jobs.clear();
    this.#listeners.clear();
    this.#timer?.handle[Symbol.dispose]();
  }

  #begin(key: string, series: BarSeries): Job {
    const derivation = this.#derivations.get(key) ?? new SeriesDerivation(series, this.#dependencies);
    this.#derivations.set(key, derivation);
    const job: Job = {
      derivation,
      dropFromUtcMs: endOfTimeUtcMs,
      earliestUtcMs: endOfTimeUtcMs,
      hasRested: false,
      dueMs: this.#nowMs(),
    };
    this.#jobs.set(key, job);
    return job;
  }

  #schedule(): void {
    if (this.#isDisposed) return;
    const dueMs = Math.min(...[...this.#jobs.values()].map((job) => job.dueMs));
    if (dueMs === Infinity || (this.#timer !== null && this.#timer.dueMs <= dueMs)) return;
    this.#timer?.handle[Symbol.dispose]();
    const delay = durationMs(Math.max(0, dueMs - this.#nowMs()));
    const handle = this.#dependencies.timers.after(delay, () => {
      this.#timer = null;
      this.#runSlice();
      this.#schedule();
    });
    this.#timer = { dueMs, handle };
  }

  /** One slice of the first series that is due, which then goes behind the others. */
  #runSlice(): void {
    const startedMs = this.#nowMs();
    const [key, job] = [...this.#jobs].find(([, { dueMs }]) => dueMs <= startedMs) ?? [];
    if (key === undefined || job === undefined) return;
    if (this.#hasMore(job)) this.#putLast(key, job);
    else this.#jobs.delete(key);
  }

  #putLast(key: string, job: Job): void {
    this.#jobs.delete(key);
    this.#jobs.set(key, job);
  }

  #hasMore(job: Job): boolean {
    try {
      return this.#advance(job);
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      const { symbol, timeframe } = job.derivation.series;
      const facts = { symbol, timeframe, code: error.fault.code, retryMs };
      this.#dependencies.logger.warn('indicators could not be kept, and will be tried again', facts);
      job.dueMs = this.#nowMs() + retryMs;
      return true;
    }
  }

  #advance(job: Job): boolean {
    const startedMs = this.#nowMs();
    job.derivation.dropFrom(job.dropFromUtcMs);
    job.dropFromUtcMs = endOfTimeUtcMs;
    if (!job.hasRested && job.derivation.isAtStart()) {
      job.hasRested = true;
      job.dueMs = startedMs + restMs;
      return true;
    }
    const asked = this.#sliceBars;
    const { bars, fromUtcMs } = job.derivation.advance(asked);
    const hasMore = bars === asked;
    if (fromUtcMs !== null) this.#tell(job.derivation.series, fromUtcMs);
    if (!hasMore) job.derivation.settle();
    const tookMs = this.#nowMs() - startedMs;
    if (tookMs > sliceMsMax) this.#sliceBars = Math.max(sliceBarsMin, Math.floor(asked / 2));
    else if (hasMore && tookMs < sliceMsMax / 4) this.#sliceBars = Math.min(sliceBarsMax, asked * 2);
    return hasMore;
  }

  #tell(series: BarSeries, fromUtcMs: UtcMs): void {
    if (!hasStates(series.timeframe)) return;
    for (const listener of this.#listeners) listener(series, fromUtcMs);
  }

  #nowMs(): number {
    return this.#dependencies.monotonicClock.nowMs();
  }
}

const keyOf = ({ symbol, timeframe, source, anchor }: BarSeries): string =>
  JSON.stringify([symbol, timeframe, source, anchor]);
