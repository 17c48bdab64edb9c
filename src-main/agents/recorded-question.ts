import { z } from 'zod';
import type { JsonValue } from '#shared/base/json-value.ts';
import { opinionSchema } from '#shared/agent/opinion.ts';
import { governanceViewSchema } from '#shared/contract/governance-view.ts';
import { phaseSchema } from '#shared/trading/phase.ts';
import { positionSchema } from '#shared/trading/position.ts';
import { scenarioSchema } from '#shared/trading/scenario.ts';
import { signalDecisionSchema } from '#shared/trading/signal.ts';
import { tradeSchema } from '#shared/trading/trade.ts';
import { utcMsSchema } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { Language } from './thinking.ts';

const asked = {
  scenario: scenarioSchema,
  symbol: z.string(),
  asOfUtcMs: utcMsSchema,
  phase: phaseSchema,
  facts: z.object({
    isSetup: z.boolean(),
    isEntering: z.boolean(),
    isInPosition: z.boolean(),
    isExiting: z.boolean(),
  }),
};

const questionSchema = z.discriminatedUnion('kind', [
  z.object({ ...asked, kind: z.literal('entry'), decision: signalDecisionSchema }),
  z.object({ ...asked, kind: z.literal('manage'), position: positionSchema, decision: signalDecisionSchema }),
  z.object({
    ...asked,
    kind: z.literal('reflection'),
    trade: tradeSchema,
    decision: signalDecisionSchema.nullable(),
    opinion: opinionSchema.nullable(),
    rMultiple: z.number().nullable(),
  }),
  z.object({ ...asked, kind: z.literal('governance'), governance: governanceViewSchema }),
]);

export interface RecordedQuestion {
  readonly question: Question;
  readonly language: Language;
}

const recordedSchema = z.object({ question: questionSchema, language: z.enum(['en', 'ru']) });

/** As it is kept with a run. Values of the contract are JSON; only their types do not say so. */
export const writeQuestion = (recorded: RecordedQuestion): JsonValue => recorded as unknown as JsonValue;

/** Null where it was written by another program, or is damaged. */
export function readQuestion(recorded: JsonValue): RecordedQuestion | null {
  const read = recordedSchema.safeParse(recorded);
  return read.success ? read.data : null;
}
