import { z } from 'zod';
import { regimeSchema } from '../market/regime.ts';
import { decisionIdSchema } from '../trading/ids.ts';
import { recordIdSchema } from '../trading/record-id.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { sideSchema } from '../trading/side.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { evidenceSchema } from './evidence.ts';

const words = z.string().trim().min(1).max(600);

/** What a closed trade taught, with what it is drawn from. Nothing of it is a rule: it is shown to later decisions, as of when it was learnt. */
export const lessonSchema = z
  .object({
    /** `lesson:reflection/POSITION#ORDINAL`. */
    lessonId: recordIdSchema,
    tradeId: recordIdSchema,
    decisionId: decisionIdSchema.nullable(),
    scenario: scenarioSchema,
    symbol: z.string().min(1).max(64),
    side: sideSchema,
    regime: regimeSchema.nullable(),
    /** What stood in the market, what came of it, and what to look at next time. */
    situation: words,
    observation: words,
    advice: words,
    evidence: z.array(evidenceSchema).max(48).readonly(),
    isGrounded: z.boolean(),
    /** Null where no risk was approved. */
    rMultiple: z.number().nullable(),
    /** Null: by the rules. */
    model: z.string().max(128).nullable(),
    runId: z.string().min(1).max(240),
    learntAtUtcMs: utcMsSchema,
  })
  .readonly();

export type Lesson = z.infer<typeof lessonSchema>;
