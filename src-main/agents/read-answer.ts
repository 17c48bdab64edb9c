import { z } from 'zod';
import { lessonSchema } from '#shared/agent/lesson.ts';
import { agentVerdictSchema, opinionSchema } from '#shared/agent/opinion.ts';
import { proposalSchema } from '#shared/agent/proposal.ts';
import type { Statement } from '#shared/agent/evidence.ts';
import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';

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

export function statementsOf(answer: Answer): readonly Statement[] {
  switch (answer.kind) {
    case 'opinion':
      return answer.opinion.reasons;
    case 'proposal':
      return answer.proposal?.statements ?? [];
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

/** What a list of runs shows of its answer. */
export function outcomeOf(answer: Answer): Pick<AgentRunSummary, 'mode' | 'verdict' | 'isGrounded' | 'model'> {
  switch (answer.kind) {
    case 'opinion': {
      const { mode, verdict, isGrounded, verdicts } = answer.opinion;
      return { mode, verdict, isGrounded, model: verdicts.find(({ model }) => model !== null)?.model ?? null };
    }
    case 'proposal': {
      const { model = null, isGrounded = null } = answer.proposal ?? {};
      return { ...byModel(model), isGrounded };
    }
    case 'lesson':
      return { ...byModel(answer.lesson.model), isGrounded: answer.lesson.isGrounded };
    case 'explanation':
      return { ...byModel(answer.verdict.model), isGrounded: answer.verdict.ungrounded.length === 0 };
    case 'fault':
      return { mode: null, verdict: null, isGrounded: null, model: null };
  }
}

const byModel = (model: string | null): Pick<AgentRunSummary, 'mode' | 'verdict' | 'model'> => ({
  mode: model === null ? 'rulesOnly' : 'model',
  verdict: null,
  model,
});
