import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { sampleStoreHealth, sampleSyncStream } from '#main/testkit/sample-sync-health.ts';
import { withMarketFault } from './with-market-fault.ts';

const stores = [sampleStoreHealth({ name: 'ledger' }), sampleStoreHealth()];
const full = fault('STORE_FULL', 'the disk is full');

test('while a stream is paused the market store is at fault with the same words', () => {
  const streams = [sampleSyncStream(), sampleSyncStream({ phase: 'paused', fault: full })];
  expect(withMarketFault(stores, streams)).toEqual([
    sampleStoreHealth({ name: 'ledger' }),
    sampleStoreHealth({ level: 'fault', fault: full }),
  ]);
});

test('what a terminal did not answer is no fault of a store', () => {
  const streams = [sampleSyncStream({ phase: 'waiting', fault: fault('SYNC_TIMEOUT', 'no answer') })];
  expect(withMarketFault(stores, streams)).toBe(stores);
});
