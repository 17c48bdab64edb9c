import { expect, test } from 'vitest';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import { sampleSyncHealth, sampleSyncStream } from '#main/testkit/sample-sync-health.ts';
import { nextSyncView } from './sync-view.ts';

const overTheWire = (health: SyncHealth): SyncHealth => JSON.parse(JSON.stringify(health)) as SyncHealth;

test('what says the same as before keeps its identity, and nothing else does', () => {
  const gold = sampleSyncStream();
  const euro = sampleSyncStream({ symbol: 'EURUSD' });
  const before = nextSyncView(null, sampleSyncHealth({ streams: [gold, euro] }), 1000);
  const faster = { ...euro, ratePerSecond: 12 };
  const after = nextSyncView(before, overTheWire(sampleSyncHealth({ streams: [gold, faster] })), 1500);
  expect(after.receivedAtMs).toBe(1500);
  expect(after.health.streams[0]).toBe(before.health.streams[0]);
  expect(after.health.streams[1]).toEqual(faster);
  expect(after.health.stores).toBe(before.health.stores);
  expect(after.health.projections).toBe(before.health.projections);
  expect(after.health.logs).toBe(before.health.logs);
});

test('a list that lost or moved an entry is another list', () => {
  const [gold, euro] = [sampleSyncStream(), sampleSyncStream({ symbol: 'EURUSD' })];
  const before = nextSyncView(null, sampleSyncHealth({ streams: [gold, euro] }), 1000);
  const moved = nextSyncView(before, overTheWire(sampleSyncHealth({ streams: [euro, gold] })), 1500);
  expect(moved.health.streams).toEqual([euro, gold]);
  expect(moved.health.streams[0]).toBe(before.health.streams[1]);
  const fewer = nextSyncView(moved, overTheWire(sampleSyncHealth({ streams: [euro] })), 2000);
  expect(fewer.health.streams).toEqual([euro]);
});
