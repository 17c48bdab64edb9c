import { z } from 'zod';
import { pointsSchema } from '../units/points.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';

/**
 * Bid prices of one stretch of time, known by its open time and usable only once it is closed. `spreadPoints` is the source's own
 * figure; null is unknown, 0 a real value. `tickVolume` is null where the source has none: never zero in its stead.
 */
export const barSchema = z
  .object({
    openTimeUtcMs: utcMsSchema,
    open: priceSchema,
    high: priceSchema,
    low: priceSchema,
    close: priceSchema,
    tickVolume: z.number().int().nonnegative().nullable(),
    spreadPoints: pointsSchema.nullable(),
  })
  .readonly()
  .refine((bar) => bar.low <= Math.min(bar.open, bar.close) && bar.high >= Math.max(bar.open, bar.close), {
    message: 'open and close lie between low and high',
  });

export type Bar = z.infer<typeof barSchema>;
