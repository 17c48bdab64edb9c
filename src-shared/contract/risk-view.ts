import { z } from 'zod';
import { faultCodes } from '../base/fault-codes.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import { actorSchema } from '../events/engine-event.ts';
import { positionIdSchema } from '../trading/ids.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { sideSchema } from '../trading/side.ts';
import { tradingStateSchema } from '../trading/trading-state.ts';
import { lotsSchema } from '../units/lots.ts';
import { moneySchema } from '../units/money.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

const faultCodeSchema = z.enum(faultCodes);

/** A limit of entries with what is used of it, by the code that denies where it is reached. Null is no data, or no limit. */
export const limitUseSchema = z
  .object({
    code: faultCodeSchema,
    unit: z.enum(['money', 'count']),
    value: z.number().nullable(),
    limit: z.number().nullable(),
    /** Entries are denied by it now. */
    isReached: z.boolean(),
  })
  .readonly();

export type LimitUse = z.infer<typeof limitUseSchema>;

/** A fill that risks more than was approved, and what has to go of it. */
export const overRiskSchema = z
  .object({
    positionId: positionIdSchema,
    symbol: z.string(),
    side: sideSchema,
    approvedMoney: moneySchema,
    riskMoney: moneySchema,
    reduceBy: lotsSchema,
  })
  .readonly();

export type OverRisk = z.infer<typeof overRiskSchema>;

/** A position whose stop was not read as it was approved: it is being set, or, once that failed, the position is being closed. */
export const stopWatchViewSchema = z
  .object({ positionId: positionIdSchema, symbol: z.string(), stop: priceSchema, hasFailed: z.boolean() })
  .readonly();

/** The smallest equity without credit that could trade a scenario's symbol as it decides now; null is no data. */
export const smallestEquitySchema = z
  .object({
    scenario: scenarioSchema,
    symbol: z.string(),
    timeframe: timeframeSchema,
    equityMoney: moneySchema.nullable(),
  })
  .readonly();

/** What became of the newest entries that the rules wished for. Those of the scenario that may not enter are its shadow, and stand apart. */
export const entriesJudgedSchema = z
  .object({
    judged: z.number().int().nonnegative(),
    denied: z.number().int().nonnegative(),
    shadow: z.number().int().nonnegative(),
    /** Most frequent first. */
    byCode: z.array(z.object({ code: faultCodeSchema, count: z.number().int().positive() }).readonly()).readonly(),
  })
  .readonly();

export const tradingStateChangeSchema = z
  .object({ state: tradingStateSchema, reason: z.string(), actor: actorSchema, atUtcMs: utcMsSchema })
  .readonly();

/** What may be lost, what stands in the way of entries, and what of it a person has to look at. */
export const riskViewSchema = z
  .object({
    limits: z.array(limitUseSchema).readonly(),
    overRisks: z.array(overRiskSchema).readonly(),
    stopWatches: z.array(stopWatchViewSchema).readonly(),
    smallestEquities: z.array(smallestEquitySchema).readonly(),
    entries: entriesJudgedSchema,
    /** Newest first. */
    tradingStates: z.array(tradingStateChangeSchema).readonly(),
  })
  .readonly();

export type RiskView = z.infer<typeof riskViewSchema>;
