import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { cockpitBatchSchema, cockpitSnapshotSchema } from '../cockpit-snapshot.ts';
import { engineStatusSchema } from '../engine-status.ts';
import { refusals } from '../refusals.ts';
import { routed } from '../routed.ts';

const subscriptionId = z.string().min(8).max(64);

/** Everything the window shows, as it changes. */
export const cockpitProcedures = {
  snapshot: oc.output(cockpitSnapshotSchema),
  status: routed(['read'], {
    method: 'GET',
    path: '/status',
    operationId: 'getStatus',
    summary: 'Whether it is safe to trade, and why not',
    tags: ['Status'],
  }).output(engineStatusSchema),
  /** At most two batches are under way unacknowledged; `acknowledge` each one once it is applied. */
  changed: oc.errors(refusals).input(z.object({ subscriptionId })).output(eventIterator(cockpitBatchSchema)),
  acknowledge: oc.errors(refusals).input(z.object({ subscriptionId, sequence: z.number().int().positive() })),
} as const;
