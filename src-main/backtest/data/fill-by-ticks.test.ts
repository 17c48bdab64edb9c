import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import type { TickColumns } from '#shared/market/tick-columns.ts';
import { fillByTicks, type FillColumns } from './fill-by-ticks.ts';

const minuteMs = 60_000;
const start = Date.UTC(2024, 0, 3, 10);

/** A tick: seconds from the start, bid, and the spread where it is not 0.30. */
type Told = readonly [seconds: number, bid: number, spread?: number];

const ticksOf = (...told: readonly Told[]): TickColumns => ({
  occurredAtUtcMs: Float64Array.from(told, ([seconds]) => start + Math.round(seconds * 1000)),
  bid: Float64Array.from(told, ([, bid]) => bid),
  ask: Float64Array.from(told, ([, bid, spread = 0.3]) => bid + spread),
});

/** Bars at 2000 with a spread of 0.20 that open at these minutes. */
function barsAt(minutes: readonly number[], lengthMinutes = 1): FillColumns {
  const column = (value: number): Float64Array => Float64Array.from(minutes, () => value);
  return {
    length: minutes.length,
    openTimeUtcMs: Float64Array.from(minutes, (minute) => start + minute * minuteMs),
    closeTimeUtcMs: Float64Array.from(minutes, (minute) => start + (minute + lengthMinutes) * minuteMs),
    open: column(2000),
    high: column(2001),
    low: column(1999),
    close: column(2000.5),
    spread: column(0.2),
  };
}

/** Each row as its seconds from and to, its four prices where they differ, else the one, and its spread. */
const rowsOf = ({ length, ...columns }: FillColumns): readonly (readonly number[])[] =>
  Array.from({ length }, (_, row) => {
    const at = (name: keyof typeof columns): number => assertDefined(columns[name][row], 'a row');
    const prices = [at('open'), at('high'), at('low'), at('close')];
    const seconds = [at('openTimeUtcMs'), at('closeTimeUtcMs')].map((time) => (time - start) / 1000);
    return [...seconds, ...(new Set(prices).size === 1 ? prices.slice(0, 1) : prices), Number(at('spread').toFixed(9))];
  });

const bar = [2000, 2001, 1999, 2000.5, 0.2] as const;

test('a tick holds at its own bid and spread until the next one, the last one of a minute until the minute ends', () => {
  const ticks = ticksOf([2, 2000.1], [30, 2000.4, 0.05], [61.5, 2000.2]);
  const { fills, ticksOfBar } = fillByTicks(barsAt([0, 1]), ticks);
  expect(rowsOf(fills)).toEqual([
    [2, 30, 2000.1, 0.3],
    [30, 60, 2000.4, 0.05],
    [61.5, 120, 2000.2, 0.3],
  ]);
  expect([...ticksOfBar]).toEqual([2, 1]);
});

test('ticks of one millisecond are one row, which loses none of their prices', () => {
  const ticks = ticksOf([5, 2000], [5, 1990, 0.8], [5, 2003, 0.1], [9, 2001]);
  const { fills, ticksOfBar } = fillByTicks(barsAt([0]), ticks);
  expect(rowsOf(fills)).toEqual([
    [5, 9, 2000, 2003, 1990, 2003, 0.8],
    [9, 60, 2001, 0.3],
  ]);
  expect([...ticksOfBar]).toEqual([4]);
});

test('where ticks begin and end, and where none are, minutes stand: a minute that is told in part is not trusted', () => {
  const ticks = ticksOf([80, 2000.1], [130, 2000.2], [190, 2000.3], [250, 2000.4]);
  const { fills } = fillByTicks(barsAt([0, 1, 2, 3, 4, 5]), ticks);
  expect(rowsOf(fills)).toEqual([
    [0, 60, ...bar],
    [60, 120, ...bar],
    [130, 180, 2000.2, 0.3],
    [190, 240, 2000.3, 0.3],
    [240, 300, ...bar],
    [300, 360, ...bar],
  ]);
});

test('a minute beside which the market rests is told by its ticks alone', () => {
  const { fills } = fillByTicks(barsAt([0, 60]), ticksOf([20, 2000.1], [3601, 2000.2]));
  expect(rowsOf(fills)).toEqual([
    [20, 60, 2000.1, 0.3],
    [3601, 3660, 2000.2, 0.3],
  ]);
});

test('an hour gives way to ticks that leave no more than five minutes of it open', () => {
  const everyFive = Array.from({ length: 12 }, (_, index): Told => [index * 300 + 100, 2000 + index]);
  const { fills } = fillByTicks(barsAt([0], 60), ticksOf(...everyFive));
  expect(fills.length).toBe(12);
  for (const missing of [0, 5, 11]) {
    const holed = everyFive.filter((_, index) => index !== missing);
    expect(rowsOf(fillByTicks(barsAt([0], 60), ticksOf(...holed)).fills)).toEqual([[0, 3600, ...bar]]);
  }
});

test('ticks at which no bar stands are left aside, and without ticks the bars are the fills', () => {
  const bars = barsAt([0, 1]);
  expect(fillByTicks(bars, ticksOf()).fills).toBe(bars);
  expect(fillByTicks(bars, ticksOf([-30, 1], [500, 1])).fills).toBe(bars);
});

test('whatever is stored, rows are in order, never overlap, and each minute is told by its bar or by ticks', () => {
  const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { minLength: 1 }).map((all) => all.sort(byNumber));
  const moments = fc
    .array(fc.integer({ min: -60, max: 32 * 60 * 2 }), { maxLength: 200 })
    .map((all) => all.sort(byNumber));
  fc.assert(
    fc.property(minutes, moments, (opens, halves) => {
      const bars = barsAt(opens);
      const ticks = ticksOf(...halves.map((half, index): Told => [half / 2, 1990 + index]));
      const { fills, ticksOfBar } = fillByTicks(bars, ticks);
      for (let row = 0; row < fills.length; row++) {
        const [opened = NaN, closed = NaN] = [fills.openTimeUtcMs[row], fills.closeTimeUtcMs[row]];
        expect(closed).toBeGreaterThan(opened);
        expect(opened).toBeGreaterThanOrEqual(fills.closeTimeUtcMs[row - 1] ?? -Infinity);
      }
      opens.forEach((minute, index) => {
        const from = start + minute * minuteMs;
        const within = fills.openTimeUtcMs.filter((at) => at >= from && at < from + minuteMs);
        const moments = new Set(ticks.occurredAtUtcMs.filter((at) => at >= from && at < from + minuteMs));
        expect([...within]).toEqual(ticksOfBar[index] === 0 ? [from] : [...moments]);
      });
    }),
  );
});

const byNumber = (one: number, other: number): number => one - other;
