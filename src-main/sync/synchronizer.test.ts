import { expect, test } from 'vitest';
import { createSyncRig, dayMs, minuteMs, rigNowUtcMs } from './sync-rig.suite.ts';

test('fetches the past it wants, newest first, and is then in step', async () => {
  const rig = createSyncRig();
  rig.connect();
  await rig.pass(1000);
  expect(rig.requests.filter(({ timeframe }) => timeframe === 'M1').map(({ fromUtcMs }) => fromUtcMs)).toEqual([
    Date.UTC(2024, 1, 13, 22),
    Date.UTC(2024, 1, 6, 22),
    Date.UTC(2024, 1, 5, 22),
  ]);
  expect(rig.differences()).toEqual([]);
  expect(rig.stream('bars', 'M1')).toMatchObject({
    phase: 'live',
    lagMs: 0,
    backfill: null,
    fault: null,
    corrections: 0,
  });
});

test('has the coarse bars before the first minute from the terminal itself', async () => {
  const rig = createSyncRig();
  rig.connect();
  await rig.pass(1000);
  const firstMinute = rig.stored('M1')[0]?.openTimeUtcMs ?? 0;
  expect(rig.stored('D1')[0]?.openTimeUtcMs).toBe(Date.UTC(2024, 0, 15, 22));
  expect(rig.stored('H1').filter(({ openTimeUtcMs }) => openTimeUtcMs < firstMinute).length).toBeGreaterThan(300);
  expect(rig.stream('bars', 'D1')).toMatchObject({ phase: 'live', corrections: 0 });
});

test('goes on with what closes while it is connected', async () => {
  const rig = createSyncRig();
  rig.connect();
  await rig.pass(1000);
  await rig.pass(5 * minuteMs, 1000);
  expect(rig.differences()).toEqual([]);
  expect(rig.told.slice(-2)).toEqual([`M1 ${rigNowUtcMs + 4 * minuteMs}`, `M5 ${rigNowUtcMs}`]);
});

test('fetches what it missed while the terminal was away', async () => {
  const rig = createSyncRig();
  rig.connect();
  await rig.pass(1000);
  rig.disconnect();
  expect(rig.stream('bars', 'M1').phase).toBe('waiting');
  rig.sleep(2 * dayMs);
  rig.connect();
  await rig.pass(1000);
  expect(rig.differences()).toEqual([]);
});
