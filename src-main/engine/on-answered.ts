import { assertNever } from '#shared/base/assert.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { opinionSchema, type Opinion } from '#shared/agent/opinion.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Answer } from '#main/ports/analyst.ts';
import type { AnsweredBy } from './desk.ts';
import type { EngineInput } from './engine-input.ts';
import { enterByRule } from './enter-by-rule.ts';
import { entryKey } from './entry-key.ts';
import { learn } from './learn.ts';
import { propose } from './propose.ts';
import type { Step } from './step.ts';

/** What the agents say, once for each question. Whatever comes to one that is not open any more has come too late, and changes nothing. */
export function onAnswered(step: Step, { key, answer }: Extract<EngineInput, { kind: 'answered' }>): void {
  const open = step.desk.asked.get(key);
  if (open === undefined) {
    step.dependencies.logger.info('an answer came to a question that is not open', { key, kind: answer.kind });
    return;
  }
  step.desk.asked.delete(key);
  step.desk.answeredBy = whoAnswered(answer) ?? step.desk.answeredBy;
  const { question } = open;
  switch (question.kind) {
    case 'entry':
      return adviseEntry(step, question.decision, answer);
    case 'manage':
      return propose(step, question, answer);
    case 'reflection':
      return learn(step, question, answer);
    case 'governance':
      // Words only: they are told by the run itself.
      return;
    default:
      return assertNever(question, 'question');
  }
}

/** Ends the question about an entry with what was said, if anything: an opinion can stop the entry and explain it, and the rules make it. */
export function adviseEntry(step: Step, decision: SignalDecision, answer: Answer): void {
  const { decisionId, scenario, symbol, signal } = decision;
  if (!(decisionId in step.state.questions)) return;
  step.desk.asked.delete(entryKey(decision));
  const said = opinionIn(answer, decision);
  const [opinion, fault] = said.ok ? [said.value, null] : [null, said.error];
  step.record({ kind: 'opinionGiven', decisionId, opinion, fault });
  const runner = step.runners.find((it) => it.scenario === scenario && it.symbol === symbol);
  if (runner === undefined || signal.kind !== 'enter') return;
  enterByRule(step, { runner, decision, signal }, opinion);
}

/** Only an opinion on this very decision is one. */
function opinionIn(answer: Answer, { decisionId, scenario, symbol }: SignalDecision): Result<Opinion, Fault> {
  if (answer.kind === 'fault') return err(answer.fault);
  if (answer.kind !== 'opinion') return err(unfit(`a ${answer.kind} is no opinion`));
  const opinion = opinionSchema.safeParse(answer.opinion);
  if (!opinion.success) return err(unfit(opinion.error.issues[0]?.message ?? 'it has another shape'));
  const { data } = opinion;
  const isAbout = data.decisionId === decisionId && data.scenario === scenario && data.symbol === symbol;
  return isAbout ? ok(data) : err(unfit(`it is about ${data.decisionId}`));
}

const unfit = (why: string): Fault =>
  fault('ANALYST_FAILED', `What the agents answered is no opinion on this decision (${why}); the rules decide.`);

/** Null where it does not tell: nothing is proposed by rules and by models alike. */
function whoAnswered(answer: Answer): AnsweredBy | null {
  switch (answer.kind) {
    case 'fault':
      return { kind: 'nobody', code: answer.fault.code };
    case 'opinion': {
      const { mode, verdicts } = answer.opinion;
      return mode === 'rulesOnly' ? { kind: 'rules' } : byModel(verdicts.find(({ model }) => model !== null)?.model);
    }
    case 'proposal':
      return answer.proposal === null ? null : byModel(answer.proposal.model);
    case 'lesson':
      return byModel(answer.lesson.model);
    case 'explanation':
      return byModel(answer.verdict.model);
  }
}

const byModel = (model: string | null | undefined): AnsweredBy =>
  model == null ? { kind: 'rules' } : { kind: 'model', model };
