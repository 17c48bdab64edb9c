import { oc } from '@orpc/contract';
import { z } from 'zod';
import { barSchema } from '../../market/bar.ts';
import { timeframeSchema } from '../../market/timeframe.ts';
import { utcMsSchema } from '../../units/utc-ms.ts';
import { refusals } from '../refusals.ts';

const symbol = z.string().min(1).max(64);

/** Stored bars. */
export const barsProcedures = {
  /** The newest closed bars that opened before a moment, oldest first. */
  page: oc
    .errors(refusals)
    .input(
      z.object({
        symbol,
        timeframe: timeframeSchema,
        beforeUtcMs: utcMsSchema.nullable(),
        limit: z.number().int().min(1).max(5000),
      }),
    )
    .output(z.object({ source: z.string().nullable(), bars: z.array(barSchema).readonly() })),
} as const;
