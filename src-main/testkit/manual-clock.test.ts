import { expect, test } from 'vitest';
import { durationMs } from '#shared/units/duration-ms.ts';
import { createManualClock, sampleStartUtcMs } from './manual-clock.ts';

test('fires what falls due in order of due time, then of registration, each at its own time', () => {
  const clock = createManualClock();
  const fired: string[] = [];
  const note = (name: string) => () => fired.push(`${name}@${clock.monotonic.nowMs()}`);
  clock.timers.after(durationMs(30), note('late'));
  clock.timers.after(durationMs(10), note('first'));
  clock.timers.after(durationMs(10), note('second'));
  clock.timers.every(durationMs(20), note('period'));
  clock.advance(45);
  expect(fired).toEqual(['first@10', 'second@10', 'period@20', 'late@30', 'period@40']);
  expect(clock.wall.nowUtcMs()).toBe(sampleStartUtcMs + 45);
  expect(clock.market.nowUtcMs()).toBe(sampleStartUtcMs + 45);
});

test('a timer set by a timer fires in the same advance when it falls due within it', () => {
  const clock = createManualClock();
  const fired: number[] = [];
  clock.timers.after(durationMs(5), () => clock.timers.after(durationMs(5), () => fired.push(clock.monotonic.nowMs())));
  clock.advance(9);
  expect(fired).toEqual([]);
  clock.advance(1);
  expect(fired).toEqual([10]);
});

test('a disposed timer does not fire, not even when it disposes itself', () => {
  const clock = createManualClock();
  let runs = 0;
  clock.timers.after(durationMs(5), () => runs++)[Symbol.dispose]();
  const period = clock.timers.every(durationMs(5), () => {
    runs++;
    period[Symbol.dispose]();
  });
  clock.advance(100);
  expect({ runs, pending: clock.pendingTimers() }).toEqual({ runs: 1, pending: 0 });
});

test('the market and the wall clock can be set apart from the steady one', () => {
  const clock = createManualClock({ market: null });
  clock.setWall(sampleStartUtcMs - 3000);
  clock.advance(1000);
  expect(clock.market.nowUtcMs()).toBeNull();
  expect(clock.wall.nowUtcMs()).toBe(sampleStartUtcMs - 2000);
  clock.setMarket(sampleStartUtcMs);
  clock.advance(1);
  expect(clock.market.nowUtcMs()).toBe(sampleStartUtcMs + 1);
});
