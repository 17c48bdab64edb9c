import { expect, test } from 'vitest';
import { sampleBars } from './sample-bars.ts';
import { sampleEuro } from './sample-instrument.ts';

test('the same seed gives the same walk, another seed another one', () => {
  const walk = sampleBars({ count: 500, seed: 7 });
  expect(sampleBars({ count: 500, seed: 7 })).toEqual(walk);
  expect(sampleBars({ count: 500, seed: 8 })).not.toEqual(walk);
});

test('a walk trends far enough both ways for breakouts to occur', () => {
  for (const instrument of [undefined, sampleEuro]) {
    const closes = sampleBars({ count: 3000, seed: 3, timeframe: 'H4', ...(instrument && { instrument }) }).map(
      (bar) => bar.close,
    );
    const spans = closes.slice(100).map((close, index) => close / (closes[index] ?? close) - 1);
    expect(Math.max(...spans)).toBeGreaterThan(0.01);
    expect(Math.min(...spans)).toBeLessThan(-0.01);
  }
});
