import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { noMarketFacts } from './engine-rig.suite.ts';
import { marketRow } from './market-row.ts';

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' };
const closeOf = barCloses(series);
const bars = sampleBars({ count: 10 });
const bar = assertDefined(bars[0], 'a first bar');

test('a row holds the bar, its close, the spread as a difference of prices, and what is known of the news', () => {
  const facts = { ...noMarketFacts, newsDistanceMs: (_symbol: string, at: number) => at - bar.openTimeUtcMs };
  const rowOf = marketRow({ series, closeOf, facts, pointOf: () => 0.01 });
  const { openTimeUtcMs, open, high, low, close, tickVolume } = bar;
  expect(rowOf(bar)).toEqual({
    ...{ openTimeUtcMs, closeTimeUtcMs: openTimeUtcMs + 60_000, open, high, low, close, tickVolume },
    ...{ spread: 0.2, newsDistanceMs: 60_000, barsSinceHole: 1 },
  });
});

test('what is not known is not a number, and never zero', () => {
  const unknown = { ...bar, tickVolume: null, spreadPoints: null };
  const rowOf = marketRow({ series, closeOf, facts: noMarketFacts, pointOf: () => 0.01 });
  expect(rowOf(unknown)).toMatchObject({ tickVolume: NaN, spread: NaN, newsDistanceMs: NaN });
  const withoutInstrument = marketRow({ series, closeOf, facts: noMarketFacts, pointOf: () => null });
  expect(withoutInstrument(bar).spread).toBeNaN();
});

test('bars are counted from the last unexpected hole on; only where bars are missing is it asked for one', () => {
  const asked: number[] = [];
  const facts: typeof noMarketFacts = {
    ...noMarketFacts,
    isUnexpectedHole: (_series, { lastBeforeUtcMs, firstAfterUtcMs }) => {
      asked.push((firstAfterUtcMs - lastBeforeUtcMs) / 60_000);
      return firstAfterUtcMs - lastBeforeUtcMs > 2 * 60_000;
    },
  };
  const rowOf = marketRow({ series, closeOf, facts, pointOf: () => 0.01 });
  const holed = bars.filter((_, index) => ![2, 5, 6].includes(index));
  expect(holed.map((it) => rowOf(it).barsSinceHole)).toEqual([1, 2, 3, 4, 1, 2, 3]);
  expect(asked).toEqual([2, 3]);
});
