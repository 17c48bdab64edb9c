import { z } from 'zod';
import { lessonSchema } from '#shared/agent/lesson.ts';
import { agentVerdictSchema, opinionSchema, type AgentVerdict } from '#shared/agent/opinion.ts';
import { proposalSchema } from '#shared/agent/proposal.ts';
import type { Statement } from '#shared/agent/evidence.ts';
import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import { isGroundedVerdict } from './grounding/conclude-verdicts.ts';

/** What may leave for the engine, which writes it into its log: bounded, and of the kind that was asked for. */
const schemas = {
  entry: z.object({ kind: z.literal('opinion'), opinion: opinionSchema }),
  manage: z.object({ kind: z.literal('proposal'), proposal: proposalSchema.nullable() }),
  reflection: z.object({ kind: z.literal('lesson'), lesson: lessonSchema }),
  governance: z.object({ kind: z.literal('explanation'), runId: z.string().max(240), verdict: agentVerdictSchema }),
} as const satisfies Record<Question['kind'], z.ZodType<Answer>>;

/** Null where it is no answer to the question. */
export function readAnswer({ kind }: Question, answer: unknown): Answer | null {
  const read = schemas[kind].safeParse(answer);
  return read.success ? read.data : null;
}

/** What a run came to, in words; `said`: by its agents, one after the other. */
export function statementsOf(answer: Answer, said: readonly AgentVerdict[]): readonly Statement[] {
  switch (answer.kind) {
    case 'opinion':
      return answer.opinion.reasons;
    // Why nothing is proposed is said as well.
    case 'proposal':
      return answer.proposal?.statements ?? said.flatMap(({ statements }) => statements);
    case 'explanation':
      return answer.verdict.statements;
    case 'lesson': {
      const { situation, observation, advice } = answer.lesson;
      return [situation, observation, advice].map((text) => ({ text, citations: [] }));
    }
    case 'fault':
      return [];
  }
}

/** What a list of runs shows of how it ended. */
export function outcomeOf(
  answer: Answer,
  said: readonly AgentVerdict[],
): Pick<AgentRunSummary, 'mode' | 'verdict' | 'isGrounded' | 'model'> {
  if (answer.kind === 'fault') return { mode: null, verdict: null, isGrounded: null, model: null };
  const model = said.find((one) => one.model !== null)?.model ?? null;
  const mode = model === null ? 'rulesOnly' : 'model';
  if (answer.kind !== 'opinion') return { mode, model, verdict: null, isGrounded: said.every(isGroundedVerdict) };
  const { verdict, isGrounded } = answer.opinion;
  return { mode, model, verdict, isGrounded };
}
