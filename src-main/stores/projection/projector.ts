import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import type { ProjectionName } from '#shared/contract/memory.ts';
import { backOff } from '#shared/units/back-off.ts';
import { durationMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { ChangeFeed, ProjectionMark, ProjectionStore, ProjectionTarget } from '#main/ports/projection.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';

export interface ProjectorDependencies<Change extends { readonly revision: number }> {
  readonly projection: ProjectionName;
  readonly feed: ChangeFeed<Change>;
  readonly target: ProjectionTarget<Change>;
  /** Names a change for people, in the list of dead letters. */
  readonly keyOf: (change: Change) => string;
  readonly deadLetters: Pick<ProjectionStore, 'addDeadLetter' | 'deadLetterCount' | 'clearDeadLetters'>;
  readonly monotonicClock: MonotonicClock;
  readonly wallClock: WallClock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly logger: Logger;
  /** Changes that are read and applied at once. */
  readonly batchMax?: number;
}

export interface ProjectorState {
  /** The target says all that the rows say: it may answer. */
  readonly inStep: boolean;
  /** Changes that it has not taken; where there are very many, no more than so many. */
  readonly depth: number;
  /** For how long it has not been in step, on the desk's clock. */
  readonly lagMs: DurationMs;
  /** Failures in a row. */
  readonly attempts: number;
  readonly nextAttemptInMs: DurationMs | null;
  readonly fault: Fault | null;
  readonly deadLetters: number;
}

export type ProjectorEnd = 'inStep' | 'aborted' | 'disposed';

const defaultBatchMax = 500;

/** A single change that is refused so often is a dead letter. */
export const refusalsMax = 3;

/** Between two attempts at a target that fails; it is never given up. */
const waits = { firstMs: 500, longestMs: 30_000 };

/** So often a target is asked where it stands though nothing changed: it may have been emptied, or be another one by now. */
const pulseMs = secondsToMs(5);

/** Counting so many rows takes a millisecond; beyond, the distance of the revisions is all that is told. */
const countedDepthMax = 20_000;

/**
 * Brings a target in step with rows that change, and keeps it there: in order, one batch after the other, from the mark that the target itself keeps.
 * Whatever ends the program, the target or the connection between them, at whatever moment: in the end the target says what the rows say, since every
 * change is applied at least once and twice is the same as once.
 */
export class Projector<Change extends { readonly revision: number }> implements Disposable {
  readonly #dependencies: ProjectorDependencies<Change>;
  readonly #batchMax: number;
  readonly #waiting = new Set<(end: ProjectorEnd) => void>();
  #batchSize: number;
  /** As the target told, or took since. */
  #mark: ProjectionMark | null = null;
  #mustBegin = false;
  #isRunning = false;
  #wasWoken = false;
  #attempts = 0;
  #fault: Fault | null = null;
  #refused: { readonly revision: number; readonly times: number } | null = null;
  #behindSinceMs: number | null = null;
  #depth = 0;
  #timer: { readonly dueMs: number; readonly isRetry: boolean; readonly handle: Disposable } | null = null;
  #pulse: Disposable | null = null;
  #isDisposed = false;

  constructor(dependencies: ProjectorDependencies<Change>) {
    this.#dependencies = dependencies;
    this.#batchMax = dependencies.batchMax ?? defaultBatchMax;
    this.#batchSize = this.#batchMax;
  }

  start(): void {
    this.#pulse ??= this.#dependencies.timers.every(pulseMs, () =>
      this.#schedule({ delay: durationMs(0), isRetry: false }),
    );
    this.wake();
  }

  /** Rows changed. Costs next to nothing: what follows happens in a turn of the loop of its own. */
  wake(): void {
    this.#wasWoken = true;
    this.#behindSinceMs ??= this.#nowMs();
    this.#schedule({ delay: durationMs(0), isRetry: false });
  }

  /** The target is asked where it stands at once, also where a retry waits: it may be there again, or something else had trouble with it. */
  check(): void {
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = null;
    this.#schedule({ delay: durationMs(0), isRetry: false });
  }

  /** Empties the target and applies everything once more. */
  reset(): void {
    this.#mustBegin = true;
    this.wake();
  }

  state(): ProjectorState {
    const { deadLetters, projection } = this.#dependencies;
    const { inStep, depth, fault: storeFault } = this.#look();
    // Taken last: the look itself may find that it lies behind, from that moment on.
    const nowMs = this.#nowMs();
    return {
      inStep,
      depth,
      lagMs: durationMs(this.#behindSinceMs === null ? 0 : nowMs - this.#behindSinceMs),
      attempts: this.#attempts,
      nextAttemptInMs: this.#timer?.isRetry === true ? durationMs(Math.max(0, this.#timer.dueMs - nowMs)) : null,
      fault: this.#fault ?? storeFault,
      deadLetters: deadLetters.deadLetterCount(projection),
    };
  }

  /** Until the target has everything, for as long as that takes. */
  untilInStep(signal: AbortSignal): Promise<ProjectorEnd> {
    if (this.#isDisposed) return Promise.resolve('disposed');
    if (signal.aborted) return Promise.resolve('aborted');
    return new Promise((resolve) => {
      const onAbort = (): void => end('aborted');
      const end = (how: ProjectorEnd): void => {
        this.#waiting.delete(end);
        signal.removeEventListener('abort', onAbort);
        resolve(how);
      };
      signal.addEventListener('abort', onAbort);
      this.#waiting.add(end);
      this.wake();
    });
  }

  /** Waits for nothing: a call that is under way ends by itself, and nothing follows from it. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#pulse?.[Symbol.dispose]();
    this.#timer?.handle[Symbol.dispose]();
    this.#timer = null;
    this.#tellWaiting('disposed');
  }

  #schedule({ delay, isRetry }: { readonly delay: DurationMs; readonly isRetry: boolean }): void {
    // A run that is under way looks for what woke it, and a retry that is due later will.
    if (this.#isDisposed || this.#isRunning || this.#timer !== null) return;
    const handle = this.#dependencies.timers.after(delay, () => {
      this.#timer = null;
      void this.#run();
    });
    this.#timer = { dueMs: this.#nowMs() + delay, isRetry, handle };
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    let failure: { readonly error: unknown } | null = null;
    try {
      // Asked anew each time: what was emptied since must not be given the newest rows alone, and a mark that says otherwise.
      this.#mark = await this.#dependencies.target.mark();
      do {
        this.#wasWoken = false;
        while (await this.#advance());
      } while (this.#isWokenAgain());
    } catch (error) {
      failure = { error };
    }
    this.#isRunning = false;
    if (this.#isDisposed) return;
    if (failure !== null) this.#retryLater(failure.error);
    if (this.#look().inStep) this.#tellWaiting('inStep');
  }

  #isWokenAgain(): boolean {
    return this.#wasWoken && !this.#isDisposed;
  }

  /** One call of the target; false where there is nothing left to do. */
  async #advance(): Promise<boolean> {
    const { feed } = this.#dependencies;
    if (this.#isDisposed) return false;
    const epoch = feed.epoch();
    const mark = this.#mark;
    if (this.#mustBegin || mark?.epoch !== epoch || mark.revision > feed.newest()) return this.#begin(epoch);
    const changes = feed.after(mark.revision, this.#batchSize);
    const last = changes.at(-1);
    if (last === undefined) {
      this.#noteSuccess();
      return false;
    }
    await this.#apply(changes, { epoch, revision: last.revision });
    return true;
  }

  async #begin(epoch: string): Promise<boolean> {
    const { target, deadLetters, projection } = this.#dependencies;
    this.#mark = null;
    // A reset that comes while this is under way sets it again, and is heeded then.
    this.#mustBegin = false;
    await target.begin(epoch);
    if (this.#isDisposed) return false;
    deadLetters.clearDeadLetters(projection, target.name);
    this.#mark = { epoch, revision: 0 };
    this.#noteSuccess();
    return true;
  }

  async #apply(changes: readonly Change[], mark: ProjectionMark): Promise<void> {
    const { target } = this.#dependencies;
    try {
      await target.apply(changes, mark);
    } catch (error) {
      const [only] = changes;
      if (changes.length > 1) this.#batchSize = Math.ceil(changes.length / 2);
      if (only === undefined || !isRefusal(error)) throw error;
      if (changes.length > 1) return;
      await this.#passOver(only, mark, error);
    }
    this.#mark = mark;
    this.#batchSize = Math.min(this.#batchMax, this.#batchSize * 2);
    this.#noteSuccess();
  }

  /** Throws what was thrown until the change has been refused often enough; then it is a dead letter, and the mark goes on without it. */
  async #passOver(change: Change, mark: ProjectionMark, refusal: FaultError): Promise<void> {
    const { target, deadLetters, projection, keyOf, wallClock, logger } = this.#dependencies;
    const times = this.#refused?.revision === change.revision ? this.#refused.times + 1 : 1;
    this.#refused = { revision: change.revision, times };
    if (times < refusalsMax || this.#isDisposed) throw refusal;
    const key = keyOf(change);
    deadLetters.addDeadLetter({
      projection,
      target: target.name,
      key,
      fault: refusal.fault,
      attempts: times,
      diedAtUtcMs: wallClock.nowUtcMs(),
    });
    logger.warn('a change was refused and is passed over', { target: target.name, key, code: refusal.fault.code });
    await target.apply([], mark);
  }

  #noteSuccess(): void {
    this.#attempts = 0;
    this.#fault = null;
  }

  #retryLater(error: unknown): void {
    const { target, logger, rng } = this.#dependencies;
    const failure = this.#faultOf(error);
    const isNews = failure.code !== this.#fault?.code;
    this.#attempts += 1;
    this.#fault = failure;
    this.#behindSinceMs ??= this.#nowMs();
    const delay = backOff(waits, this.#attempts, rng);
    if (isNews) logger.warn('a projection has to wait', { target: target.name, code: failure.code, retryMs: delay });
    this.#schedule({ delay, isRetry: true });
  }

  #faultOf(error: unknown): Fault {
    if (error instanceof FaultError) return error.fault;
    const { target, logger } = this.#dependencies;
    logger.error('a projection failed in a way that it does not know', error, { target: target.name });
    return fault('PROJECTION_FAILED', `What goes to ${target.name} could not be brought there. It is tried again.`, {
      target: target.name,
      reason: String(error),
    });
  }

  /** Where it stands; a store that cannot be read just now leaves the depth that was seen last. */
  #look(): { readonly inStep: boolean; readonly depth: number; readonly fault: Fault | null } {
    try {
      this.#depth = this.#countDepth();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return { inStep: false, depth: this.#depth, fault: error.fault };
    }
    const isMarked = this.#mark?.epoch === this.#dependencies.feed.epoch() && !this.#mustBegin;
    const inStep = isMarked && this.#depth === 0 && this.#fault === null;
    if (inStep) this.#behindSinceMs = null;
    else this.#behindSinceMs ??= this.#nowMs();
    return { inStep, depth: this.#depth, fault: null };
  }

  #countDepth(): number {
    const { feed } = this.#dependencies;
    const revision = this.#mark?.epoch === feed.epoch() && !this.#mustBegin ? this.#mark.revision : 0;
    const distance = Math.max(0, feed.newest() - revision);
    return distance > countedDepthMax ? distance : feed.depth(revision);
  }

  #tellWaiting(end: ProjectorEnd): void {
    for (const tell of [...this.#waiting]) tell(end);
  }

  #nowMs(): number {
    return this.#dependencies.monotonicClock.nowMs();
  }
}

const isRefusal = (error: unknown): error is FaultError =>
  error instanceof FaultError && error.fault.code.endsWith('_REFUSED');
