import type { Statement } from '#shared/agent/evidence.ts';
import type { Lesson } from '#shared/agent/lesson.ts';
import { ok } from '#shared/base/result.ts';
import { regimeSchema, type Regime } from '#shared/market/regime.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { Question } from '#main/ports/analyst.ts';
import { askAgent } from '../ask-agent.ts';
import { citedEvidence } from '../grounding/cited-evidence.ts';
import { findUngrounded } from '../grounding/find-ungrounded.ts';
import { reflectionReplySchema, type ReflectionReply } from '../prompts/reply-schemas.ts';
import type { ModelSaid } from '../model-ladder.ts';
import type { Thinking } from '../thinking.ts';
import { gatherAll } from './gather.ts';
import { ruleLesson } from './rule-lesson.ts';
import { tradeEvidence, tradeKey } from './trade-evidence.ts';

type Reflection = Extract<Question, { kind: 'reflection' }>;

const evidenceMax = 48;

/** Looks back at a trade that has closed, and says what it taught: by a model's words, else by its figures. */
export async function reflect(thinking: Thinking): Promise<void> {
  const { question, record } = thinking;
  if (question.kind !== 'reflection') return;
  const evidence = tradeEvidence(question.trade, question);
  await record.keep({ tool: 'trade', arguments: {}, place: -1 }, () =>
    Promise.resolve(ok({ evidence, similar: null, lessons: [] })),
  );
  await gatherAll(thinking);
  const said = await askAgent(thinking, {
    agent: 'reflection',
    prompt: 'reflection',
    schema: reflectionReplySchema,
    said: question.opinion?.reasons.map(({ text }) => text) ?? [],
  });
  const lesson = lessonByRules({ ...thinking, question });
  thinking.conclude({ kind: 'lesson', lesson: said === null ? lesson : { ...lesson, ...told(thinking, said) } });
}

/** What stands without anybody's words. */
export function lessonByRules({
  question,
  record,
  language,
}: Pick<Thinking, 'record' | 'language'> & { readonly question: Reflection }): Lesson {
  const { trade, decision, rMultiple, scenario, symbol, asOfUtcMs } = question;
  return {
    lessonId: recordId('lesson', `reflection/${tradeKey(trade)}`),
    tradeId: recordId('trade', tradeKey(trade)),
    decisionId: decision?.decisionId ?? null,
    ...{ scenario, symbol, side: trade.side, regime: regimeIn(record) },
    ...ruleLesson(question, language),
    isGrounded: true,
    ...{ rMultiple, model: null, runId: record.runId, learntAtUtcMs: asOfUtcMs },
  };
}

function told(
  { record }: Thinking,
  { value, model }: ModelSaid<ReflectionReply>,
): Pick<Lesson, 'situation' | 'observation' | 'advice' | 'evidence' | 'isGrounded' | 'model'> {
  const { situation, observation, advice, citations } = value;
  // Its citations stand for all three of its texts.
  const statements: readonly Statement[] = [situation, observation, advice].map((text) => ({ text, citations }));
  const ungrounded = findUngrounded(statements, record.evidence());
  const shown = statements.map((statement) => ({ ...statement, citations: citations.slice(0, citationsMax) }));
  const verdict = {
    agent: 'reflection',
    verdict: 'abstain',
    confidence: 0.5,
    statements: shown,
    model,
    ungrounded,
  } as const;
  record.step({ kind: 'verdictGiven', verdict });
  return {
    ...{ situation, observation, advice, model },
    evidence: citedEvidence(statements, record.evidence()).slice(0, evidenceMax),
    isGrounded: ungrounded.length === 0,
  };
}

/** As many as a statement holds. */
const citationsMax = 16;

/** Of now, as it was gathered; null where it was not. */
function regimeIn(record: Thinking['record']): Regime | null {
  const values = record.evidence().filter(({ source }) => source === 'regime');
  return values.map(({ value }) => regimeSchema.safeParse(value)).find(({ success }) => success)?.data ?? null;
}
