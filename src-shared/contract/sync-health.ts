import { z } from 'zod';
import { faultSchema } from '../base/fault.ts';
import { holeSchema } from '../market/hole.ts';
import { timeframeSchema } from '../market/timeframe.ts';
import { utcMsSchema } from '../units/utc-ms.ts';
import { projectionHealthSchema } from './memory.ts';

const count = z.number().int().nonnegative();
const milliseconds = z.number().nonnegative();

export const syncKindSchema = z.enum(['bars', 'ticks', 'deals', 'calendar']);

export type SyncKind = z.infer<typeof syncKindSchema>;

/**
 * `live`: all that the terminal has told is stored. `backfilling` and `repairing` ask it for the past. `waiting`: a retry or a terminal is waited
 * for. `paused`: the store cannot be written, so the terminal keeps what is new. `failed`: the source refuses for good, and a person has to look.
 */
export const syncPhaseSchema = z.enum(['idle', 'backfilling', 'repairing', 'live', 'waiting', 'paused', 'failed']);

export type SyncPhase = z.infer<typeof syncPhaseSchema>;

/** One thing that is kept in step with the terminal. Ages are of market time; a null is unknown, never zero. */
export const syncStreamSchema = z
  .object({
    kind: syncKindSchema,
    /** Null where the stream is the account's. */
    symbol: z.string().nullable(),
    timeframe: timeframeSchema.nullable(),
    phase: syncPhaseSchema,
    stored: count,
    firstUtcMs: utcMsSchema.nullable(),
    lastUtcMs: utcMsSchema.nullable(),
    /** How far the last record lies behind what the market's hours let expect; 0 while the market is closed and all is stored. */
    lagMs: milliseconds.nullable(),
    /** Records stored a second, over the last ten seconds of the desk. */
    ratePerSecond: z.number().nonnegative(),
    backfill: z
      .object({
        fromUtcMs: utcMsSchema,
        toUtcMs: utcMsSchema,
        doneRatio: z.number().min(0).max(1),
        /** By the pace so far; null before there is one. */
        remainingMs: milliseconds.nullable(),
      })
      .readonly()
      .nullable(),
    holes: z
      .object({
        expected: count,
        unexpected: count,
        missingBars: count,
        /** The newest unexpected ones, at most 20, newest first. */
        newest: z.array(holeSchema).max(20).readonly(),
      })
      .readonly()
      .nullable(),
    /** Broker's corrections that superseded a stored row. */
    corrections: count,
    attempts: count,
    /** On the desk's clock; null where nothing is waited for. */
    nextAttemptInMs: milliseconds.nullable(),
    fault: faultSchema.nullable(),
  })
  .readonly();

export type SyncStream = z.infer<typeof syncStreamSchema>;

export const storeNameSchema = z.enum(['ledger', 'market']);

export const storeHealthSchema = z
  .object({
    name: storeNameSchema,
    level: z.enum(['ok', 'warning', 'fault']),
    sizeBytes: count,
    /** What has been written and not yet moved into the file. */
    writeAheadBytes: count,
    /** Null where no other store hears of this one's writes. */
    outboxDepth: count.nullable(),
    lastBackupUtcMs: utcMsSchema.nullable(),
    fault: faultSchema.nullable(),
  })
  .readonly();

export type StoreHealth = z.infer<typeof storeHealthSchema>;

/** One run of the synchronizer: what it did, how long it took, and what went wrong. */
export const syncLogSchema = z
  .object({
    startedAtUtcMs: utcMsSchema,
    kind: syncKindSchema,
    symbol: z.string().nullable(),
    timeframe: timeframeSchema.nullable(),
    action: z.enum(['backfill', 'delta', 'repair', 'live', 'correction']),
    durationMs: milliseconds,
    rows: count,
    fault: faultSchema.nullable(),
  })
  .readonly();

export type SyncLog = z.infer<typeof syncLogSchema>;

/** How well the stores are in step with the terminal; the whole state each time. */
export const syncHealthSchema = z
  .object({
    streams: z.array(syncStreamSchema).readonly(),
    stores: z.array(storeHealthSchema).readonly(),
    /** What is made of the stores; empty where none of it is known. */
    projections: z.array(projectionHealthSchema).readonly(),
    /** The newest, at most 50, newest first. */
    logs: z.array(syncLogSchema).max(50).readonly(),
    /** The circuit to the history service: while it is open nothing is asked of it. */
    circuit: z.enum(['closed', 'open', 'halfOpen']),
    isHistoryConnected: z.boolean(),
  })
  .readonly();

export type SyncHealth = z.infer<typeof syncHealthSchema>;

/** `sequence` counts what one subscriber was sent, from 1. */
export const syncHealthBatchSchema = z
  .object({ sequence: z.number().int().positive(), health: syncHealthSchema })
  .readonly();

export type SyncHealthBatch = z.infer<typeof syncHealthBatchSchema>;
