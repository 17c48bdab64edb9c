import type { Opinion } from '#shared/agent/opinion.ts';
import { assertNever } from '#shared/base/assert.ts';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { SignalAnswer, SignalEvent, SignalWish } from '#shared/contract/signal.ts';
import type { DecisionId } from '#shared/trading/ids.ts';
import type { AgentRunNews } from '#shared/contract/agents.ts';
import type { AgentFeed, AgentRunReads } from '#main/ports/agent-runs.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import type { WallClock } from '#main/ports/clock.ts';
import type { Cockpit } from '#main/ports/cockpit.ts';
import type { StoredSignal } from '#main/ports/signal-storage.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';
import type { SyncControl } from '#main/ports/sync-control.ts';
import { waitingNews } from '../waiting-news.ts';
import { readSignal, type ReadSignal } from './read-signal.ts';
import { signalAnswer } from './signal-answer.ts';

export interface SignalSources {
  readonly cockpit: Pick<Cockpit, 'snapshot'>;
  readonly sync: Pick<SyncControl, 'health'>;
  readonly agents: { readonly runs: Pick<AgentRunReads, 'runs' | 'run'>; readonly feed: AgentFeed };
  readonly signals: SignalTerms;
  readonly wallClock: WallClock;
}

/** Of runs that nothing follows from. */
const asidePrefix = 'aside:';

/** Each run may take a model for as long as its deadline. */
export const invocationsMax = 4;

export interface SignalService {
  readonly latest: (wish: SignalWish) => Result<SignalAnswer, Fault>;
  /** Asks the agents aside: nothing follows from what they say. RATE_LIMITED while too many are being asked, and the faults of `readSignal`. */
  readonly invoke: (wish: SignalWish) => Promise<Result<SignalAnswer, Fault>>;
  /** The same, and what happens meanwhile. `signal` ends it early. */
  readonly stream: (wish: SignalWish, signal: AbortSignal) => Result<AsyncGenerator<SignalEvent, void>, Fault>;
}

/** What the scenarios say, for programs. It reads the engine and asks the agents aside; it has no way to an order. */
export function createSignalService(sources: SignalSources): SignalService {
  const { cockpit, sync, agents, signals, wallClock } = sources;
  const { analyst } = signals;
  let invocations = 0;
  let asked = 0;

  const read = (wish: SignalWish): Result<ReadSignal, Fault> =>
    readSignal(wish, { ...signals, snapshot: cockpit.snapshot(), sync: sync.health() });

  const answerFor = (wish: SignalWish, signal: ReadSignal, opinion: Opinion | null): SignalAnswer =>
    signalAnswer(wish, signal, {
      opinion,
      stored: storedOf(signal.decision.decisionId, signals),
      statements: signals.statementsOf(signal.decision),
    });

  /** Who is asked, and under which id. Two in one millisecond are two runs. */
  const begin = (wish: SignalWish): Result<{ readonly signal: ReadSignal; readonly runId: string }, Fault> => {
    const signal = read(wish);
    if (!signal.ok) return signal;
    if (invocations >= invocationsMax) return err(busy);
    const { decisionId } = signal.value.decision;
    return ok({ signal: signal.value, runId: `${asidePrefix}${decisionId}@${wallClock.nowUtcMs()}#${++asked}` });
  };

  const ask = async (signal: ReadSignal, runId: string): Promise<Result<Opinion | null, Fault>> => {
    if (analyst === null) return ok(null);
    invocations++;
    try {
      const answer = await new Promise<Answer>((resolve) => {
        analyst.ask(questionOf(signal, runId), resolve);
      });
      if (answer.kind === 'opinion') return ok(answer.opinion);
      return err(answer.kind === 'fault' ? answer.fault : notAnOpinion(runId));
    } finally {
      invocations--;
    }
  };

  return {
    latest: (wish) => {
      const signal = read(wish);
      if (!signal.ok) return signal;
      const { decisionId } = signal.value.decision;
      const opinion = signals.opinionOn(decisionId) ?? asideOpinionOn(decisionId, agents.runs);
      return ok(answerFor(wish, signal.value, opinion));
    },

    invoke: async (wish) => {
      const begun = begin(wish);
      if (!begun.ok) return begun;
      const { signal, runId } = begun.value;
      const opinion = await ask(signal, runId);
      return opinion.ok ? ok(answerFor(wish, signal, opinion.value)) : opinion;
    },

    stream: (wish, ending) => {
      const begun = begin(wish);
      if (!begun.ok) return begun;
      const { signal, runId } = begun.value;
      return ok(
        eventsOf({
          runId,
          feed: agents.feed,
          ending,
          asking: () => ask(signal, runId),
          answerBy: (opinion) => answerFor(wish, signal, opinion),
        }),
      );
    },
  };
}

