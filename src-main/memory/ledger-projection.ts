import { FaultError, type Fault } from '#shared/base/fault.ts';
import type { ProjectionName } from '#shared/contract/memory.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { durationMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Timers } from '#main/ports/timers.ts';
import { OutboxFollower, projectionNames, type OutboxFollowerDependencies } from './outbox-follower.ts';
import { SituationReview } from './situation-review.ts';

export interface LedgerProjectionDependencies extends OutboxFollowerDependencies {
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  /** Rows may have changed: whoever mirrors them has something to do. */
  readonly onProjected?: () => void;
  /** A projection was emptied, because the ledger has another history: what of it follows from bars has to be made anew too. */
  readonly onCleared?: (projection: ProjectionName) => void;
}

/** A slice holds the loop for about so long at most. */
const sliceMsMax = 4;

/** The slow look, for what nobody told. */
const pulseMs = secondsToMs(1);

/** After a record that could not be read, and after a store that could not be read or written. */
const recordRetryMs = secondsToMs(1);
const storeRetryMs = secondsToMs(10);

/**
 * Projects the ledger into the market's file: its records become situations and texts (`vectors`), nodes and links (`graph`), in slices; a slice and the
 * marks of how far it came are one transaction. Situations are looked at again when the states change in which they stand. What comes of it is the
 * same in whatever order events and bars came, and wherever the program ended.
 */
export class LedgerProjection implements Disposable {
  readonly #dependencies: LedgerProjectionDependencies;
  readonly #follower: OutboxFollower;
  readonly #review: SituationReview;
  readonly #behindSinceMs = new Map<ProjectionName, number>();
  /** The ledger does not change its history while it is open. */
  #isHistoryKnown = false;
  #fault: Fault | null = null;
  /** On the desk's clock; until then nothing is tried again. */
  #waitsUntilMs = 0;
  #timer: { readonly dueMs: number; readonly handle: Disposable } | null = null;
  #pulse: Disposable | null = null;
  #isDisposed = false;

  constructor(dependencies: LedgerProjectionDependencies) {
    this.#dependencies = dependencies;
    this.#follower = new OutboxFollower(dependencies);
    this.#review = new SituationReview(dependencies);
  }

  start(): void {
    this.#review.addAll(this.#nowMs());
    this.#pulse ??= this.#dependencies.timers.every(pulseMs, () => this.wake());
    this.wake();
  }

  /** Events were appended. Touches no store. */
  wake(): void {
    this.#schedule(this.#nowMs());
  }

  /** States of a series are others from the bar that opened then on. Touches no store. */
  statesChanged(series: BarSeries, fromUtcMs: UtcMs): void {
    this.#review.add(series, { fromUtcMs, nowMs: this.#nowMs() });
    this.wake();
  }

  /** Rows of the outbox that a projection has still before it, and markets whose situations have to be looked at. */
  depth(projection: ProjectionName): number {
    return this.#dependencies.outbox.depth(this.#follower.revisionOf(projection)) + this.#review.size;
  }

  /** For how long there have been some, on the desk's clock. */
  lagMs(projection: ProjectionName): DurationMs {
    const sinceMs = this.#behindSinceMs.get(projection);
    return durationMs(sinceMs === undefined ? 0 : this.#nowMs() - sinceMs);
  }

  isIdle(): boolean {
    return this.#review.size === 0 && !projectionNames.some((projection) => this.#follower.isBehind(projection));
  }

  /** Of a store that cannot be read or written; what was not projected waits. */
  fault(): Fault | null {
    return this.#fault;
  }

  /** One slice now, without a pause; whether there is more. For a command line without an engine, and to rebuild. Throws the FaultError of a store. */
  projectNext(): boolean {
    this.#lookAtHistory();
    const startedMs = this.#nowMs();
    this.#slice({ nowMs: Infinity, isOver: () => this.#nowMs() - startedMs >= sliceMsMax / 2 });
    return !this.isIdle();
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#pulse?.[Symbol.dispose]();
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = null;
  }

  #schedule(wishMs: number): void {
    const dueMs = Math.max(wishMs, this.#waitsUntilMs);
    if (this.#isDisposed || (this.#timer !== null && this.#timer.dueMs <= dueMs)) return;
    this.#timer?.handle[Symbol.dispose]();
    const handle = this.#dependencies.timers.after(durationMs(Math.max(0, dueMs - this.#nowMs())), () => {
      this.#timer = null;
      this.#run();
    });
    this.#timer = { dueMs, handle };
  }

  #run(): void {
    const startedMs = this.#nowMs();
    try {
      this.#lookAtHistory();
      const isDue = (this.#review.dueMs() ?? Infinity) <= startedMs;
      if (isDue || this.#notesLag())
        this.#slice({ nowMs: startedMs, isOver: () => this.#nowMs() - startedMs >= sliceMsMax / 2 });
      this.#scheduleNext();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#waitForStore(error.fault);
    }
  }

  #lookAtHistory(): void {
    if (this.#isHistoryKnown) return;
    for (const projection of this.#follower.dropOtherHistories()) this.#dependencies.onCleared?.(projection);
    this.#isHistoryKnown = true;
  }

  /** One transaction: events where there are some, else situations. */
  #slice({ nowMs, isOver }: { readonly nowMs: number; readonly isOver: () => boolean }): void {
    const { projections, onProjected } = this.#dependencies;
    const done = projections.transaction(() => {
      const { events, isHeldUp } = this.#follower.advance(isOver);
      const reviewed = events === 0 ? this.#review.advance({ nowMs, isOver }) : null;
      return { isHeldUp, reviewed };
    });
    done.reviewed?.();
    this.#fault = null;
    if (done.isHeldUp) this.#waitsUntilMs = this.#nowMs() + recordRetryMs;
    onProjected?.();
  }

  #scheduleNext(): void {
    const nextMs = this.#notesLag() ? this.#nowMs() : this.#review.dueMs();
    if (nextMs !== null) this.#schedule(nextMs);
  }

  /** Whether the ledger has more, and since when. */
  #notesLag(): boolean {
    for (const projection of projectionNames) {
      if (!this.#follower.isBehind(projection)) this.#behindSinceMs.delete(projection);
      else if (!this.#behindSinceMs.has(projection)) this.#behindSinceMs.set(projection, this.#nowMs());
    }
    return this.#behindSinceMs.size > 0;
  }

  #waitForStore(cause: Fault): void {
    const facts = { code: cause.code, retryMs: storeRetryMs };
    if (this.#fault?.code !== cause.code)
      this.#dependencies.logger.warn('the ledger could not be remembered, and is tried again', facts);
    this.#fault = cause;
    this.#waitsUntilMs = this.#nowMs() + storeRetryMs;
    this.#schedule(this.#waitsUntilMs);
  }

  #nowMs(): number {
    return this.#dependencies.monotonicClock.nowMs();
  }
}
