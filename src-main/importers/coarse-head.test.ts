import { expect, test } from 'vitest';
import { emptyBarColumns } from '#shared/market/bar-columns.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { coarseHead } from './coarse-head.ts';

const hourMs = 3_600_000;
const changeUtcMs = Date.UTC(2024, 2, 13);

/** A foreign-exchange market from some Wednesday on. */
const fine = (timeframe: Timeframe, count: number): readonly number[] =>
  inMarketHours(sampleBars({ count, timeframe, startUtcMs: changeUtcMs }), { closeHour: 17, openHour: 17 }).map(
    ({ openTimeUtcMs }) => openTimeUtcMs,
  );

/** Bars of another timeframe before them, on workdays. */
const coarse = (timeframe: Timeframe, count: number): readonly number[] =>
  Array.from({ length: count }, (_, back) => changeUtcMs - (count - back) * timeframeDurationMs(timeframe)).filter(
    (at) => ![0, 6].includes(new Date(at).getUTCDay()),
  );

interface Range {
  readonly low: number;
  readonly high: number;
}

/** Bars of a narrow range that moves, but for those that are given another. */
function head(openTimes: readonly number[], timeframe: Timeframe, ranges: ReadonlyMap<number, Range> = new Map()) {
  const columns = emptyBarColumns(openTimes.length);
  columns.length = openTimes.length;
  columns.openTimeUtcMs.set(openTimes);
  for (const [index, at] of openTimes.entries()) {
    const { low, high } = ranges.get(at) ?? { low: 99 + (index % 7), high: 101 + (index % 7) };
    columns.low[index] = low;
    columns.high[index] = high;
  }
  return coarseHead(columns, timeframeDurationMs(timeframe));
}

test.each([
  ['D1', 'H1', 600],
  ['D1', 'H1', 10],
  ['H4', 'H1', 60],
  ['H1', 'M1', 200],
  ['M15', 'M1', 800],
  ['D1', 'M5', 30],
] as const)('%s bars before %s ones are counted', (before, timeframe, count) => {
  const leading = coarse(before, count);
  expect(head([...leading, ...fine(timeframe, 4_000)], timeframe)).toEqual({
    count: leading.length,
    timeframe: before,
  });
});

test('a stray bar between the coarse ones does not hide them', () => {
  const leading = coarse('D1', 300);
  const stray = leading.filter((_, index) => index % 20 === 3).map((at) => at + 3 * hourMs);
  const all = [...leading, ...stray, ...fine('H1', 4_000)].toSorted((a, b) => a - b);
  expect(head(all, 'H1')).toEqual({ count: leading.length + stray.length, timeframe: 'D1' });
});

test('the last coarse bar, that stands beside finer ones, is known by its range', () => {
  const leading = coarse('D1', 300);
  const last = changeUtcMs - 2 * hourMs;
  const openTimes = [...leading, last, ...fine('H1', 4_000).map((at) => at - hourMs)];
  const count = leading.length;
  expect(head(openTimes, 'H1', new Map([[last, { low: 80, high: 120 }]]))).toEqual({
    count: count + 1,
    timeframe: 'D1',
  });
  expect(head(openTimes, 'H1')).toEqual({ count, timeframe: 'D1' });
});

test('one bar alone is known by its range as well', () => {
  const first = changeUtcMs - 9 * hourMs;
  const openTimes = [first, ...fine('H1', 1_000)];
  expect(head(openTimes, 'H1', new Map([[first, { low: 80, high: 120 }]]))).toEqual({ count: 1, timeframe: 'D1' });
});

test('one bar alone may be coarser or have a hole behind it: it is counted, and no timeframe is said', () => {
  expect(head([changeUtcMs - 9 * hourMs, ...fine('H1', 1_000)], 'H1')).toEqual({ count: 1, timeframe: null });
});

test.each(['M1', 'M5', 'H1', 'H4', 'D1'] as const)('a file of %s alone has none', (timeframe) => {
  expect(head(fine(timeframe, 3_000), timeframe)).toEqual({ count: 0, timeframe: null });
});

test('thin trading in the first months is not a coarser timeframe', () => {
  const random = seededRandom(11);
  const thin = fine('M1', 60_000).filter((_, index) => index > 30_000 || random() < 0.2);
  expect(head(thin, 'M1')).toEqual({ count: 0, timeframe: null });
});

test('a file that begins with the last bar of a week has none', () => {
  const monday = fine('H1', 4_000).filter((at) => at >= Date.UTC(2024, 2, 17));
  expect(head([Date.UTC(2024, 2, 15, 20), ...monday], 'H1')).toEqual({ count: 0, timeframe: null });
});
