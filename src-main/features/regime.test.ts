import { expect, test } from 'vitest';
import { classifyRegime, type RegimeNumbers } from './regime.ts';

const calm: RegimeNumbers = { strength: 0.2, slopeAtr: 0, atrPercentile: 0.5 };

test('a market that gets on has a trend, up or down, however wild it is', () => {
  const trending = { ...calm, strength: 0.3, slopeAtr: 0.05 };
  expect(classifyRegime(trending)).toBe('trendUp');
  expect(classifyRegime({ ...trending, slopeAtr: -0.05 })).toBe('trendDown');
  expect(classifyRegime({ ...trending, slopeAtr: -2, atrPercentile: 0.99 })).toBe('trendDown');
});

test('without a direction, or with one that leads nowhere yet, it is a range, and turbulent where it is wild', () => {
  for (const numbers of [calm, { ...calm, strength: 0.29, slopeAtr: 1 }, { ...calm, strength: 0.9, slopeAtr: 0.04 }]) {
    expect(classifyRegime(numbers)).toBe('range');
    expect(classifyRegime({ ...numbers, atrPercentile: 0.89 })).toBe('range');
    expect(classifyRegime({ ...numbers, atrPercentile: 0.9 })).toBe('turbulent');
  }
});

test('thresholds are parameters', () => {
  const thresholds = { trendStrengthMin: 0, trendSlopeAtrMin: 0, turbulentPercentileMin: 0 };
  expect(classifyRegime({ ...calm, slopeAtr: -0.001 }, thresholds)).toBe('trendDown');
  expect(classifyRegime(calm, { ...thresholds, trendStrengthMin: 1 })).toBe('turbulent');
});
