import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barSchema } from './bar.ts';

const valid = {
  openTimeUtcMs: Date.UTC(2025, 0, 2),
  open: 10,
  high: 12,
  low: 9,
  close: 11,
  tickVolume: 5,
  spreadPoints: 2,
};

test.each([
  ['an ordinary bar', valid],
  ['a bar that did not move', { ...valid, open: 10, high: 10, low: 10, close: 10 }],
  ['a bar of unknown volume and spread', { ...valid, tickVolume: null, spreadPoints: null }],
  ['a spread of zero', { ...valid, spreadPoints: 0 }],
])('%s is valid and comes out as it went in', (_, bar) => {
  expect(barSchema.parse(bar)).toEqual(bar);
});

test.each([
  ['opens above its high', { ...valid, open: 12.1 }],
  ['opens below its low', { ...valid, open: 8.9 }],
  ['closes above its high', { ...valid, close: 12.1 }],
  ['closes below its low', { ...valid, close: 8.9 }],
  ['has its low above its high', { ...valid, high: 9, low: 12 }],
  ['has a price of zero', { ...valid, low: 0 }],
  ['has a price that is not finite', { ...valid, high: Number.POSITIVE_INFINITY }],
  ['has a fraction of a millisecond', { ...valid, openTimeUtcMs: valid.openTimeUtcMs + 0.5 }],
  ['has half a tick', { ...valid, tickVolume: 0.5 }],
  ['lacks its volume', { ...valid, tickVolume: undefined }],
])('a bar that %s is refused', (_, bar) => {
  expect(barSchema.safeParse(bar).success).toBe(false);
});

test('four prices make a bar exactly when the first and last lie between the others', () => {
  const price = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(price, price, price, price, (open, high, low, close) => {
      const isBar = low <= open && open <= high && low <= close && close <= high;
      expect(barSchema.safeParse({ ...valid, open, high, low, close }).success).toBe(isBar);
    }),
  );
});
