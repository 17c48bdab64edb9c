import { assertDefined } from '#shared/base/assert.ts';
import { FaultError, type Fault } from '#shared/base/fault.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { backOff } from '#shared/units/back-off.ts';
import { durationMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Embedder } from '#main/ports/embedder.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { ProjectionStore } from '#main/ports/projection.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { RememberedText, TextStore } from '#main/ports/text-store.ts';
import type { Timers } from '#main/ports/timers.ts';

export interface TextEmbeddingDependencies {
  readonly embedder: Embedder;
  readonly texts: Pick<TextStore, 'without' | 'saveEmbeddings'>;
  readonly deadLetters: Pick<ProjectionStore, 'addDeadLetter'>;
  readonly monotonicClock: MonotonicClock;
  readonly wallClock: WallClock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly logger: Logger;
  /** Vectors were saved: whoever mirrors them has something to do. */
  readonly onEmbedded?: () => void;
}

const batchMax = 16;

/** A single text whose embedding is invalid so often is passed over until the next start. */
export const invalidMax = 3;

/** Between two attempts at an embedder that does not answer; it is never given up. */
const waits = { firstMs: secondsToMs(1), longestMs: secondsToMs(60) };

/** The slow look, for what nobody told. */
const pulseMs = secondsToMs(5);

/**
 * Has one method embed every text that it has not embedded yet, in batches, one at a time. Each method has its own: while a model is away, what the
 * program's own method made of the words is there and answers.
 */
export class TextEmbedding implements Disposable {
  readonly #dependencies: TextEmbeddingDependencies;
  readonly #passedOver = new Set<RecordId>();
  #batchSize = batchMax;
  #attempts = 0;
  #invalid: { readonly recordId: RecordId; readonly times: number } | null = null;
  #fault: Fault | null = null;
  #isRunning = false;
  #wasWoken = false;
  #timer: Disposable | null = null;
  #pulse: Disposable | null = null;
  #isDisposed = false;

  constructor(dependencies: TextEmbeddingDependencies) {
    this.#dependencies = dependencies;
  }

  start(): void {
    this.#pulse ??= this.#dependencies.timers.every(pulseMs, () => this.wake());
    this.wake();
  }

  /** There may be new texts. Touches no store. */
  wake(): void {
    this.#wasWoken = true;
    this.#schedule(durationMs(0));
  }

  /** Why texts wait, where they do. */
  fault(): Fault | null {
    return this.#fault;
  }

  isIdle(): boolean {
    return this.#next().length === 0;
  }

  /** One batch now, for a command line without an engine, and to rebuild; whether there is more. Throws the FaultError of embedder or store. */
  async embedNext(): Promise<boolean> {
    const batch = this.#next();
    if (batch.length === 0) return false;
    const { embedder, texts, onEmbedded } = this.#dependencies;
    const embedded = await embedder.embed(batch.map(({ text }) => text));
    if (this.#isDisposed) return false;
    if (!embedded.ok) return this.#afterFault(batch, embedded.error);
    const vectors = embedded.value;
    texts.saveEmbeddings(
      embedder.method,
      batch.map(({ text }, index) => ({ text, vector: assertDefined(vectors[index], 'a vector for each text') })),
    );
    this.#noteSuccess();
    onEmbedded?.();
    return true;
  }

  /** Waits for nothing: an answer that still comes has no consequence. */
  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#pulse?.[Symbol.dispose]();
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
  }

  #next(): readonly RememberedText[] {
    const { texts, embedder } = this.#dependencies;
    return texts
      .without(embedder.method, this.#batchSize + this.#passedOver.size)
      .filter(({ recordId }) => !this.#passedOver.has(recordId))
      .slice(0, this.#batchSize);
  }

  #schedule(delay: DurationMs): void {
    if (this.#isDisposed || this.#isRunning || this.#timer !== null) return;
    this.#timer = this.#dependencies.timers.after(delay, () => {
      this.#timer = null;
      void this.#run();
    });
  }

  /** Rejects only by a broken invariant. */
  async #run(): Promise<void> {
    this.#isRunning = true;
    let failure: Fault | null = null;
    try {
      this.#wasWoken = false;
      if (await this.embedNext()) this.#wasWoken = true;
      else this.#noteSuccess();
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      failure = error.fault;
    } finally {
      this.#isRunning = false;
    }
    if (failure !== null) this.#retryLater(failure);
    // A batch, then a turn of the loop for everybody else.
    else if (this.#wasWoken) this.#schedule(durationMs(0));
  }

  /** A batch that is invalid is halved until the text is found; a text alone is tried again and then passed over. Any other fault is thrown. */
  #afterFault(batch: readonly RememberedText[], cause: Fault): boolean {
    const [first] = batch;
    if (cause.code !== 'EMBEDDING_INVALID' || first === undefined) throw new FaultError(cause);
    if (batch.length > 1) {
      this.#batchSize = Math.floor(batch.length / 2);
      return true;
    }
    const { recordId } = first;
    const times = this.#invalid?.recordId === recordId ? this.#invalid.times + 1 : 1;
    this.#invalid = { recordId, times };
    if (times < invalidMax) throw new FaultError(cause);
    this.#passOver(recordId, cause);
    return true;
  }

  #passOver(recordId: RecordId, cause: Fault): void {
    const { deadLetters, embedder, wallClock, logger } = this.#dependencies;
    const target = `embedding:${embedder.method}`;
    deadLetters.addDeadLetter({
      projection: 'vectors',
      target,
      key: recordId,
      fault: cause,
      attempts: invalidMax,
      diedAtUtcMs: wallClock.nowUtcMs(),
    });
    this.#passedOver.add(recordId);
    this.#noteSuccess();
    logger.warn('a text could not be embedded and is passed over', { target, key: recordId, code: cause.code });
  }

  #noteSuccess(): void {
    this.#attempts = 0;
    this.#fault = null;
    this.#batchSize = Math.min(batchMax, this.#batchSize * 2);
  }

  #retryLater(cause: Fault): void {
    const { embedder, rng, logger } = this.#dependencies;
    this.#attempts += 1;
    const retryMs = backOff(waits, this.#attempts, rng);
    if (this.#fault?.code !== cause.code)
      logger.warn('texts wait to be embedded', { method: embedder.method, code: cause.code, retryMs });
    this.#fault = cause;
    this.#schedule(retryMs);
  }
}
