import { z } from 'zod';
import { utcMsSchema } from '../units/utc-ms.ts';

/**
 * Why bars are missing. `weekend`, `holiday` and `session` (the daily break, a late opening, an early close) are expected by the market's hours;
 * `unexpected` is not: nobody decides across it.
 */
export const holeKindSchema = z.enum(['weekend', 'holiday', 'session', 'unexpected']);

export type HoleKind = z.infer<typeof holeKindSchema>;

/** A stretch of a series without a bar, from its first missing opening to before the next bar. */
export const holeSchema = z
  .object({
    fromUtcMs: utcMsSchema,
    /** Exclusive. */
    toUtcMs: utcMsSchema,
    kind: holeKindSchema,
    /** Openings between the two ends at which the market was open by its hours; 0 where the whole hole is expected. */
    missingBars: z.number().int().nonnegative(),
    /** How often the source was asked for it, and whether it said that it has nothing there. */
    attempts: z.number().int().nonnegative(),
    isEmptyAtSource: z.boolean(),
  })
  .readonly();

export type Hole = z.infer<typeof holeSchema>;
