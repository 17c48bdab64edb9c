import type { Lesson } from '#shared/agent/lesson.ts';
import { regimeSchema, type Regime } from '#shared/market/regime.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { Thinking } from '../thinking.ts';
import { gatherAll } from './gather.ts';
import { ruleLesson } from './rule-lesson.ts';
import { tradeKey } from './trade-evidence.ts';

/** Looks back at a trade that has closed, and says what it taught. */
export async function reflect(thinking: Thinking): Promise<void> {
  const { question } = thinking;
  if (question.kind !== 'reflection') return;
  await gatherAll(thinking);
  thinking.conclude({ kind: 'lesson', lesson: lessonByRules({ ...thinking, question }) });
}

/** What stands without anybody's words. */
export function lessonByRules({
  question,
  record,
  language,
}: Pick<Thinking, 'record' | 'language'> & {
  readonly question: Extract<Question, { kind: 'reflection' }>;
}): Lesson {
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

/** Of now, as it was gathered; null where it was not. */
function regimeIn(record: Thinking['record']): Regime | null {
  const values = record.evidence().filter(({ source }) => source === 'regime');
  return values.map(({ value }) => regimeSchema.safeParse(value)).find(({ success }) => success)?.data ?? null;
}
