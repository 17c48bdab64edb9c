import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import {
  sampleProjectionHealth,
  sampleStoreHealth,
  sampleSyncHealth,
  sampleSyncStream,
} from '#main/testkit/sample-sync-health.ts';
import { healthText } from './health-text.ts';
import { rowsOf } from './table-rows.suite.ts';

test('streams are told with what is wrong on top, and in what a person can read', () => {
  const streams = [
    sampleSyncStream(),
    sampleSyncStream({
      symbol: 'EURUSD',
      phase: 'backfilling',
      ratePerSecond: 1450.4,
      backfill: { fromUtcMs: 0, toUtcMs: 1, doneRatio: 0.429, remainingMs: 95_000 },
    }),
    sampleSyncStream({
      symbol: 'US500',
      timeframe: 'H1',
      phase: 'waiting',
      attempts: 2,
      nextAttemptInMs: 12_400,
      lagMs: 7_500_000,
      holes: { expected: 4, unexpected: 2, missingBars: 1300, newest: [] },
      fault: fault('SYNC_TIMEOUT', 'No answer.'),
    }),
    sampleSyncStream({ kind: 'ticks', timeframe: null, stored: 0, firstUtcMs: null, lastUtcMs: null, holes: null }),
  ];
  expect(rowsOf(healthText({ streams, stores: [], projections: [] }))).toEqual([
    ['stream', 'state', 'stored', 'last (UTC)', 'lag', 'past', 'holes', 'what is wrong'],
    [
      'US500 H1',
      'waiting (try 3 in 12 s)',
      '1,080,000',
      '2024-01-02 00:00',
      '2 h',
      'since 2021-01-02',
      '2 (1,300 bars missing)',
      'SYNC_TIMEOUT: No answer.',
    ],
    ['EURUSD M1', 'backfilling', '1,080,000', '2024-01-02 00:00', '0 s', '42 %, 1,450/s, 1 min left', '0', ''],
    ['XAUUSD M1', 'live', '1,080,000', '2024-01-02 00:00', '0 s', 'since 2021-01-02', '0', ''],
    ['XAUUSD ticks', 'live', '0', '–', '0 s', '–', '–', ''],
  ]);
});

test('stores are told with their sizes and their last backup', () => {
  const full = fault('STORE_FULL', 'The disk is full.');
  const stores = [
    sampleStoreHealth({ name: 'ledger', sizeBytes: 950, outboxDepth: null, lastBackupUtcMs: sampleStartUtcMs }),
    sampleStoreHealth({
      sizeBytes: 412_340_000,
      writeAheadBytes: 41_200,
      outboxDepth: 12,
      level: 'fault',
      fault: full,
    }),
  ];
  expect(rowsOf(healthText({ streams: [], stores, projections: [] }))).toEqual([
    ['store', 'state', 'size', 'to be moved', 'outbox', 'last backup (UTC)', 'what is wrong'],
    ['ledger.db', 'ok', '950 B', '0 B', '–', '2024-01-02 00:00', ''],
    ['market.db', 'fault', '412.3 MB', '41.2 kB', '12', '–', 'STORE_FULL: The disk is full.'],
  ]);
});

test('what is made of the stores is told with who answers, and who should', () => {
  const projections = [
    sampleProjectionHealth({
      ...{ wanted: 'chroma', depth: 1204, lagMs: 95_000, attempts: 2, nextAttemptInMs: 12_400 },
      fault: fault('VECTORS_UNREACHABLE', 'No server answers.'),
    }),
    sampleProjectionHealth({
      name: 'graph',
      adapter: 'embedded',
      wanted: 'bolt',
      depth: 3,
      lagMs: 900,
      deadLetters: 1,
    }),
    sampleProjectionHealth({ name: 'graph', adapter: 'bolt', wanted: 'bolt' }),
  ];
  expect(rowsOf(healthText({ streams: [], stores: [], projections }))).toEqual([
    ['memory', 'answered by', 'still to come', 'for', 'passed over', 'what is wrong'],
    [
      ...['vectors', 'exact (chroma is wanted, try 3 in 12 s)', '1,204', '1 min', '0'],
      'VECTORS_UNREACHABLE: No server answers.',
    ],
    ['graph', 'embedded (bolt is wanted)', '3', '0 s', '1', ''],
    ['graph', 'bolt', '0', '–', '0', ''],
  ]);
});

test('where nothing is wrong, no column is spent on it', () => {
  const [head] = rowsOf(healthText(sampleSyncHealth()));
  expect(head).toEqual(['stream', 'state', 'stored', 'last (UTC)', 'lag', 'past', 'holes']);
});

test('where nothing is known, nothing is said', () => {
  expect(healthText(sampleSyncHealth({ streams: [], stores: [], projections: [] }))).toBe('');
});
