import { expect, test } from 'vitest';
import { barArrays } from '#main/testkit/bar-arrays.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { batchOfBars } from './batch.ts';
import { createAtr, resumeAtr } from './atr.ts';

test('ATR(2) waits for a close before, is the mean of two true ranges, and is then smoothed as Wilder has it', () => {
  const bars = {
    high: Float64Array.of(11, 12, 16, 13, 13),
    low: Float64Array.of(9, 10, 14, 12, 7),
    close: Float64Array.of(10, 11, 15, 12, 8),
  };
  // True ranges: 12−10 = 2; a gap up, 16−11 = 5; a gap down, 15−12 = 3; 13−7 = 6.
  expect([...batchOfBars(createAtr(2), bars)]).toEqual([NaN, NaN, 3.5, 3.25, 4.625]);
});

test('bars need their three prices', () => {
  const short = { high: Float64Array.of(2), low: Float64Array.of(1), close: Float64Array.of(1, 2) };
  expect(() => batchOfBars(createAtr(2), short)).toThrow('a bar has a high, a low and a close');
});

test('ATR goes on from any number that it gave with the same bits, and from nothing else', () => {
  const bars = sampleBars({ count: 40, seed: 3 });
  const whole = batchOfBars(createAtr(5), barArrays(bars));
  for (let at = 5; at < bars.length; at++) {
    const resumed = resumeAtr(5, { atr: whole[at] ?? NaN, close: bars[at]?.close ?? NaN });
    expect(batchOfBars(resumed, barArrays(bars.slice(at + 1)))).toEqual(whole.subarray(at + 1));
  }
  expect(() => resumeAtr(5, { atr: NaN, close: 1 })).toThrow('only a number that was given');
  expect(() => resumeAtr(5, { atr: 1, close: NaN })).toThrow('only a number that was given');
});
