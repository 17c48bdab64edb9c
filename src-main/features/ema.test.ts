import { expect, test } from 'vitest';
import { batchOfValues } from './batch.ts';
import { createEma, resumeEma } from './ema.ts';

test('EMA(3) is seeded with the mean of three values and then goes half of the way to each further one', () => {
  expect([...batchOfValues(createEma(3), Float64Array.of(1, 2, 3, 4, 8))]).toEqual([NaN, NaN, 2, 3, 5.5]);
});

test('EMA(1) is the value itself', () => {
  expect([...batchOfValues(createEma(1), Float64Array.of(5, 7, 6))]).toEqual([5, 7, 6]);
});

test('EMA goes on from any number that it gave with the same bits, and from nothing else', () => {
  const values = Float64Array.of(1.1, 2.7, 3.1, 4.9, 8.3, 2.2, 7.7, 5.9);
  const whole = batchOfValues(createEma(3), values);
  for (let at = 2; at < values.length; at++) {
    const resumed = batchOfValues(resumeEma(3, whole[at] ?? NaN), values.subarray(at + 1));
    expect(resumed).toEqual(whole.subarray(at + 1));
  }
  expect(() => resumeEma(3, NaN)).toThrow('only a number that was given');
});
