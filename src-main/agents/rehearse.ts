import type { Scenario } from '#shared/trading/scenario.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import { summaryAtStart } from './begin-run.ts';
import type { Graphs } from './load-graphs.ts';
import { RunRecord } from './run-record.ts';
import { think, type Subject } from './think.ts';

export interface RehearsalParts {
  readonly decisions: readonly SignalDecision[];
  readonly graphs: Graphs['passing'];
  readonly subjectOf: (question: Question, record: RunRecord) => Subject;
  readonly deadlineMs: Readonly<Record<Scenario, number>>;
  /** Aborted when there is nobody any more to rehearse for. */
  readonly ending: AbortSignal;
  readonly nextTurn: () => Promise<void>;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly logger: Logger;
}

/** From then on a run takes about as long as it will. */
const runs = 4;

/**
 * Thinks entries through by rules alone, on the newest decisions: what is done for the first time takes several times as long, and somebody waits for the
 * first run. Nobody hears of these, and nothing of them is kept.
 */
export async function rehearse(parts: RehearsalParts): Promise<void> {
  const { decisions, graphs, subjectOf, deadlineMs, ending, wallClock } = parts;
  for (let run = 0; run < runs; run++) {
    const decision = decisions[run % decisions.length];
    if (decision === undefined || ending.aborted) return;
    const question = asideOn(decision);
    const start = { startedAtUtcMs: wallClock.nowUtcMs(), deadlineMs: deadlineMs[decision.scenario] };
    using record = new RunRecord(summaryAtStart(question, start), { ...parts, runs: unheard, tell: () => undefined });
    using limits = new DisposableStack();
    const end = (): void => record.abort();
    ending.addEventListener('abort', end, { once: true });
    limits.defer(() => ending.removeEventListener('abort', end));
    const ground = { graph: graphs[decision.scenario], thread: record.runId, [Symbol.dispose]: () => undefined };
    await think({ ...subjectOf(question, record), ladder: null }, { ...parts, ground: () => Promise.resolve(ground) });
  }
}

const unheard = { begin: () => undefined, addStep: () => undefined, addExchange: () => undefined };

function asideOn(decision: SignalDecision): Extract<Question, { kind: 'entry' }> {
  const { scenario, symbol, asOfUtcMs, decisionId } = decision;
  const facts = { isSetup: true, isEntering: false, isInPosition: false, isExiting: false };
  const aside = { runId: `rehearsal:${decisionId}` };
  return { kind: 'entry', scenario, symbol, asOfUtcMs, phase: 'idle', facts, decision, aside };
}
