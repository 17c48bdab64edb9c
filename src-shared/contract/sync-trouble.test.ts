import { expect, test } from 'vitest';
import { sampleHole, sampleStoreHealth, sampleSyncHealth, sampleSyncStream } from '#main/testkit/sample-sync-health.ts';
import { byTrouble, isTroubled, troubleCount } from './sync-trouble.ts';

const holes = { expected: 900, unexpected: 1, missingBars: 10, newest: [sampleHole()] };

test('what needs a person comes first, and then symbols and lengths of bars as people read them', () => {
  const streams = [
    sampleSyncStream({ kind: 'deals', symbol: null, timeframe: null }),
    sampleSyncStream({ timeframe: 'H1' }),
    sampleSyncStream({ kind: 'ticks', timeframe: null }),
    sampleSyncStream(),
    sampleSyncStream({ symbol: 'EURUSD', phase: 'backfilling' }),
    sampleSyncStream({ symbol: 'EURUSD', timeframe: 'H4', phase: 'idle' }),
    sampleSyncStream({ symbol: 'US500', holes }),
    sampleSyncStream({ symbol: 'US500', timeframe: 'H1', phase: 'backfilling', holes }),
    sampleSyncStream({ symbol: 'USDJPY', phase: 'waiting', holes }),
    sampleSyncStream({ symbol: 'GBPUSD', phase: 'paused' }),
    sampleSyncStream({ symbol: 'GOLD', phase: 'failed' }),
    sampleSyncStream({ symbol: 'AUDUSD', phase: 'repairing' }),
  ];
  const sorted = streams.toSorted(byTrouble);
  expect(sorted.map(({ symbol, timeframe, kind }) => `${symbol ?? ''} ${timeframe ?? kind}`.trim())).toEqual([
    'GOLD M1',
    'GBPUSD M1',
    'USDJPY M1',
    'US500 M1',
    'US500 H1',
    'AUDUSD M1',
    'EURUSD M1',
    'EURUSD H4',
    'XAUUSD M1',
    'XAUUSD H1',
    'XAUUSD ticks',
    'deals',
  ]);
  expect(sorted.map(isTroubled)).toEqual([...Array<boolean>(5).fill(true), ...Array<boolean>(7).fill(false)]);
});

test('streams in trouble and stores at fault are counted', () => {
  const streams = [sampleSyncStream(), sampleSyncStream({ phase: 'waiting' })];
  const stores = [sampleStoreHealth({ level: 'fault' }), sampleStoreHealth({ name: 'ledger', level: 'warning' })];
  expect(troubleCount(sampleSyncHealth({ streams, stores }))).toBe(2);
  expect(troubleCount(sampleSyncHealth())).toBe(0);
});
