import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';
import { barSchema } from '../market/bar.ts';
import { holeSchema } from '../market/hole.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import { flattenScopeSchema } from '../trading/flatten-scope.ts';
import { approvalIdSchema, positionIdSchema } from '../trading/ids.ts';
import { orderParametersSchema } from '../trading/order-parameters.ts';
import { lotsSchema } from '../units/lots.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { backupReportSchema } from './backup-report.ts';
import { cockpitBatchSchema, cockpitSnapshotSchema } from './cockpit-snapshot.ts';
import { importEventSchema, importWishSchema } from './import-report.ts';
import { reasonSchema } from './reason.ts';
import { syncHealthBatchSchema, syncHealthSchema } from './sync-health.ts';

/** A window and an engine of different majors do not talk: the window reloads. */
export const contractVersion = { major: 1, minor: 2 } as const;

const subscriptionId = z.string().min(8).max(64);

const symbol = z.string().min(1).max(64);

/** An expected refusal: the fault's code is the error's code, so that programs never read messages. */
const refusals = { REFUSED: { status: 409, data: faultSchema } } as const;

/** The whole surface between the engine and whoever looks at it: requests answer once, the stream sends batches. */
export const contract = {
  version: oc.output(z.object({ major: z.number().int(), minor: z.number().int(), program: z.string() })),
  cockpit: {
    snapshot: oc.output(cockpitSnapshotSchema),
    /** At most two batches are under way unacknowledged; `acknowledge` each one once it is applied. */
    changed: oc.errors(refusals).input(z.object({ subscriptionId })).output(eventIterator(cockpitBatchSchema)),
    acknowledge: oc.errors(refusals).input(z.object({ subscriptionId, sequence: z.number().int().positive() })),
  },
  bars: {
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
  },
  sync: {
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
  },
  imports: {
    /** Imports a file: how far it is, then the report. Whoever ends the iteration cancels it; the same wish goes on where it stands. */
    run: oc.errors(refusals).input(importWishSchema).output(eventIterator(importEventSchema)),
  },
  backup: {
    /** Copies both stores while the engine goes on; `into` null is the data folder's own place, of which the newest few stay. */
    create: oc
      .errors(refusals)
      .input(z.object({ into: z.string().min(1).max(4096).nullable() }))
      .output(backupReportSchema),
  },
  approval: {
    /** `parameters` are those that were on the screen; any other than the ticket's own are refused. */
    approve: oc.errors(refusals).input(z.object({ approvalId: approvalIdSchema, parameters: orderParametersSchema })),
    reject: oc.errors(refusals).input(z.object({ approvalId: approvalIdSchema, reason: reasonSchema })),
  },
  position: {
    /** All that is left of it, or a part. */
    close: oc.errors(refusals).input(z.object({ positionId: positionIdSchema, volume: lotsSchema.nullish() })),
    /** The trader's own hand: a stop may be widened by it, never removed. */
    modify: oc
      .errors(refusals)
      .input(z.object({ positionId: positionIdSchema, stop: priceSchema, target: priceSchema.nullable() })),
  },
  tradingState: {
    halt: oc.errors(refusals).input(z.object({ reason: reasonSchema })),
    resume: oc.errors(refusals).input(z.object({ reason: reasonSchema })),
    /** Halts, then closes every position of the scope until none is left. */
    flatten: oc.errors(refusals).input(z.object({ scope: flattenScopeSchema, reason: reasonSchema })),
  },
  replay: {
    pause: oc.errors(refusals),
    resume: oc.errors(refusals),
    step: oc.errors(refusals),
    setSpeed: oc.errors(refusals).input(z.object({ speed: z.number().min(0.1).max(1_000_000) })),
  },
} as const;
