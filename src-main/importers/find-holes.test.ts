import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { findHoles } from './find-holes.ts';

const gold = inMarketHours(sampleBars({ count: 28 * 1440, startUtcMs: Date.UTC(2024, 0, 8) }), {
  closeHour: 17,
  openHour: 18,
});

const openTimesOf = (bars: readonly Bar[]): Float64Array => Float64Array.from(bars, (bar) => bar.openTimeUtcMs);

const minutes = { timeframe: 'M1', anchor: 'hour' } as const;

test('nights and week’s ends are expected, and nothing else is missing', () => {
  expect(findHoles(openTimesOf(gold), minutes)).toEqual({ expected: 20, unexpected: 0, missingBars: 0, longest: [] });
});

test('what is missing while the market is open is said, the longest first, and quiet minutes are no holes', () => {
  const [quiet, short, long] = [Date.UTC(2024, 0, 9, 3), Date.UTC(2024, 0, 9, 9), Date.UTC(2024, 0, 16, 14)];
  const isMissing = ({ openTimeUtcMs: at }: Bar): boolean =>
    (at >= quiet && at < quiet + 4 * 60_000) ||
    (at >= short && at < short + 20 * 60_000) ||
    (at >= long && at < long + 90 * 60_000);
  const found = findHoles(openTimesOf(gold.filter((bar) => !isMissing(bar))), minutes);
  expect(found).toEqual({
    expected: 20,
    unexpected: 2,
    missingBars: 110,
    longest: [
      { fromUtcMs: long, toUtcMs: long + 90 * 60_000, missingBars: 90 },
      { fromUtcMs: short, toUtcMs: short + 20 * 60_000, missingBars: 20 },
    ],
  });
});

test('a stretch without a gap tells no market, and so no holes', () => {
  expect(findHoles(openTimesOf(gold.slice(0, 100)), minutes)).toBeNull();
});
