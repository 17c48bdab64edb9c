import { expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { money } from '#shared/units/money.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { capsInForce, usualInputs } from './adviser-inputs.ts';
import { dayAt } from './day-book.ts';
import { LimitsBook } from './limits-book.ts';
import { volatileMemory } from './volatile-memory.ts';

const clock = brokerClock('ny+7');

const hourMs = 3_600_000;

const account = { balance: money(25_000), equity: money(24_500), credit: money(500) };

const noLimits = {
  maxVolume: null,
  maxPositions: null,
  maxTradesPerDay: null,
  maxSpreadPoints: null,
  maxDailyLossRatio: null,
};

const at = (ms: number) => utcMs(sampleStartUtcMs + ms);

test('of both caps the smaller one holds, and none is no cap', () => {
  const inputs = { ...usualInputs, maxVolume: 1, maxPositions: 3, maxSpreadPoints: 50 };
  const caps = capsInForce(inputs, {
    ...noLimits,
    maxVolume: 2,
    maxPositions: 1,
    maxTradesPerDay: 4,
    maxSpreadPoints: 0,
  });
  expect(caps).toEqual({
    maxVolume: 1,
    maxPositions: 1,
    maxTradesPerDay: 4,
    maxSpreadPoints: 50,
    maxDailyLossRatio: 0.05,
  });
  expect(capsInForce(inputs, null)).toMatchObject({ maxVolume: 1, maxTradesPerDay: 0 });
});

test('a day begins at the server’s midnight with the larger of balance and equity, less the credit', () => {
  const first = dayAt(null, { atUtcMs: at(5 * hourMs), clock }, account);
  expect(first).toEqual({ startUtcMs: clock.midnightBefore(at(5 * hourMs)), baseline: 24_500 });
  const poorer = { ...account, balance: money(20_000), equity: money(20_000) };
  expect(dayAt(first, { atUtcMs: at(20 * hourMs), clock }, poorer)).toBe(first);
  expect(dayAt(first, { atUtcMs: at(29 * hourMs), clock }, poorer)).toMatchObject({ baseline: 19_500 });
});

test('no clock that is set back, or forth by less than twenty hours, forgives a loss', () => {
  const first = dayAt(null, { atUtcMs: at(29 * hourMs), clock }, account);
  const poorer = { ...account, balance: money(20_000), equity: money(20_000) };
  expect(dayAt(first, { atUtcMs: at(0), clock }, poorer)).toBe(first);
  const oddZone = brokerClock('utc');
  expect(dayAt(first, { atUtcMs: at(30 * hourMs), clock: oddZone }, poorer)).toBe(first);
});

test('limits end with their session; halts are each side’s own and outlive it', () => {
  const memory = volatileMemory();
  const spec = { memory, clock, inputs: usualInputs, countEntriesSince: () => 2 };
  const book = new LimitsBook(spec);
  expect(book.status()).toMatchObject({ dayBaseline: null, dayStampMs: null, tradesToday: 0 });
  book.passDay(at(hourMs), account);
  book.tighten({ ...noLimits, maxVolume: 0.5 });
  book.halt('chart', { isHalted: true, reason: 'by hand' });
  book.halt('app', { isHalted: true, reason: 'by the cockpit' });
  book.halt('chart', { isHalted: false, reason: 'on again' });
  expect(book.guards(true)).toMatchObject({
    ...{ caps: { maxVolume: 0.5 }, halts: { app: true, chart: false, reason: 'on again' } },
    ...{ tradesToday: 2, dayBaseline: 24_500 },
  });
  book.loosen();
  const next = new LimitsBook(spec);
  expect([book, next].map((it) => it.status())).toEqual([next.status(), next.status()]);
  expect(next.status()).toMatchObject({ maxVolume: 0, halt: { app: true }, dayBaseline: 24_500 });
  next.halt('app', { isHalted: false, reason: 'all clear' });
  expect(next.status().halt).toEqual({ app: false, chart: false, reason: '' });
});
