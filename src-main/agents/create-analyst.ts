import type { Scenario } from '#shared/trading/scenario.ts';
import { secondsToMs } from '#shared/units/duration-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { AgentRunReads, AgentRunStore } from '#main/ports/agent-runs.ts';
import type { Analyst, Answer, EndedTicket, Question, Standing } from '#main/ports/analyst.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Digest } from '#main/ports/digest.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import type { AgentNews } from './agent-feed.ts';
import type { AgentSources } from './agent-sources.ts';
import { summaryAtStart } from './begin-run.ts';
import type { Checkpointer } from './checkpointer.ts';
import { gatherers } from './gather/gatherers.ts';
import type { TradeGraph } from './graphs/trade-graph.ts';
import type { TradeState } from './graphs/trade-state.ts';
import { loadGraphs, type Graphs } from './load-graphs.ts';
import type { ModelLadder } from './model-ladder.ts';
import { orAborted } from './or-aborted.ts';
import { createPrompts, type Prompts } from './prompts/create-prompts.ts';
import { writeQuestion } from './recorded-question.ts';
import { rehearse } from './rehearse.ts';
import { RunRecord, type RunRecordParts } from './run-record.ts';
import { createRunTurns, type RunTurns } from './run-turns.ts';
import { think, type Ground, type Subject } from './think.ts';
import type { Language } from './thinking.ts';
import { isKept, threadOf, tradeThread } from './thread-of.ts';
import { TicketWaits } from './ticket-waits.ts';
import { toolsFor } from './tools/tools-for.ts';

export interface AnalystParts {
  readonly sources: AgentSources;
  /** Null: no model is ever asked. */
  readonly ladder: ModelLadder | null;
  readonly checkpointer: () => Promise<Checkpointer>;
  readonly runs: AgentRunStore & AgentRunReads;
  readonly news: AgentNews;
  readonly settings: { readonly deadlineMs: Readonly<Record<Scenario, number>>; readonly language: Language };
  readonly digest: Digest;
  readonly nextTurn: () => Promise<void>;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly logger: Logger;
}

export interface RunningAnalyst extends Analyst, AsyncDisposable {
  /** Loads what the first run needs, and takes up what was waited for; for a moment when nobody waits for the loop. */
  readonly warm: () => Promise<void>;
}

/**
 * So many runs share the loop with the engine; the others wait, and their time runs from when they were asked. Who asks models waits for them most of the
 * time; rules only compute, and more of them at once would all look things up too late.
 */
const runningMax = { models: 4, rules: 2 } as const;
const waitingMax = 256;

/** A disk that never answers must not keep a thread for ever. */
const hearingMs = secondsToMs(5);

/** Whoever looks at a setup, as graphs over the phase function: with models, or with the rules' words alone. */
export const createAnalyst = (parts: AnalystParts): RunningAnalyst => new GraphAnalyst(parts);

/** From setup to the verdict with nobody to speak: what is run once is compiled. */
const emptyPass: TradeState = {
  ...{ runId: 'warm', phase: 'setup', awaited: null },
  facts: { isSetup: true, isEntering: false, isInPosition: false, isExiting: false },
};

const silent = { step: () => undefined, elapsedMs: () => 0 };

class GraphAnalyst implements RunningAnalyst {
  readonly #parts: AnalystParts;
  readonly #recordParts: RunRecordParts;
  readonly #prompts: Prompts;
  readonly #waits: TicketWaits;
  readonly #turns: RunTurns;
  readonly #ending = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #graphs: Promise<Graphs> | null = null;
  #newestStart = 0;

  constructor(parts: AnalystParts) {
    this.#parts = parts;
    this.#recordParts = { ...parts, tell: parts.news.tell };
    this.#prompts = createPrompts(parts.digest);
    this.#turns = createRunTurns({ runningMax: runningMax[parts.ladder === null ? 'rules' : 'models'], waitingMax });
    this.#waits = new TicketWaits({ ...parts, tell: parts.news.tell });
  }

