import { Worker } from 'node:worker_threads';
import { assertDefined, assertNever } from '#shared/base/assert.ts';
import { FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { MarketTables } from '../market-tables.ts';
import { runCancelled } from '../run-cancelled.ts';
import type { RunPlan } from '../run-plan.ts';
import { planBatches } from './plan-batches.ts';
import type { PoolRun, WorkerAnswer, WorkerTask, WorkerTerms } from './run-task.ts';

export interface PoolWatch {
  /** Of all plans together. */
  readonly onProgress?: (doneRatio: number) => void;
  readonly signal?: AbortSignal;
  /** Whether runs come back with trades and curve, or with their report alone. */
  readonly keepsOutput?: boolean;
}

type OrdinalTask = Exclude<WorkerTask, { kind: 'shelve' }>;

/**
 * Plays runs over the same markets in worker threads, which share the markets' memory and the columns of features. What comes out is the same whatever
 * the number of workers: every run depends on its plan alone. Plays one list at a time.
 */
export class RunPool implements Disposable {
  readonly #workers: readonly Worker[];
  readonly #markets: readonly MarketTables[];
  readonly #cancelled = new Int32Array(new SharedArrayBuffer(4));

  /** `entry` is a program that calls `serveRuns`. */
  constructor(pool: { readonly markets: readonly MarketTables[]; readonly entry: URL; readonly workers: number }) {
    this.#markets = pool.markets;
    const terms: WorkerTerms = { markets: pool.markets, cancelled: this.#cancelled };
    // Flags of the host's process are not for its workers.
    this.#workers = Array.from(
      { length: pool.workers },
      () => new Worker(pool.entry, { workerData: terms, execArgv: [] }),
    );
  }

  /** The runs in the order of their plans. RUN_CANCELLED, and what a run itself fails with. */
  async play(plans: readonly RunPlan[], watch: PoolWatch = {}): Promise<Result<readonly PoolRun[], Fault>> {
    const { signal, onProgress, keepsOutput = false } = watch;
    const cancel = (): void => {
      Atomics.store(this.#cancelled, 0, 1);
    };
    Atomics.store(this.#cancelled, 0, signal?.aborted === true ? 1 : 0);
    signal?.addEventListener('abort', cancel);
    try {
      const runs: PoolRun[] = [];
      const shares = new Float64Array(plans.length);
      const told = (ordinal: number, doneRatio: number): void => {
        shares[ordinal] = doneRatio;
        onProgress?.(shares.reduce((sum, share) => sum + share, 0) / plans.length);
      };
      for (const batch of planBatches(plans, this.#markets)) {
        const fills = batch.fresh.map(
          ({ lane, feature }, ordinal) => ({ kind: 'fill', ordinal, lane, feature }) as const,
        );
        await this.#perform(fills, () => undefined);
        for (const worker of this.#workers)
          worker.postMessage({ kind: 'shelve', features: batch.features } satisfies WorkerTask);
        const plays = batch.plans.map((it) => ({ kind: 'play', ...it, keepsOutput }) as const);
        await this.#perform(plays, (said) => {
          if (said.kind === 'played') runs[said.ordinal] = said.run;
          if (said.kind === 'played' || said.kind === 'progress')
            told(said.ordinal, said.kind === 'played' ? 1 : said.doneRatio);
        });
      }
      return ok(runs);
    } catch (error) {
      if (error instanceof FaultError) return err(error.fault);
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  [Symbol.dispose](): void {
    for (const worker of this.#workers) void worker.terminate();
  }

  /** Hands out tasks one by one, each to whoever is free, until all are answered. Throws the first fault once nobody works any more. */
  async #perform(tasks: readonly OrdinalTask[], hear: (said: WorkerAnswer) => void): Promise<void> {
    let next = 0;
    const failures: Fault[] = [];
    const work = (worker: Worker): Promise<void> =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void): void => {
          worker.off('message', onMessage);
          worker.off('error', onError);
          worker.off('exit', onExit);
          settle();
        };
        const takeNext = (): void => {
          if (Atomics.load(this.#cancelled, 0) !== 0) failures.push(runCancelled);
          if (failures.length > 0 || next >= tasks.length) end(resolve);
          else worker.postMessage(assertDefined(tasks[next++], 'a task that is left'));
        };
        const onMessage = (said: WorkerAnswer): void => {
          switch (said.kind) {
            case 'progress':
              hear(said);
              return;
            case 'failed':
              failures.push(said.fault);
              break;
            case 'filled':
            case 'played':
              hear(said);
              break;
            default:
              assertNever(said, 'an answer of a worker');
          }
          takeNext();
        };
        const onError = (cause: Error): void => {
          end(() => reject(new Error('a worker that plays runs failed', { cause })));
        };
        const onExit = (code: number): void => {
          end(() => reject(new Error(`a worker that plays runs ended with ${code}`)));
        };
        worker.on('message', onMessage);
        worker.on('error', onError);
        worker.on('exit', onExit);
        takeNext();
      });
    await Promise.all(this.#workers.map(work));
    const [failed] = failures;
    if (failed !== undefined) throw new FaultError(failed);
  }
}
