import { z } from 'zod';
import { lotsSchema } from '../units/lots.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { isLosingStop, isWinningTarget } from './bracket.ts';
import { decisionIdSchema, intentIdSchema, positionIdSchema } from './ids.ts';
import { scenarioSchema } from './scenario.ts';
import { sideSchema } from './side.ts';
import { exitReasonSchema, partReasonSchema } from './signal.ts';

/**
 * A wish to open exposure. `riskRatio` is the share of (equity − credit) that may be lost at the stop; the volume is risk's to find, and is never above
 * `volumeMax`, the trader's own word.
 */
export const enterIntentSchema = z
  .object({
    kind: z.literal('enter'),
    intentId: intentIdSchema,
    decisionId: decisionIdSchema,
    scenario: scenarioSchema,
    symbol: z.string().min(1).max(64),
    side: sideSchema,
    reference: priceSchema,
    stop: priceSchema,
    target: priceSchema.nullable(),
    riskRatio: z.number().positive().max(0.1),
    volumeMax: lotsSchema.optional(),
    decidedAtUtcMs: utcMsSchema,
    validUntilUtcMs: utcMsSchema,
  })
  .readonly()
  .refine((it) => isLosingStop({ ...it, from: it.reference }), 'the stop lies on the losing side of the reference')
  .refine(
    (it) => isWinningTarget({ ...it, from: it.reference }),
    'the target lies on the winning side of the reference',
  );

export type EnterIntent = z.infer<typeof enterIntentSchema>;

export const closeReasonSchema = z.enum([
  ...exitReasonSchema.options,
  ...partReasonSchema.options,
  ...(['trader', 'flatten', 'stopNotSet', 'overRisk'] as const),
]);

/** A wish to reduce a position that was seen. */
export const closeIntentSchema = z
  .object({
    kind: z.literal('close'),
    intentId: intentIdSchema,
    decisionId: decisionIdSchema.nullable(),
    positionId: positionIdSchema,
    symbol: z.string().min(1).max(64),
    volume: lotsSchema,
    reason: closeReasonSchema,
    decidedAtUtcMs: utcMsSchema,
  })
  .readonly();

export type CloseIntent = z.infer<typeof closeIntentSchema>;

/** A wish to move stop and target of a position that was seen. */
export const modifyIntentSchema = z
  .object({
    kind: z.literal('modify'),
    intentId: intentIdSchema,
    /** Null where no rule decided it. */
    decisionId: decisionIdSchema.nullable().default(null),
    positionId: positionIdSchema,
    symbol: z.string().min(1).max(64),
    stop: priceSchema,
    target: priceSchema.nullable(),
    decidedAtUtcMs: utcMsSchema,
  })
  .readonly();

export type ModifyIntent = z.infer<typeof modifyIntentSchema>;

export const tradeIntentSchema = z.discriminatedUnion('kind', [
  enterIntentSchema,
  closeIntentSchema,
  modifyIntentSchema,
]);

export type TradeIntent = z.infer<typeof tradeIntentSchema>;
