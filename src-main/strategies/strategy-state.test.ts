import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createGrowingFloat64, type GrowingFloat64 } from '#main/features/columns.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import type { Bar } from '#shared/market/bar.ts';
import { sampleHeld } from './sample-held.suite.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { carryHolding } from './decided-columns.suite.ts';
import { holdingSince } from './strategy-state.ts';

const minuteMs = 60_000;

function columnOf(values: readonly number[]): GrowingFloat64 {
  const column = createGrowingFloat64();
  values.forEach((value) => column.push(value));
  return column;
}

const columnsOf = (bars: readonly Bar[]) => ({
  openTimeUtcMs: columnOf(bars.map((bar) => bar.openTimeUtcMs)),
  closeTimeUtcMs: columnOf(bars.map((bar) => bar.openTimeUtcMs + minuteMs)),
  high: columnOf(bars.map((bar) => bar.high)),
  low: columnOf(bars.map((bar) => bar.low)),
});

const bars = sampleBars({ count: 300, seed: 4, timeframe: 'M1' });
const columns = columnsOf(bars);
const opened = (afterStartMs: number, side: 'buy' | 'sell' = 'buy') => ({
  side,
  openedAtUtcMs: utcMs(sampleStartUtcMs + afterStartMs),
  openPrice: price(2000),
  stop: price(1990),
});

test('the extreme runs from the bar in which the position was opened to the bar decided on, both counted', () => {
  fc.assert(
    fc.property(fc.nat(250), fc.nat(40), fc.nat(minuteMs - 1), (entry, held, intoBarMs) => {
      const since = bars.slice(entry, entry + held + 1);
      const position = opened(entry * minuteMs + intoBarMs);
      expect(holdingSince(columns, entry + held, sampleHeld(position))).toEqual({
        kind: 'holding',
        side: 'buy',
        extreme: Math.max(...since.map((bar) => bar.high)),
        entryPrice: 2000,
        stop: 1990,
        stopAsSent: 1990,
        ...{ volume: 0.1, volumeStep: 0.01, volumeMin: 0.01, isPartClosed: false },
      });
      expect(holdingSince(columns, entry + held, sampleHeld({ ...position, side: 'sell' })).extreme).toBe(
        Math.min(...since.map((bar) => bar.low)),
      );
    }),
  );
});

test('carried along bar by bar, the state is the one that a restart builds anew', () => {
  for (const side of ['buy', 'sell'] as const) {
    let state = holdingSince(columns, 50, sampleHeld(opened(50 * minuteMs, side)));
    for (let index = 51; index < 300; index++) {
      state = carryHolding(state, columns, index);
      expect(state).toEqual(holdingSince(columns, index, sampleHeld(opened(50 * minuteMs, side))));
    }
  }
});

test('a position without a stop has none that a rule could compare with', () => {
  expect(holdingSince(columns, 100, sampleHeld({ ...opened(0), stop: null }))).toMatchObject({
    stop: NaN,
    stopAsSent: NaN,
  });
});

test('a position from before the first bar has no extreme', () => {
  expect(holdingSince(columns, 100, sampleHeld(opened(-1))).extreme).toBeNaN();
});

test('a position opened in a bar that has not closed yet has no extreme', () => {
  expect(holdingSince(columns, 10, sampleHeld(opened(11 * minuteMs))).extreme).toBeNaN();
  expect(holdingSince(columns, 299, sampleHeld(opened(300 * minuteMs))).extreme).toBeNaN();
});

test('a position opened where a bar is missing is counted from the next bar there is', () => {
  const holed = bars.filter((_, index) => index < 20 || index >= 30);
  expect(holdingSince(columnsOf(holed), 21, sampleHeld(opened(25 * minuteMs))).extreme).toBe(
    Math.max(...bars.slice(30, 32).map((bar) => bar.high)),
  );
});
