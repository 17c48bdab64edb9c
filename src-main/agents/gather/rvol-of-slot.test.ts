import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { barAnchor, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { createRvol } from '#main/features/rvol.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { rvolOfSlot } from './rvol-of-slot.ts';

const dayMs = 86_400_000;
const periods = 5;

const seriesOf = (timeframe: Timeframe): BarSeries => ({
  ...{ symbol: 'XAUUSD', timeframe, source: terminalSource, anchor: barAnchor(timeframe, 'ny+7') },
});

/** New York set its clock an hour forward on 9 March 2025. */
const springMs = Date.UTC(2025, 2, 9, 7);

/** Weekdays' bars around that change: only those of a few hours, which is where the newest one opens. */
function barsUntil(timeframe: Timeframe, newestMs: number, isThere: (day: number) => boolean): readonly Bar[] {
  const barMs = timeframeDurationMs(timeframe);
  const bars: Bar[] = [];
  for (let day = 24; day >= 0; day--) {
    const weekday = new Date(newestMs - day * dayMs).getUTCDay();
    if (day > 0 && (weekday === 0 || weekday === 6 || !isThere(day))) continue;
    for (let step = -Math.ceil(5_400_000 / barMs); step <= (day === 0 ? 0 : Math.ceil(5_400_000 / barMs)); step++) {
      const openTimeUtcMs = newestMs - day * dayMs + step * barMs;
      bars.push({ ...sampleBar({ openTimeUtcMs, close: 2000 }), tickVolume: 100 + ((day * 37 + step * 11) % 89) });
    }
  }
  return bars;
}

test.each(['M1', 'M5', 'M15', 'H1'] as const)('of %s is what every bar before it would make of it', (timeframe) => {
  const series = seriesOf(timeframe);
  const barMs = timeframeDurationMs(timeframe);
  const missing = fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { maxLength: 5 });
  fc.assert(
    fc.property(fc.integer({ min: -4, max: 12 }), fc.integer({ min: 0, max: 200 }), missing, (days, slot, gone) => {
      const newestMs = springMs + days * dayMs + Math.floor((slot * 60_000 * 7) / barMs) * barMs;
      const bars = barsUntil(timeframe, newestMs, (day) => !gone.includes(day));
      const store = createMemoryBarStore();
      store.append(series, bars);
      const { push } = createRvol({ timeframe, periods });
      const last = bars.map((bar) => push(bar.openTimeUtcMs, bar.tickVolume ?? NaN)).at(-1);
      const newest = bars.at(-1) ?? sampleBar({ openTimeUtcMs: 0, close: 1 });
      expect(rvolOfSlot(store, { series, newest, periods })).toBe(last);
    }),
    { numRuns: 20 },
  );
});

test('is known where only five of the days before have the bar, and not with four', () => {
  const series = seriesOf('M1');
  const newestMs = Date.UTC(2025, 0, 17, 15, 7);
  const of = (days: readonly number[]): number | null => {
    const bars = barsUntil('M1', newestMs, (day) => days.includes(day));
    const store = createMemoryBarStore();
    store.append(series, bars);
    return rvolOfSlot(store, { series, newest: bars.at(-1) ?? sampleBar({ openTimeUtcMs: 0, close: 1 }), periods });
  };
  expect(of([1, 2, 3, 4, 7])).toBeGreaterThan(0);
  expect(of([1, 2, 3, 4])).toBeNaN();
});

test('above H1 it is counted in bars, and not told here', () => {
  const newest = sampleBar({ openTimeUtcMs: springMs, close: 2000 });
  expect(rvolOfSlot(createMemoryBarStore(), { series: seriesOf('H4'), newest, periods })).toBeNull();
});
