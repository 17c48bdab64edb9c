import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { lessonSchema, type Lesson } from '#shared/agent/lesson.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import { recordId, type RecordId } from '#shared/trading/record-id.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import type { Step } from './step.ts';

type ReflectionQuestion = Extract<Question, { kind: 'reflection' }>;

/** A trade of which agents draw no lesson when they are asked so often has taught none. */
const attemptsMax = 3;

/**
 * Keeps what a trade has taught, once. It is known from now on, whenever the trade was closed: no decision before could have been shown it. That
 * there is no lesson, and why, is in the log as well.
 */
export function learn(step: Step, question: ReflectionQuestion, answer: Answer): void {
  const lesson = lessonIn(step, question, answer);
  if (lesson.ok) {
    step.record({ kind: 'lessonLearnt', lesson: lesson.value });
    return;
  }
  const { positionId, ordinal } = question.trade;
  const waiting = step.state.reducedTrades.find((it) => it.positionId === positionId);
  const attempt = (waiting?.reflectionsFailed ?? 0) + 1;
  const next = attempt < attemptsMax ? 'again' : 'none';
  const tradeId = recordId('trade', `${positionId}#${ordinal}`);
  step.record({ kind: 'reflectionFailed', tradeId, attempt, next, fault: lesson.error });
  step.dependencies.logger.warn('a lesson was not taken up', { tradeId, attempt, next, ...lesson.error });
}

function lessonIn(step: Step, { trade, scenario, symbol }: ReflectionQuestion, answer: Answer): Result<Lesson, Fault> {
  if (answer.kind === 'fault') return err(answer.fault);
  const parsed = lessonSchema.safeParse(answer.kind === 'lesson' ? answer.lesson : null);
  if (!parsed.success) return err(unfit('it is no lesson'));
  const { data } = parsed;
  const key = `${trade.positionId}#${trade.ordinal}`;
  const isAbout = data.tradeId === recordId('trade', key) && data.scenario === scenario && data.symbol === symbol;
  if (!isAbout || data.lessonId !== recordId('lesson', `reflection/${key}`))
    return err(unfit(`it is of ${data.tradeId}`));
  if (step.dependencies.ledger.lesson(data.lessonId) !== null) return err(unfit('it was learnt before'));
  return ok({ ...data, learntAtUtcMs: step.nowUtcMs });
}

const unfit = (why: string): Fault =>
  fault('ANALYST_FAILED', `What the agents learnt is no lesson of this trade: ${why}.`);

/** The trader's word: from now on it is shown to nobody. LESSON_UNKNOWN where there is none, or it is retired already. */
export function retireLesson(
  step: Step,
  { lessonId, reason }: Extract<CockpitCommand, { kind: 'retireLesson' }>,
  actor: Actor,
): Result<void, Fault> {
  const stored = step.dependencies.ledger.lesson(lessonId);
  if (stored === null) return err(unknownLesson(lessonId, 'There is no such lesson.'));
  if (stored.retired !== null) return err(unknownLesson(lessonId, 'The lesson is retired already.'));
  step.record({ kind: 'lessonRetired', lessonId, reason, actor });
  return ok(undefined);
}

const unknownLesson = (lessonId: RecordId, message: string): Fault => fault('LESSON_UNKNOWN', message, { lessonId });
