import { z } from 'zod';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import { filterReportSchema } from './filter-report.ts';
import { decisionIdSchema } from './ids.ts';
import { scenarioSchema } from './scenario.ts';
import { sideSchema } from './side.ts';

/** Why rules leave a position: each is one of the reasons of a close. */
export const exitReasonSchema = z.enum(['oppositeChannel', 'chandelier', 'sessionEnd', 'weekend', 'rule']);

/** Why rules move a stop. */
export const moveReasonSchema = z.enum(['breakEven']);

/** Why rules close a part of a position. */
export const partReasonSchema = z.enum(['partialTarget']);

/** What a scenario's rules say on a closed bar. */
export const signalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }).readonly(),
  z
    .object({
      kind: z.literal('enter'),
      side: sideSchema,
      reference: priceSchema,
      stop: priceSchema,
      target: priceSchema.nullable(),
    })
    .readonly(),
  /** Leave a position of this side. */
  z
    .object({
      kind: z.literal('exit'),
      side: sideSchema,
      reference: priceSchema,
      reason: exitReasonSchema,
    })
    .readonly(),
  /** Move the stop of a position of this side nearer to the price. */
  z
    .object({
      kind: z.literal('moveStop'),
      side: sideSchema,
      reference: priceSchema,
      stop: priceSchema,
      reason: moveReasonSchema,
    })
    .readonly(),
  /** Close a share of a position of this side; the rest goes on. */
  z
    .object({
      kind: z.literal('closePart'),
      side: sideSchema,
      reference: priceSchema,
      ratio: z.number().positive().lt(1),
      reason: partReasonSchema,
    })
    .readonly(),
]);

export type Signal = z.infer<typeof signalSchema>;

/**
 * A signal with the values that it saw and the hash of the bars behind them, so that a broker's later correction cannot rewrite why.
 * `asOfUtcMs` is the close of the bar that was decided on.
 */
export const signalDecisionSchema = z
  .object({
    decisionId: decisionIdSchema,
    scenario: scenarioSchema,
    symbol: z.string().min(1).max(64),
    timeframe: timeframeSchema,
    barOpenTimeUtcMs: utcMsSchema,
    asOfUtcMs: utcMsSchema,
    validUntilUtcMs: utcMsSchema,
    signal: signalSchema,
    filters: z.array(filterReportSchema).readonly(),
    parametersHash: z.string(),
    /** SHA-256 of the bars behind it; null where nothing was asked for, which is shown but not stored. */
    windowHash: z.string().nullable(),
  })
  .readonly();

export type SignalDecision = z.infer<typeof signalDecisionSchema>;