/** Steps and words of one run as they come, then the answer. Whoever takes them too slowly is cut off. */
async function* eventsOf({
  runId,
  feed,
  ending,
  asking,
  answerBy,
}: {
  readonly runId: string;
  readonly feed: AgentFeed;
  readonly ending: AbortSignal;
  readonly asking: () => Promise<Result<Opinion | null, Fault>>;
  readonly answerBy: (opinion: Opinion | null) => SignalAnswer;
}): AsyncGenerator<SignalEvent, void> {
  const waiting = waitingNews();
  // Who asked may fail against his port: that is told to who listens, as any other failure inside.
  const run: { keepsUp: boolean; answered: (() => Result<Opinion | null, Fault>) | null } = {
    keepsUp: true,
    answered: null,
  };
  let wake = (): void => undefined;
  using following = new DisposableStack();
  following.use(
    feed.subscribe((news) => {
      if (runIdOf(news) !== runId) return;
      run.keepsUp &&= waiting.add(news);
      wake();
    }),
  );
  ending.addEventListener('abort', () => {
    wake();
  });
  const settle = (answered: () => Result<Opinion | null, Fault>): void => {
    run.answered = answered;
    wake();
  };
  void asking().then(
    (answered) => settle(() => answered),
    (error: unknown) =>
      settle(() => {
        throw error;
      }),
  );
  while (!ending.aborted) {
    if (!run.keepsUp) throw new FaultError(tooSlow(runId));
    for (const news of waiting.takeAll()) {
      const event = eventIn(news);
      if (event !== null) yield event;
    }
    if (!waiting.isEmpty()) continue;
    if (run.answered !== null) {
      const answered = run.answered();
      if (!answered.ok) throw new FaultError(answered.error);
      yield { kind: 'answer', answer: answerBy(answered.value) };
      return;
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
  throwWhyEnded(ending);
}

/** Whoever goes away is told nothing; one who may not listen any more is told why. */
function throwWhyEnded({ reason }: AbortSignal): void {
  if (reason instanceof FaultError) throw reason;
}

const runIdOf = (news: AgentRunNews): string => (news.kind === 'runChanged' ? news.summary.runId : news.runId);

function eventIn(news: AgentRunNews): SignalEvent | null {
  switch (news.kind) {
    case 'runChanged':
      return null;
    case 'stepTaken':
      return { kind: 'step', runId: news.runId, step: news.step };
    case 'words':
      return news;
    default:
      return assertNever(news, 'news of a run');
  }
}

/** From IDLE with a setup, whatever stands in the scenario's own thread: the graph is run once, on this bar. */
const questionOf = ({ decision }: ReadSignal, runId: string): Question => ({
  kind: 'entry',
  scenario: decision.scenario,
  symbol: decision.symbol,
  asOfUtcMs: decision.asOfUtcMs,
  phase: 'idle',
  facts: { isSetup: true, isEntering: false, isInPosition: false, isExiting: false },
  decision,
  aside: { runId },
});

/** How far back a decision's fate is looked for: as many signals as both scenarios give in weeks. */
const signalsRead = 50;

const storedOf = (decisionId: DecisionId, signals: Pick<SignalTerms, 'signals'>): StoredSignal | null =>
  signals.signals({ before: null, limit: signalsRead }).find(({ decision }) => decision.decisionId === decisionId) ??
  null;

const runsRead = 20;

/** What was said last to somebody who asked aside. */
function asideOpinionOn(decisionId: DecisionId, runs: SignalSources['agents']['runs']): Opinion | null {
  const wish = { scenario: null, symbol: null, kind: 'entry', decisionId, before: null, limit: runsRead } as const;
  for (const { runId } of runs.runs(wish)) {
    if (!runId.startsWith(asidePrefix)) continue;
    const concluded = runs.run(runId)?.steps.findLast((step) => step.kind === 'concluded');
    if (concluded?.opinion) return concluded.opinion;
  }
  return null;
}

const busy: Fault = fault('RATE_LIMITED', 'Too many runs were asked for at once; wait for one to end.', {
  invocationsMax,
});

const tooSlow = (runId: string): Fault =>
  fault('RATE_LIMITED', 'The events of the run were not taken in time; the run itself goes on and is recorded.', {
    runId,
  });

const notAnOpinion = (runId: string): Fault =>
  fault('ANALYST_FAILED', 'The agents answered another question than was asked.', { runId });
