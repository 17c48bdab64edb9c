import { expect, test } from 'vitest';
import { beatPeriodMs, busyMsMax, dataBusyMsMax, Liveness } from './liveness.ts';

const newLiveness = (start: { readonly nowMs?: number; readonly busyMsMax?: number } = {}): Liveness =>
  new Liveness({ nowMs: 0, busyMsMax, ...start });

/** Beats until the peer is called silent; answers when that was, counted from `fromMs`. */
function silentAfterMs(liveness: Liveness, fromMs: number, periodMs = beatPeriodMs): number {
  let nowMs = fromMs;
  do nowMs += periodMs;
  while (!liveness.beat(nowMs).isSilent);
  return nowMs - fromMs;
}

test('calls a peer silent after five seconds', () => {
  expect(silentAfterMs(newLiveness({ nowMs: 700 }), 700)).toBe(5000);
});

test('begins anew with each thing that is heard', () => {
  const liveness = newLiveness();
  for (let nowMs = 50; nowMs <= 4950; nowMs += 50) liveness.beat(nowMs);
  liveness.heard();
  expect(silentAfterMs(liveness, 4950)).toBe(5000);
});

test.each([
  [800, busyMsMax, 5800],
  [60_000, busyMsMax, 7000],
  [45_000, dataBusyMsMax, 50_000],
])(
  'grants a peer that said it is busy for %i ms, of at most %i, silence of %i ms in all',
  (maxMs, busyMsMax, allMs) => {
    const liveness = newLiveness({ busyMsMax });
    liveness.grant(maxMs);
    expect(silentAfterMs(liveness, 0)).toBe(allMs);
  },
);

test('takes a grant back with the next thing that is heard', () => {
  const liveness = newLiveness();
  liveness.grant(2000);
  liveness.heard();
  expect(silentAfterMs(liveness, 0)).toBe(5000);
});

test('does not blame the peer for a time in which this process itself stood still', () => {
  const liveness = newLiveness();
  expect(liveness.beat(60_000)).toEqual({ isSilent: false, isPingDue: true });
  expect(silentAfterMs(liveness, 60_000)).toBe(4000);
});

test('wants a PING each second', () => {
  const liveness = newLiveness();
  const pingsAtMs: number[] = [];
  for (let nowMs = 50; nowMs <= 3000; nowMs += 50) if (liveness.beat(nowMs).isPingDue) pingsAtMs.push(nowMs);
  expect(pingsAtMs).toEqual([1000, 2000, 3000]);
});
