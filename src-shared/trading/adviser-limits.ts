import { z } from 'zod';
import { moneySchema } from '../units/money.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

const cap = z.number().nonnegative();

/** The adviser's own caps and what they count. They bind entries only, the adviser wins, and the app may only tighten them. 0: no cap. */
export const adviserLimitsSchema = z
  .object({
    /** Lots of one order. */
    maxVolume: cap,
    maxPositions: cap,
    maxTradesPerDay: cap,
    maxSpreadPoints: cap,
    /** Of the day's baseline. */
    maxDailyLossRatio: cap,
    /** The app's silence after which entries are denied. */
    deadManMs: cap,
    tradesToday: z.number().int().nonnegative(),
    /** max(balance, equity) − credit at broker midnight; null before it is known. */
    dayBaseline: moneySchema.nullable(),
    dayStartUtcMs: utcMsSchema.nullable(),
    halt: z.object({ app: z.boolean(), chart: z.boolean(), reason: z.string().max(200) }).readonly(),
  })
  .readonly();

export type AdviserLimits = z.infer<typeof adviserLimitsSchema>;
