import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import {
  sampleProjectionHealth,
  sampleStoreHealth,
  sampleSyncHealth,
  sampleSyncStream,
} from '#main/testkit/sample-sync-health.ts';
import { diagnose } from './diagnose.ts';

const connected = { isTerminalConnected: true };
const holes = (missingBars: number): object => ({ expected: 4, unexpected: 1, missingBars, newest: [] });

test('what is well has no finding', () => {
  expect(diagnose(sampleSyncHealth(), connected)).toEqual([]);
});

test('one fault of many streams is one finding, and what needs a person comes first', () => {
  const timeout = fault('SYNC_TIMEOUT', 'no answer within 10 s');
  const full = fault('STORE_FULL', 'the disk is full');
  const health = sampleSyncHealth({
    streams: [
      sampleSyncStream({ phase: 'waiting', fault: timeout }),
      sampleSyncStream({ timeframe: 'H1', phase: 'waiting', fault: timeout }),
      sampleSyncStream({ kind: 'ticks', timeframe: null, phase: 'paused', fault: full }),
    ],
    stores: [sampleStoreHealth({ level: 'fault', fault: full })],
  });
  expect(diagnose(health, connected)).toEqual([
    { kind: 'fault', fault: full, isGrave: true, of: ['market.db', 'XAUUSD ticks'] },
    { kind: 'fault', fault: timeout, isGrave: false, of: ['XAUUSD M1', 'XAUUSD H1'] },
  ]);
});

test('a server of memory that is away is told by its name, and is never grave', () => {
  const away = fault('GRAPH_UNAUTHORIZED', 'the password is not taken');
  const projections = [
    sampleProjectionHealth(),
    sampleProjectionHealth({ name: 'graph', adapter: 'embedded', wanted: 'bolt', fault: away }),
  ];
  expect(diagnose(sampleSyncHealth({ projections }), connected)).toEqual([
    { kind: 'fault', fault: away, isGrave: false, of: ['Bolt'] },
  ]);
});

test('without its history service the terminal’s missing history is no finding of its own', () => {
  const missing = fault('HISTORY_UNAVAILABLE', 'nobody answers');
  const streams = [sampleSyncStream({ phase: 'waiting', fault: missing })];
  const health = sampleSyncHealth({ streams, isHistoryConnected: false, circuit: 'open' });
  expect(diagnose(health, connected)).toEqual([{ kind: 'historyService' }]);
});

test('without a terminal its history service is not asked after', () => {
  const gone = fault('NOT_CONNECTED', 'no terminal');
  const streams = [sampleSyncStream({ phase: 'waiting', fault: gone })];
  const health = sampleSyncHealth({ streams, isHistoryConnected: false, circuit: 'open' });
  expect(diagnose(health, { isTerminalConnected: false })).toEqual([
    { kind: 'fault', fault: gone, isGrave: false, of: ['XAUUSD M1'] },
  ]);
});

test('a service that fails again and again, and holes, are told as well', () => {
  const asleep = fault('HISTORY_UNAVAILABLE', 'asked again in 20 seconds');
  const streams = [
    sampleSyncStream({ holes: holes(10), phase: 'waiting', fault: asleep }),
    sampleSyncStream({ timeframe: 'H1', holes: holes(1) }),
  ];
  expect(diagnose(sampleSyncHealth({ streams, circuit: 'open' }), connected)).toEqual([
    { kind: 'circuit' },
    { kind: 'holes', of: ['XAUUSD M1', 'XAUUSD H1'], missingBars: 11 },
  ]);
});
