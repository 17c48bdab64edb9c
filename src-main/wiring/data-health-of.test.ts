import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import {
  sampleHole,
  sampleProjectionHealth,
  sampleStoreHealth,
  sampleSyncHealth,
  sampleSyncStream,
} from '#main/testkit/sample-sync-health.ts';
import { dataHealthOf } from './data-health-of.ts';

const full = fault('STORE_FULL', 'the disk is full');

test('all in step is all in order', () => {
  expect(dataHealthOf(sampleSyncHealth())).toEqual({
    storeFault: null,
    seriesWithHoles: [],
    projections: [
      { name: 'vectors', adapter: 'exact', wanted: 'exact', deadLetters: 0, faultCode: null },
      { name: 'graph', adapter: 'embedded', wanted: 'embedded', deadLetters: 0, faultCode: null },
    ],
  });
});

test('a stream that is paused and a store with a fault tell what cannot be written', () => {
  const paused = sampleSyncHealth({ streams: [sampleSyncStream({ phase: 'paused', fault: full })] });
  const broken = sampleSyncHealth({ stores: [sampleStoreHealth({ level: 'fault', fault: full })] });
  const waiting = sampleSyncHealth({ streams: [sampleSyncStream({ phase: 'waiting', fault: full })] });
  expect([paused, broken, waiting].map((health) => dataHealthOf(health).storeFault)).toEqual([full, full, null]);
});

test('holes are told by series, but for those at which the terminal itself has nothing', () => {
  const holed = (timeframe: string, isEmptyAtSource: boolean) =>
    sampleSyncStream({
      timeframe,
      holes: { expected: 0, unexpected: 1, missingBars: 10, newest: [sampleHole({ isEmptyAtSource })] },
    });
  const health = sampleSyncHealth({ streams: [holed('M1', false), holed('M5', true), holed('H1', false)] });
  expect(dataHealthOf(health).seriesWithHoles).toEqual(['XAUUSD M1', 'XAUUSD H1']);
});

test('who answers for memory is told with the code of what is in the way', () => {
  const unreachable = fault('VECTORS_UNREACHABLE', 'no server');
  const projections = [sampleProjectionHealth({ wanted: 'chroma', depth: 12, deadLetters: 2, fault: unreachable })];
  expect(dataHealthOf(sampleSyncHealth({ projections })).projections).toEqual([
    { name: 'vectors', adapter: 'exact', wanted: 'chroma', deadLetters: 2, faultCode: 'VECTORS_UNREACHABLE' },
  ]);
});
