import { expect, test } from 'vitest';
import { AdvancingMarketClock } from '#main/sync/advancing-market-clock.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { derivedMachine } from './derived-machine.ts';

const startUtcMs = utcMs(1_000_000);

function rig() {
  const marketClock = new AdvancingMarketClock();
  const machine = derivedMachine({ marketClock, startUtcMs, seed: 'gold' });
  const advanceBy = (ms: number): void => {
    marketClock.advanceTo(utcMs((marketClock.nowUtcMs() ?? startUtcMs) + ms));
    machine.runDueTimers();
  };
  return { machine, advanceBy };
}

test('both clocks of the desk go with the market and stand while it has shown no time', () => {
  const { machine, advanceBy } = rig();
  const read = () => [machine.wallClock.nowUtcMs(), machine.monotonicClock.nowMs()];
  expect(read()).toEqual([1_000_000, 0]);
  advanceBy(60_000);
  expect(read()).toEqual([1_060_000, 60_000]);
});

test('a timer runs once it is due, however far the market jumped, and not any more once it is disposed', () => {
  const { machine, advanceBy } = rig();
  const ran: string[] = [];
  machine.timers.after(durationMs(100), () => ran.push('once'));
  const every = machine.timers.every(durationMs(50), () => ran.push('every'));
  advanceBy(49);
  expect(ran).toEqual([]);
  advanceBy(1);
  advanceBy(1000);
  expect(ran).toEqual(['every', 'once', 'every']);
  advanceBy(49);
  expect(ran).toHaveLength(3);
  every[Symbol.dispose]();
  advanceBy(1000);
  expect(ran).toHaveLength(3);
});

test('the same seed gives the same bytes, another seed others, and no two draws are alike', () => {
  const drawnFrom = (seed: string) => {
    const { rng } = derivedMachine({ marketClock: new AdvancingMarketClock(), startUtcMs, seed });
    return [rng.bytes(40), rng.bytes(40)].map((bytes) => Buffer.from(bytes).toString('hex'));
  };
  const drawn = drawnFrom('gold');
  expect(drawnFrom('gold')).toEqual(drawn);
  expect(new Set([...drawn, ...drawnFrom('silver')]).size).toBe(4);
  expect(drawn.map(({ length }) => length)).toEqual([80, 80]);
});
