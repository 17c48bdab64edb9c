import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { holeSchema } from '../../market/hole.ts';
import { timeframeSchema } from '../../market/timeframe.ts';
import { utcMsSchema } from '../../units/utc-ms.ts';
import { syncHealthBatchSchema, syncHealthSchema } from '../sync-health.ts';
import { refusals } from '../refusals.ts';

const symbol = z.string().min(1).max(64);

const subscriptionId = z.string().min(8).max(64);

/** What is synchronized, and how it stands. */
export const syncProcedures = {
  health: oc.output(syncHealthSchema),
  /** The whole health each time, at once and then whenever it changed; one is under way at most until it is acknowledged. */
  changed: oc.errors(refusals).input(z.object({ subscriptionId })).output(eventIterator(syncHealthBatchSchema)),
  acknowledge: oc.errors(refusals).input(z.object({ subscriptionId, sequence: z.number().int().positive() })),
  /** Synchronizes now what would be synchronized later, and asks again for the holes; null means every symbol. */
  run: oc.errors(refusals).input(z.object({ symbols: z.array(symbol).min(1).max(64).readonly().nullable() })),
  /** The newest holes of the terminal's series that end after a moment, newest first; null reaches back to its beginning. */
  holes: oc
    .errors(refusals)
    .input(
      z.object({
        symbol,
        timeframe: timeframeSchema,
        fromUtcMs: utcMsSchema.nullable(),
        limit: z.number().int().min(1).max(5000),
      }),
    )
    .output(z.array(holeSchema).readonly()),
} as const;
