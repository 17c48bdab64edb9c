import { fault, type Fault } from '#shared/base/fault.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import { answerByRules } from './answer-by-rules.ts';
import { explainGovernance } from './graphs/explain-governance.ts';
import type { TradeGraph } from './graphs/trade-graph.ts';
import type { TradeState } from './graphs/trade-state.ts';
import { orAborted } from './or-aborted.ts';
import { outcomeOf, readAnswer, statementsOf } from './read-answer.ts';
import type { Thinking } from './thinking.ts';

/** Past its deadline a graph has so long to say what it has; then the rules say it. */
const graceMs = 50;

/** Rules alone speak to an entry within 50 ms: what they show beside their own words has to be there by then. */
const gatherMsByRules = 30;

/** Models need the most of the time for themselves. */
const gatherShare = 1 / 3;

/** By when everything has to be looked up. Only an entry that is waited for is in a hurry. */
function gatherMsOf({ question, record, ladder }: Subject): number {
  const isInHurry = question.kind === 'entry' && question.aside === undefined && ladder?.isAsking() !== true;
  return isInHurry ? gatherMsByRules : record.remainingMs() * gatherShare;
}

/** A question and what to think it through with. */
export type Subject = Omit<Thinking, 'conclude' | 'gathering'>;

export interface Thought {
  readonly answer: Answer;
  /** `waiting`: the graph stands at its ticket. */
  readonly left: 'ended' | 'waiting' | 'failed';
}

/** What a run thinks in: a graph and the thread that it stands on, held for as long as it thinks. */
export interface Ground extends Disposable {
  readonly graph: TradeGraph;
  readonly thread: string;
}

export interface ThinkParts {
  /** Null where no ground was to be had in time. */
  readonly ground: () => Promise<Ground | null>;
  readonly nextTurn: () => Promise<void>;
  readonly timers: Timers;
  readonly logger: Logger;
}

/**
 * Thinks a question through and answers it, whatever goes wrong: a graph that fails, hangs, or says what is no answer is left, and what was said until
 * then is answered, or the rules' own word.
 */
export async function think(thinking: Subject, parts: ThinkParts): Promise<Thought> {
  const { question, record } = thinking;
  const concluded: Answer[] = [];
  const conclude = (answer: Answer): void => {
    const read = readAnswer(question, answer);
    if (read !== null) concluded.push(read);
  };
  const { left, failure } = await walkInTime(thinking, { ...parts, conclude });
  const answer = concluded[0] ?? fallBack(thinking, parts.logger);
  if (failure !== null) record.step({ kind: 'failed', fault: failure });
  record.step({
    kind: 'concluded',
    opinion: answer.kind === 'opinion' ? answer.opinion : null,
    statements: statementsOf(answer, record.verdicts()),
  });
  record.change({ ...outcomeOf(answer, record.verdicts()), durationMs: record.elapsedMs() });
  return { answer, left };
}

interface WalkParts extends ThinkParts, Pick<Thinking, 'conclude'> {}

interface Walked {
  readonly left: Thought['left'];
  readonly failure: Fault | null;
}

/** Never throws, and never takes longer than the run's time and what is granted past it. */
async function walkInTime(thinking: Subject, parts: WalkParts): Promise<Walked> {
  const { record } = thinking;
  const over = new AbortController();
  using limits = new DisposableStack();
  limits.use(parts.timers.after(durationMs(record.remainingMs() + graceMs), () => over.abort()));
  const late = (): Walked => ({ left: 'failed', failure: cancelled('the graph did not come to an end in time') });
  try {
    return await orAborted(walk(thinking, parts), over.signal, late);
  } catch (error) {
    parts.logger.error('a run of agents failed; the rules answer for it', error, { run: record.runId });
    const reason = error instanceof Error ? error.message : String(error);
    return {
      left: 'failed',
      failure: fault('ANALYST_FAILED', `The graph failed: ${reason}. The rules answer for it.`, { reason }),
    };
  }
}

async function walk(subject: Subject, { ground: take, nextTurn, timers, conclude }: WalkParts): Promise<Walked> {
  const { question, record } = subject;
  using ground = await take();
  if (ground === null) return { left: 'failed', failure: cancelled('too many runs were under way') };
  const enough = new AbortController();
  using limits = new DisposableStack();
  limits.use(timers.after(durationMs(gatherMsOf(subject)), () => enough.abort()));
  const gathering = AbortSignal.any([enough.signal, record.signal]);
  const thinking: Thinking = { ...subject, gathering, conclude };
  if (question.kind === 'governance') {
    await explainGovernance(thinking);
    return { left: 'ended', failure: null };
  }
  const state = stateOf(question, record.runId);
  return { left: await ground.graph.walk(state, { record, nextTurn, thinking }, ground.thread), failure: null };
}

/** Where the graph takes the log's phase up: by the same function, from the facts of the question. */
function stateOf(question: Exclude<Question, { kind: 'governance' }>, runId: string): TradeState {
  const { phase, facts } = question;
  const start = { runId, phase, facts, awaited: null };
  switch (question.kind) {
    case 'entry':
      return { ...start, facts: { ...facts, isSetup: true } };
    case 'manage':
      return start;
    // The trade's own: another may be open by now.
    case 'reflection':
      return {
        ...start,
        phase: 'manage',
        facts: { isSetup: false, isEntering: false, isInPosition: true, isExiting: true },
      };
  }
}

function fallBack(thinking: Subject, logger: Logger): Answer {
  try {
    const answer = readAnswer(thinking.question, answerByRules(thinking));
    if (answer !== null) return answer;
  } catch (error) {
    logger.error('the rules could not answer for the agents', error, { run: thinking.record.runId });
  }
  return { kind: 'fault', fault: fault('ANALYST_FAILED', 'Nothing could be said; the rules decide by themselves.') };
}

const cancelled = (why: string): Fault =>
  fault('AGENT_RUN_CANCELLED', `The run was left: ${why}. What was said until then, or the rules, answer for it.`, {
    why,
  });
