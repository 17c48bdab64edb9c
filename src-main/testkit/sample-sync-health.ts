import { projectionHealthSchema, type ProjectionHealth } from '#shared/contract/memory.ts';
import {
  storeHealthSchema,
  syncHealthSchema,
  syncLogSchema,
  syncStreamSchema,
  type StoreHealth,
  type SyncHealth,
  type SyncLog,
  type SyncStream,
} from '#shared/contract/sync-health.ts';
import { holeSchema, type Hole } from '#shared/market/hole.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

type Changes<T> = Partial<Record<keyof T, unknown>>;

/** Gold's minutes, live and whole; named members can be changed. */
export const sampleSyncStream = (changes: Changes<SyncStream> = {}): SyncStream =>
  syncStreamSchema.parse({
    kind: 'bars',
    symbol: 'XAUUSD',
    timeframe: 'M1',
    phase: 'live',
    stored: 1_080_000,
    firstUtcMs: sampleStartUtcMs - 3 * 365 * 86_400_000,
    lastUtcMs: sampleStartUtcMs,
    lagMs: 0,
    ratePerSecond: 0,
    backfill: null,
    holes: { expected: 930, unexpected: 0, missingBars: 0, newest: [] },
    corrections: 0,
    attempts: 0,
    nextAttemptInMs: null,
    fault: null,
    ...changes,
  });

/** Ten minutes of an hour ago that nobody expected to be missing. */
export const sampleHole = (changes: Changes<Hole> = {}): Hole =>
  holeSchema.parse({
    fromUtcMs: sampleStartUtcMs - 3_600_000,
    toUtcMs: sampleStartUtcMs - 3_000_000,
    kind: 'unexpected',
    missingBars: 10,
    attempts: 1,
    isEmptyAtSource: false,
    ...changes,
  });

export const sampleStoreHealth = (changes: Changes<StoreHealth> = {}): StoreHealth =>
  storeHealthSchema.parse({
    name: 'market',
    level: 'ok',
    sizeBytes: 180 * 1024 * 1024,
    writeAheadBytes: 0,
    outboxDepth: 0,
    lastBackupUtcMs: null,
    fault: null,
    ...changes,
  });

/** Vectors that are scanned in the store, as was wished; named members can be changed. */
export const sampleProjectionHealth = (changes: Changes<ProjectionHealth> = {}): ProjectionHealth =>
  projectionHealthSchema.parse({
    name: 'vectors',
    adapter: 'exact',
    wanted: 'exact',
    server: '',
    depth: 0,
    lagMs: 0,
    deadLetters: 0,
    attempts: 0,
    nextAttemptInMs: null,
    fault: null,
    ...changes,
  });

export const sampleSyncLog = (changes: Changes<SyncLog> = {}): SyncLog =>
  syncLogSchema.parse({
    startedAtUtcMs: sampleStartUtcMs,
    kind: 'bars',
    symbol: 'XAUUSD',
    timeframe: 'M1',
    action: 'delta',
    durationMs: 12,
    rows: 240,
    fault: null,
    ...changes,
  });

/** All in step with a terminal that serves its history. */
export const sampleSyncHealth = (changes: Changes<SyncHealth> = {}): SyncHealth =>
  syncHealthSchema.parse({
    streams: [sampleSyncStream()],
    stores: [sampleStoreHealth({ name: 'ledger', sizeBytes: 4 * 1024 * 1024 }), sampleStoreHealth()],
    projections: [
      sampleProjectionHealth(),
      sampleProjectionHealth({ name: 'graph', adapter: 'embedded', wanted: 'embedded' }),
    ],
    logs: [sampleSyncLog()],
    circuit: 'closed',
    isHistoryConnected: true,
    ...changes,
  });
