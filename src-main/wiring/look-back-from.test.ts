import { expect, test } from 'vitest';
import { barAnchor, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { boundScenarios } from './create-engine.ts';
import { lookBackFrom } from './look-back-from.ts';
import { settingsSchema } from './settings.ts';

const settings = settingsSchema.parse({});
const timeframe = 'M15';
const barMs = timeframeDurationMs(timeframe);
const series: BarSeries = {
  ...{ symbol: 'XAUUSD', timeframe, source: terminalSource, anchor: barAnchor(timeframe, 'ny+7') },
};
const newestMs = Date.UTC(2025, 0, 13, 12);
const decision = sampleDecision({ scenario: 'A', timeframe, barOpenTimeUtcMs: newestMs });

/** Bars up to the newest one, with the market closed for two days before the last ten of them. */
function storeWith(count: number) {
  const bars = createMemoryBarStore();
  const openings = Array.from({ length: count }, (_, index) => {
    const back = count - 1 - index;
    return newestMs - back * barMs - (back >= 10 ? 2 * 86_400_000 : 0);
  });
  bars.append(
    series,
    openings.map((at) => sampleBar({ openTimeUtcMs: at, close: 2000 })),
  );
  return { bars, openings };
}

test('reaches over a weekend to the oldest of the bars that the scenario’s numbers need', () => {
  const needed = boundScenarios(settings).find(({ scenario }) => scenario === 'A')?.contiguousBars ?? 0;
  expect(needed).toBeGreaterThan(200);
  const { bars, openings } = storeWith(needed + 50);
  expect(lookBackFrom(bars, settings)(decision)).toBe(openings[50]);
});

test('reaches no farther than there are bars', () => {
  const { bars, openings } = storeWith(20);
  expect(lookBackFrom(bars, settings)(decision)).toBe(openings[0]);
  expect(lookBackFrom(createMemoryBarStore(), settings)(decision)).toBe(newestMs);
});
