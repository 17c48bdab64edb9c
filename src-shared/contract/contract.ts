import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';
import { barSchema } from '../market/bar.ts';
import { holeSchema } from '../market/hole.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import { flattenScopeSchema } from '../trading/flatten-scope.ts';
import { approvalIdSchema, positionIdSchema } from '../trading/ids.ts';
import { orderParametersSchema } from '../trading/order-parameters.ts';
import { recordIdSchema } from '../trading/record-id.ts';
import { scenarioSchema } from '../trading/scenario.ts';
import { tradeSchema } from '../trading/trade.ts';
import { lotsSchema } from '../units/lots.ts';
import { priceSchema } from '../units/price.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { backupReportSchema } from './backup-report.ts';
import { cockpitBatchSchema, cockpitSnapshotSchema } from './cockpit-snapshot.ts';
import { importEventSchema, importWishSchema } from './import-report.ts';
import {
  deadLetterSchema,
  eventChainSchema,
  projectionNameSchema,
  rebuildEventSchema,
  regimeTradesSchema,
  regimeTradesWishSchema,
  similarStatesSchema,
  similarStatesWishSchema,
  similarSignalsSchema,
  similarSignalsWishSchema,
  similarTextsSchema,
  similarTextsWishSchema,
  similarTradesSchema,
  similarTradesWishSchema,
} from './memory.ts';
import { reasonSchema } from './reason.ts';
import { syncHealthBatchSchema, syncHealthSchema } from './sync-health.ts';

/** A window and an engine of different majors do not talk: the window reloads. */
export const contractVersion = { major: 1, minor: 4 } as const;

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
  memory: {
    /** What stood in the market as it did at another moment, and what followed; nothing that came to be known after the wish's `asOfUtcMs`. */
    similarStates: oc.errors(refusals).input(similarStatesWishSchema).output(similarStatesSchema),
    similarTrades: oc.errors(refusals).input(similarTradesWishSchema).output(similarTradesSchema),
    /** Signals that were given in a market like this one, and what became of them. */
    similarSignals: oc.errors(refusals).input(similarSignalsWishSchema).output(similarSignalsSchema),
    /** Decisions and lessons in words of the same meaning. */
    similarTexts: oc.errors(refusals).input(similarTextsWishSchema).output(similarTextsSchema),
    /** Everything that a record hangs together with, from its signal to its trade. */
    eventChain: oc
      .errors(refusals)
      .input(z.object({ id: recordIdSchema }))
      .output(eventChainSchema),
    /** A shortest way from one record to another; the chain is rooted in `from`. */
    path: oc
      .errors(refusals)
      .input(z.object({ from: recordIdSchema, to: recordIdSchema }))
      .output(eventChainSchema),
    tradesByRegime: oc.errors(refusals).input(regimeTradesWishSchema).output(regimeTradesSchema),
    /** By their opening, newest first; a page begins behind its mark, the last trade of the one before. */
    trades: oc
      .errors(refusals)
      .input(
        z.object({
          before: z
            .object({
              openedAtUtcMs: utcMsSchema,
              positionId: positionIdSchema,
              ordinal: z.number().int().positive(),
            })
            .nullable(),
          limit: z.number().int().min(1).max(500),
        }),
      )
      .output(z.array(tradeSchema).readonly()),
    /** Newest first: what a store refused for good. */
    deadLetters: oc
      .errors(refusals)
      .input(z.object({ limit: z.number().int().min(1).max(500) }))
      .output(z.array(deadLetterSchema).readonly()),
    /** Makes a projection anew from the stores: how far it is, then the report. Whoever ends the iteration cancels it. */
    rebuild: oc
      .errors(refusals)
      .input(z.object({ projection: projectionNameSchema }))
      .output(eventIterator(rebuildEventSchema)),
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
    /** Closes the part that is offered to go because the fill risks more than was approved. */
    takeReduction: oc.errors(refusals).input(z.object({ positionId: positionIdSchema })),
  },
  governance: {
    /** Nothing is switched by the deposit until it is released. */
    hold: oc.errors(refusals).input(z.object({ reason: reasonSchema })),
    /** Switches now, and holds. */
    force: oc.errors(refusals).input(z.object({ scenario: scenarioSchema, reason: reasonSchema })),
    release: oc.errors(refusals).input(z.object({ reason: reasonSchema })),
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
