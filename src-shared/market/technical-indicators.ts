import { z } from 'zod';
import { utcMsSchema } from '../units/utc-ms.ts';
import { regimeSchema } from './regime.ts';
import { timeframeSchema } from './timeframe.ts';

/**
 * Why a number is not known: too few bars since the series begins; or volumes that are not known, too far back, or nothing but zeros, so that
 * there is nothing to hold a volume against.
 */
export const unknownReasonSchema = z.enum(['warmUp', 'noVolume']);

/** What a feature says of a bar. What is not known is never a number. */
export const measuredSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), value: z.number() }).readonly(),
  z.object({ kind: z.literal('regime'), regime: regimeSchema }).readonly(),
  z.object({ kind: z.literal('unknown'), why: unknownReasonSchema }).readonly(),
]);

export type Measured = z.infer<typeof measuredSchema>;

/** The features of one closed bar, by name and parameters, such as 'donchianHigh(55)'. Known from its close on. */
export const technicalIndicatorsSchema = z
  .object({
    symbol: z.string().min(1).max(64),
    timeframe: timeframeSchema,
    openTimeUtcMs: utcMsSchema,
    closeTimeUtcMs: utcMsSchema,
    values: z.record(z.string(), measuredSchema).readonly(),
  })
  .readonly();

export type TechnicalIndicators = z.infer<typeof technicalIndicatorsSchema>;