  ask(question: Question, answer: (answer: Answer) => void): void {
    if (this.#ending.signal.aborted) return;
    // Rules propose nothing: each bar of each position would be a run that says so.
    if (question.kind === 'manage' && this.#parts.ladder?.isAsking() !== true) {
      answer({ kind: 'proposal', proposal: null });
      return;
    }
    this.#follow(
      this.#answerOf(question).then((given) => {
        if (!this.#ending.signal.aborted) answer(given);
      }),
    );
  }

  tell(ended: EndedTicket & { readonly scenario: Scenario; readonly symbol: string }): void {
    this.#inTurn(ended, (graph, thread) => this.#waits.hear(graph, thread, ended));
  }

  takeUp(standings: readonly Standing[]): void {
    this.#waits.takeUp(standings);
  }

  async warm(): Promise<void> {
    const { passing } = await this.#load();
    const { nextTurn } = this.#parts;
    for (const graph of Object.values(passing))
      await graph.walk(emptyPass, { record: silent, nextTurn, thinking: null }, 'warm');
    const rehearsed = this.#rehearse();
    this.#follow(rehearsed.catch(() => undefined));
    await rehearsed;
    for (const standing of this.#waits.unsettled()) this.#inTurn(standing, () => Promise.resolve());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#underWay);
    this.#waits[Symbol.dispose]();
  }

  async #answerOf(question: Question): Promise<Answer> {
    const { settings, runs } = this.#parts;
    const start = { startedAtUtcMs: this.#startNow(), deadlineMs: settings.deadlineMs[question.scenario] };
    const record = new RunRecord(summaryAtStart(question, start), this.#recordParts);
    const end = (): void => record.abort();
    this.#ending.signal.addEventListener('abort', end, { once: true });
    const thread = threadOf(question, record.runId);
    const { answer, left } = await think(this.#thinkingOf(question, record), {
      ...this.#parts,
      ground: () => this.#groundOf(question, thread, record.signal),
    });
    this.#ending.signal.removeEventListener('abort', end);
    record.stopClock();
    const asked = writeQuestion({ question, language: settings.language });
    runs.end(record.change({ state: left }), { question: asked, readings: record.readings() });
    if (left === 'waiting') this.#waits.wait(thread, record);
    else record[Symbol.dispose]();
    return answer;
  }

  #thinkingOf(question: Question, record: RunRecord): Subject {
    const { ladder, settings, sources } = this.#parts;
    const looking = gatherers.map(({ name, read }) => ({ name, read: () => read(question, sources, record.signal) }));
    const { language } = settings;
    const tools = toolsFor(question, sources);
    return { question, record, ladder, gatherers: looking, tools, prompts: this.#prompts, language };
  }

  /** Null where the run's time was over, or too many wait. */
  async #groundOf(question: Question, thread: string, signal: AbortSignal): Promise<Ground | null> {
    using taking = new DisposableStack();
    const turn = await this.#turns.take(thread, signal);
    if (turn === null) return null;
    taking.use(turn);
    const { kept, passing } = await this.#load();
    const graph = (isKept(question) ? kept : passing)[question.scenario];
    await this.#waits.settle(graph, thread);
    this.#waits.supersede(thread);
    const taken = taking.move();
    return { graph, thread, [Symbol.dispose]: () => taken.dispose() };
  }

  /** Something on a trade's thread that nobody waits for. The log has it already: where it fails, nothing is lost. */
  #inTurn(
    trade: { readonly scenario: Scenario; readonly symbol: string },
    work: (graph: TradeGraph, thread: string) => Promise<void>,
  ): void {
    const thread = tradeThread(trade);
    const onThread = async (): Promise<void> => {
      const graph = (await this.#load()).kept[trade.scenario];
      await this.#waits.settle(graph, thread);
      await work(graph, thread);
    };
    const go = async (): Promise<void> => {
      const ending = this.#ending.signal;
      using turn = await this.#turns.take(thread, ending);
      if (turn === null) return;
      const late = new AbortController();
      using limits = new DisposableStack();
      limits.use(this.#parts.timers.after(hearingMs, () => late.abort()));
      await orAborted(onThread(), AbortSignal.any([late.signal, ending]), () => undefined);
    };
    this.#follow(
      go().catch((error: unknown) => {
        this.#parts.logger.error('a graph did not hear how its ticket ended; the log knows', error, { thread });
      }),
    );
  }

  async #rehearse(): Promise<void> {
    const { settings, sources } = this.#parts;
    await rehearse({
      ...this.#parts,
      decisions: sources.cockpit.snapshot().scenarios.flatMap(({ decision }) => decision ?? []),
      graphs: (await this.#load()).passing,
      subjectOf: (question, record) => this.#thinkingOf(question, record),
      deadlineMs: settings.deadlineMs,
      ending: this.#ending.signal,
    });
  }

  /** Tried again by the next who needs it. */
  #load(): Promise<Graphs> {
    this.#graphs ??= loadGraphs(
      gatherers.map(({ name }) => name),
      this.#parts.checkpointer,
    ).catch((error: unknown) => {
      this.#graphs = null;
      throw error;
    });
    return this.#graphs;
  }

  /** Unlike that of any run before, so that it names one. */
  #startNow(): UtcMs {
    this.#newestStart = Math.max(this.#parts.wallClock.nowUtcMs(), this.#newestStart + 1);
    return utcMs(this.#newestStart);
  }

  /** Whoever runs agents does without one that fails: it is logged, and ends nothing else. */
  #follow(work: Promise<void>): void {
    const followed = work
      .catch((error: unknown) => {
        this.#parts.logger.error('an agent failed; nobody waits for it longer than its time', error);
      })
      .finally(() => this.#underWay.delete(followed));
    this.#underWay.add(followed);
  }
}
