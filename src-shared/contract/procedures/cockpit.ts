import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { cockpitBatchSchema, cockpitSnapshotSchema } from '../cockpit-snapshot.ts';
import { refusals } from '../refusals.ts';

const subscriptionId = z.string().min(8).max(64);

/** Everything the window shows, as it changes. */
export const cockpitProcedures = {
  snapshot: oc.output(cockpitSnapshotSchema),
  /** At most two batches are under way unacknowledged; `acknowledge` each one once it is applied. */
  changed: oc.errors(refusals).input(z.object({ subscriptionId })).output(eventIterator(cockpitBatchSchema)),
  acknowledge: oc.errors(refusals).input(z.object({ subscriptionId, sequence: z.number().int().positive() })),
} as const;
