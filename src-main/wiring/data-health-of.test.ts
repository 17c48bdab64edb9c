import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { allInOrder } from '#main/engine/data-health.ts';
import { sampleHole, sampleStoreHealth, sampleSyncHealth, sampleSyncStream } from '#main/testkit/sample-sync-health.ts';
import { dataHealthOf } from './data-health-of.ts';

const full = fault('STORE_FULL', 'the disk is full');

test('all in step is all in order', () => {
  expect(dataHealthOf(sampleSyncHealth())).toEqual(allInOrder);
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
