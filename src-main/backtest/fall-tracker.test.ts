import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deepestFall, scaledByCash, seeAmount, seeCash, startFallTracker } from './fall-tracker.ts';

function fallOf(amounts: readonly number[], first = 100): ReturnType<typeof deepestFall> {
  const fall = startFallTracker(first, 0);
  amounts.forEach((amount, index) => {
    seeAmount(fall, amount, index + 1);
  });
  return deepestFall(fall);
}

test('the deepest fall is told with its peak, its trough and its recovery', () => {
  // From 120 to 90: a quarter. The fall from 130 to 110 is less.
  expect(fallOf([120, 90, 100, 120, 130, 110])).toEqual({
    ...{ ratio: 0.25, money: 30, startUtcMs: 1, troughUtcMs: 2, recoveredUtcMs: 4 },
  });
});

test('one that is not recovered says so, and no fall is recovered at once', () => {
  expect(fallOf([110, 80, 100])).toMatchObject({ troughUtcMs: 2, recoveredUtcMs: null });
  expect(fallOf([101, 102])).toMatchObject({ ratio: 0, money: 0 });
});

test('cash is neither gain nor loss', () => {
  const fall = startFallTracker(100, 0);
  seeAmount(fall, 80, 1);
  // 20 % down; a hundred is paid in, which makes it 180 of a peak of 225, or of one of 200 in money.
  seeCash(fall, 100, 80);
  expect(fall.peak).toBe(225);
  seeAmount(fall, 180, 2);
  expect(deepestFall(fall).ratio).toBeCloseTo(0.2, 12);
  seeAmount(fall, 157.5, 3);
  expect(deepestFall(fall)).toMatchObject({ ratio: expect.closeTo(0.3, 12) as number, money: 42.5, troughUtcMs: 3 });
});

test('where nothing is left to be in proportion to, it begins anew', () => {
  expect([scaledByCash(500, 100, 0), scaledByCash(500, -100, 50), scaledByCash(500, 50, 100)]).toEqual([100, -50, 750]);
  const fall = startFallTracker(100, 0);
  seeCash(fall, -100, 100);
  expect([fall.peak, fall.shiftedPeak]).toEqual([0, 0]);
});

test('it is the largest share that any amount lies below one before it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 40 }), (amounts) => {
      const all = [100, ...amounts];
      const falls = all.map((amount, index) => 1 - amount / Math.max(...all.slice(0, index + 1)));
      expect(fallOf(amounts).ratio).toBeCloseTo(Math.max(...falls), 12);
    }),
  );
});

test('in any unit of money it is the same share', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1000 })), fc.integer({ min: 2, max: 100 }), (amounts, unit) => {
      const other = amounts.map((amount) => amount * unit);
      expect(fallOf(other, 100 * unit).ratio).toBeCloseTo(fallOf(amounts).ratio, 12);
    }),
  );
});
