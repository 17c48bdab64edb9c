import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { AgentName, AgentVerdict, SimilarOutcomes } from '#shared/agent/opinion.ts';
import type { AgentRunSummary, ReasoningStep, ReasoningStepBody } from '#shared/agent/agent-run.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { AgentRunNews } from '#shared/contract/agents.ts';
import type { AgentRunStore, ModelExchange, RecordedInput } from '#main/ports/agent-runs.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { Reading } from './agent-tool.ts';
import type { RunLog } from './run-log.ts';

/** Where a run tells of itself, and what it takes its times from. */
export interface RunRecordParts {
  readonly runs: Pick<AgentRunStore, 'begin' | 'addStep' | 'addExchange'>;
  readonly tell: (news: AgentRunNews) => void;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
}

/** One look-up; its answer is null until it has come. */
interface Lookup {
  readonly tool: string;
  readonly arguments: JsonValue;
  /** What is shown before others; those of one place stand in the order in which they were asked for. */
  readonly place: number;
  answer: Result<Reading, Fault> | null;
}

/**
 * One run while it goes on: gives its steps their numbers and times, keeps what was read and said, and knows when its time is over. After `close`
 * nothing is heard of it any more, whoever still holds it.
 */
export class RunRecord implements RunLog, Disposable {
  readonly #parts: RunRecordParts;
  readonly #aborting = new AbortController();
  readonly #startedMs: number;
  readonly #deadline: Disposable | null;
  readonly #lookups: Lookup[] = [];
  readonly #verdicts: AgentVerdict[] = [];
  #summary: AgentRunSummary;
  #steps: number;
  #exchanges = 0;
  #tokens = { prompt: 0, reply: 0 };
  #isClosed = false;

  /** `taken`: a run of before a restart goes on; its time is over, and it only hears how its ticket ended. */
  constructor(
    summary: AgentRunSummary,
    parts: RunRecordParts,
    taken?: { readonly steps: number; readonly elapsedMs: number },
  ) {
    this.#summary = summary;
    this.#parts = parts;
    this.#startedMs = parts.monotonicClock.nowMs() - (taken?.elapsedMs ?? 0);
    this.#steps = taken?.steps ?? 0;
    this.#deadline =
      taken === undefined ? parts.timers.after(durationMs(summary.deadlineMs), () => this.#aborting.abort()) : null;
    if (taken !== undefined) return;
    parts.runs.begin(summary);
    parts.tell({ kind: 'runChanged', summary });
  }

  get runId(): string {
    return this.#summary.runId;
  }

  get summary(): AgentRunSummary {
    return this.#summary;
  }

  get signal(): AbortSignal {
    return this.#aborting.signal;
  }

  elapsedMs(): number {
    return this.#parts.monotonicClock.nowMs() - this.#startedMs;
  }

  remainingMs(): number {
    return this.signal.aborted ? 0 : Math.max(0, this.#summary.deadlineMs - this.elapsedMs());
  }

  step(body: ReasoningStepBody): void {
    if (this.#isClosed) return;
    if (body.kind === 'verdictGiven') this.#verdicts.push(body.verdict);
    if (body.kind === 'modelAnswered') {
      const { prompt, reply } = body.tokens;
      this.#tokens = { prompt: this.#tokens.prompt + prompt, reply: this.#tokens.reply + reply };
    }
    const step = { ...body, sequence: ++this.#steps, atMs: this.elapsedMs() } satisfies ReasoningStep;
    this.#parts.runs.addStep(this.runId, step);
    this.#parts.tell({ kind: 'stepTaken', runId: this.runId, step });
  }

  words(words: { agent: AgentName; model: string; text: string; isThinking: boolean }): void {
    if (!this.#isClosed) this.#parts.tell({ kind: 'words', runId: this.runId, ...words });
  }

  exchange(exchange: Omit<ModelExchange, 'sequence'>): void {
    if (!this.#isClosed) this.#parts.runs.addExchange(this.runId, { ...exchange, sequence: ++this.#exchanges });
  }

  /**
   * Keeps what is looked up, in an order that does not hang on which answer comes first: a replay is told the same and shows the same. What has not
   * come when the run ends was not read.
   */
  async keep(
    { tool, arguments: wish, place }: { readonly tool: string; readonly arguments: JsonValue; readonly place: number },
    read: () => Promise<Result<Reading, Fault>>,
  ): Promise<Result<Reading, Fault>> {
    const lookup: Lookup = { tool, arguments: wish, place, answer: null };
    this.#lookups.push(lookup);
    const answer = await read();
    if (!this.#isClosed) lookup.answer = answer;
    return answer;
  }

  /** Each value once: what was read first stands. */
  evidence(): readonly Evidence[] {
    const values = new Map<string, Evidence>();
    for (const { evidence } of this.#read())
      for (const one of evidence) if (!values.has(one.evidenceId)) values.set(one.evidenceId, one);
    return [...values.values()];
  }

  similar(): SimilarOutcomes | null {
    return this.#read().find(({ similar }) => similar !== null)?.similar ?? null;
  }

  lessons(): readonly RecordId[] {
    return [...new Set(this.#read().flatMap(({ lessons }) => lessons))];
  }

  verdicts(): readonly AgentVerdict[] {
    return this.#verdicts;
  }

  tokens(): { readonly prompt: number; readonly reply: number } {
    return this.#tokens;
  }

  /** All that was looked up, as it is kept. Values of the contract are JSON; only their types do not say so. */
  readings(): RecordedInput['readings'] {
    return this.#lookups.flatMap(({ tool, arguments: wish, answer }) =>
      answer === null ? [] : [{ tool, arguments: wish, answer: answer as unknown as JsonValue }],
    );
  }

  change(summary: Partial<AgentRunSummary>): AgentRunSummary {
    this.#summary = { ...this.#summary, ...summary };
    if (!this.#isClosed) this.#parts.tell({ kind: 'runChanged', summary: this.#summary });
    return this.#summary;
  }

  /** Its time is over, or nobody waits for it any more. */
  abort(): void {
    this.#aborting.abort();
  }

  /** It has answered: from here on it has all the time that it takes to wait. */
  stopClock(): void {
    this.#deadline?.[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    this.stopClock();
    this.#aborting.abort();
  }

  #read(): readonly Reading[] {
    const placed = this.#lookups.toSorted((a, b) => a.place - b.place);
    return placed.flatMap(({ answer }) => (answer?.ok === true ? [answer.value] : []));
  }
}
