import { FaultError, type Fault } from '#shared/base/fault.ts';
import type { AgentRun, AgentRunSummary, ReasoningStep } from '#shared/agent/agent-run.ts';
import type { RunsWish } from '#shared/contract/agents.ts';
import { durationMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type {
  AgentRunReads,
  AgentRunStore,
  ModelExchange,
  RecordedInput,
  RecordedRun,
} from '#main/ports/agent-runs.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { WritableDb } from '../sqlite/readable-db.ts';
import { runReads } from './run-reads.ts';
import {
  deleteRunsBut,
  insertExchange,
  insertRun,
  insertStep,
  interruptRunning,
  packRun,
  updateRun,
} from './run-rows.ts';

export interface KeptRunsParts {
  readonly timers: Timers;
  readonly logger: Logger;
  readonly runsKept: number;
  readonly onFault: (fault: Fault) => void;
}

/** What is told of a run that is under way rests so long, so that many steps are one commit and none of them waits for the disk. */
const restMs = durationMs(100);
/** Between two commits where more rests than one takes: many runs at once are written soon, and the loop has its turns. */
const betweenMs = durationMs(20);
/** Tellings in one commit, and whatever else is told of the last run among them: the loop waits for it. */
const batchMax = 64;
/** More is not kept: a disk that takes nothing must not fill the memory. */
const restingMax = 20_000;
/** So often the oldest are forgotten: a few at a time, so that the loop is not held. */
const runsBetweenPrunings = 10;

/** What was told of one run and is not on the disk yet. */
interface Told {
  readonly steps: ReasoningStep[];
  readonly exchanges: ModelExchange[];
  /** Null until it has said what it thinks. */
  input: RecordedInput | null;
  /** What came behind that. */
  readonly stepsBehind: ReasoningStep[];
  /** The newest; null where it has not changed. */
  summary: AgentRunSummary | null;
  /** How often something was told. */
  tellings: number;
}

/**
 * Runs as they are told and kept. Telling never throws: what the disk refuses is told once and lost. That a run has begun is on the disk before the loop
 * turns, one commit for all that begin together, so that whoever has heard of it will find it; the rest is written later. Who reads is shown everything.
 */
export class KeptRuns implements AgentRunStore, AgentRunReads, Disposable {
  readonly #db: WritableDb;
  readonly #reads: AgentRunReads;
  readonly #parts: KeptRunsParts;
  #begun: AgentRunSummary[] = [];
  readonly #told = new Map<string, Told>();
  #resting = 0;
  #sincePruning = 0;
  #timer: Disposable | null = null;
  #isRefused = false;

  constructor(db: WritableDb, parts: KeptRunsParts) {
    this.#db = db;
    this.#reads = runReads(db);
    this.#parts = parts;
    this.#commit(() => {
      interruptRunning(db);
    });
  }

  begin(summary: AgentRunSummary): void {
    // What rests under this name is another's.
    if (this.#told.has(summary.runId)) this.#flush();
    if (this.#begun.push(summary) > 1) return;
    queueMicrotask(() => {
      this.#commitBegun();
    });
  }

  addStep(runId: string, step: ReasoningStep): void {
    this.#tell(runId, ({ input, steps, stepsBehind }) => (input === null ? steps : stepsBehind).push(step));
  }

  addExchange(runId: string, exchange: ModelExchange): void {
    this.#tell(runId, ({ exchanges }) => exchanges.push(exchange));
  }

  end(summary: AgentRunSummary, input: RecordedInput): void {
    this.#tell(summary.runId, (told) => Object.assign(told, { summary, input }));
  }

  change(summary: AgentRunSummary): void {
    this.#tell(summary.runId, (told) => Object.assign(told, { summary }));
  }

  runs(wish: RunsWish): readonly AgentRunSummary[] {
    this.#flush();
    return this.#reads.runs(wish);
  }

  run(runId: string): AgentRun | null {
    this.#flush();
    return this.#reads.run(runId);
  }

  recorded(runId: string): RecordedRun | null {
    this.#flush();
    return this.#reads.recorded(runId);
  }

  [Symbol.dispose](): void {
    this.#flush();
  }

  #flush(): void {
    this.#timer?.[Symbol.dispose]();
    this.#timer = null;
    this.#commitBegun();
    while (this.#told.size > 0) this.#commitTold();
  }

  #tell(runId: string, change: (told: Told) => void): void {
    if (this.#resting >= restingMax) return;
    const told = this.#told.get(runId) ?? nothingTold();
    this.#told.set(runId, told);
    change(told);
    told.tellings++;
    this.#resting++;
    this.#wake(restMs);
  }

  #wake(afterMs: DurationMs): void {
    this.#timer ??= this.#parts.timers.after(afterMs, () => {
      this.#timer = null;
      this.#commitBegun();
      this.#commitTold();
      if (this.#told.size > 0) this.#wake(betweenMs);
    });
  }

  #commitBegun(): void {
    const begun = this.#begun;
    if (begun.length === 0) return;
    this.#begun = [];
    this.#sincePruning += begun.length;
    this.#commit(() => {
      for (const summary of begun) insertRun(this.#db, summary);
    });
  }

  #commitTold(): void {
    const batch = this.#takeBatch();
    this.#commit(() => {
      for (const [runId, told] of batch) writeTold(this.#db, runId, told);
      if (this.#sincePruning < runsBetweenPrunings) return;
      this.#sincePruning = 0;
      deleteRunsBut(this.#db, this.#parts.runsKept);
    });
  }

  #takeBatch(): readonly (readonly [string, Told])[] {
    const batch: (readonly [string, Told])[] = [];
    let size = 0;
    for (const [runId, told] of this.#told) {
      if (size >= batchMax) break;
      size += told.tellings;
      batch.push([runId, told]);
      this.#told.delete(runId);
    }
    this.#resting -= size;
    return batch;
  }

  #commit(write: () => void): void {
    try {
      this.#db.transaction(write);
      this.#isRefused = false;
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      this.#parts.onFault(error.fault);
      if (!this.#isRefused) this.#parts.logger.warn('what agents say is not kept', { ...error.fault.facts });
      this.#isRefused = true;
    }
  }
}

const nothingTold = (): Told => ({
  ...{ steps: [], exchanges: [], stepsBehind: [] },
  ...{ input: null, summary: null, tellings: 0 },
});

function writeTold(db: WritableDb, runId: string, { steps, exchanges, input, stepsBehind, summary }: Told): void {
  if (input !== null) packRun(db, runId, { steps, exchanges, input });
  else {
    for (const step of steps) insertStep(db, runId, step);
    for (const exchange of exchanges) insertExchange(db, runId, exchange);
  }
  for (const step of stepsBehind) insertStep(db, runId, step);
  if (summary !== null) updateRun(db, summary);
}
