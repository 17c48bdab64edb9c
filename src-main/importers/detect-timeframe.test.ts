import { expect, test } from 'vitest';
import { timeframes } from '#shared/market/timeframe.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBar, sampleBars } from '#main/testkit/sample-bars.ts';
import { detectTimeframe } from './detect-timeframe.ts';

test.each(timeframes)('%s is told by the spacing of bars with week-ends and holes', (timeframe) => {
  const bars = inMarketHours(sampleBars({ count: 500, timeframe }), { closeHour: 17, openHour: 17 });
  expect(detectTimeframe(bars.filter((_, index) => index % 7 !== 3))).toBe(timeframe);
});

test('a spacing that no timeframe has tells none', () => {
  const minutes = [0, 2, 4, 6, 7];
  const bars = minutes.map((minute) => sampleBar({ openTimeUtcMs: Date.UTC(2025, 0, 2) + minute * 60_000, close: 10 }));
  expect(detectTimeframe(bars)).toBeNull();
});

test('one bar tells none', () => {
  expect(detectTimeframe(sampleBars({ count: 1 }))).toBeNull();
});
