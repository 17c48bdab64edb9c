import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { batchOfValues } from './batch.ts';
import { createSma } from './sma.ts';

test('SMA(3) of 1 2 3 4 5 is undefined twice and then 2 3 4', () => {
  expect([...batchOfValues(createSma(3), Float64Array.of(1, 2, 3, 4, 5))]).toEqual([NaN, NaN, 2, 3, 4]);
});

test('SMA does not drift: over a million bars it stays within 1e-9 of a mean taken anew', () => {
  const random = seededRandom(11);
  const values = new Float64Array(1_000_000);
  let level = 2000;
  for (let index = 0; index < values.length; index++) {
    // From gold down to a thousandth of its price and up to a thousandfold, so that large values leave the window before small ones.
    if (index % 100_000 === 0) level = 2000 * 10 ** (Math.floor(random() * 7) - 3);
    level *= 1 + (random() - 0.5) / 500;
    values[index] = level;
  }
  const sma = batchOfValues(createSma(200), values);
  let worst = 0;
  for (let index = 199; index < values.length; index += 997) {
    const window = values.subarray(index - 199, index + 1);
    const mean = window.reduce((sum, value) => sum + value, 0) / 200;
    worst = Math.max(worst, Math.abs((sma[index] ?? NaN) / mean - 1));
  }
  expect(worst).toBeLessThan(1e-13);
});

test('SMA does not know where the series began: any start gives the same bits once the window is full', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e-5, max: 1e6, noNaN: true }), { minLength: 30, maxLength: 120 }),
      fc.nat(20),
      (prices, skipped) => {
        const values = Float64Array.from(prices);
        const whole = batchOfValues(createSma(7), values);
        const later = batchOfValues(createSma(7), values.subarray(skipped));
        expect(later.subarray(6)).toEqual(whole.subarray(skipped + 6));
      },
    ),
  );
});
