import { expect, test } from 'vitest';
import { timeframes } from '#shared/market/timeframe.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import type { Bar } from '#shared/market/bar.ts';
import { detectTimeframe } from './detect-timeframe.ts';

const openTimesOf = (bars: readonly Bar[]): Float64Array => Float64Array.from(bars, (bar) => bar.openTimeUtcMs);

test.each(timeframes)('%s is told by the spacing of bars with week-ends and holes', (timeframe) => {
  const bars = inMarketHours(sampleBars({ count: 500, timeframe }), { closeHour: 17, openHour: 17 });
  expect(detectTimeframe(openTimesOf(bars.filter((_, index) => index % 7 !== 3)))).toBe(timeframe);
});

test('a spacing that no timeframe has tells none', () => {
  const minutes = [0, 2, 4, 6, 7];
  expect(detectTimeframe(Float64Array.from(minutes, (minute) => minute * 60_000))).toBeNull();
});

test('one bar tells none', () => {
  expect(detectTimeframe(openTimesOf(sampleBars({ count: 1 })))).toBeNull();
});
