import { z } from 'zod';
import { moneySchema } from '#shared/units/money.ts';
import { serverMsSchema } from '../server-ms.ts';

const cap = z.number().nonnegative();

/** What the app binds the adviser to for this session. It only tightens: the smaller of this and the adviser's own input holds; null leaves it. */
export const limitsSchema = z
  .object({
    maxVolume: cap.nullable(),
    maxPositions: cap.nullable(),
    maxTradesPerDay: cap.nullable(),
    maxSpreadPoints: cap.nullable(),
    maxDailyLossRatio: cap.nullable(),
  })
  .readonly();

export type LimitsBody = z.infer<typeof limitsSchema>;

/** The caps in force and what they count, in the snapshot and whenever one of them changes. 0: no cap. */
export const limitsStatusSchema = z
  .object({
    maxVolume: cap,
    maxPositions: cap,
    maxTradesPerDay: cap,
    maxSpreadPoints: cap,
    maxDailyLossRatio: cap,
    deadManMs: cap,
    tradesToday: z.number().int().nonnegative(),
    dayBaseline: moneySchema.nullable(),
    /** The server's midnight that the baseline is of. */
    dayStampMs: serverMsSchema.nullable(),
    halt: z.object({ app: z.boolean(), chart: z.boolean(), reason: z.string().max(200) }).readonly(),
  })
  .readonly();

export type LimitsStatusBody = z.infer<typeof limitsStatusSchema>;

/** Sets or lifts the app's halt in the adviser, where it outlives both programs. The chart's own is lifted only there. */
export const haltSchema = z.object({ isHalted: z.boolean(), reason: z.string().max(200) }).readonly();

export type HaltBody = z.infer<typeof haltSchema>;
