import { expect, test } from 'vitest';
import { sampleRunTrade } from '#main/testkit/sample-run-trade.ts';
import { captureRatio, meanExcursions } from './excursions.ts';

test('what exits kept is counted in R of the price, for both sides', () => {
  const trades = [
    // 2 R of the 2.5 R that were offered, and a short that lost its 1 R after 0.5 R.
    sampleRunTrade({ openPrice: 2050, stop: 2040, closePrice: 2070, mfeR: 2.5, maeR: -0.4 }),
    sampleRunTrade({ side: 'sell', openPrice: 2050, stop: 2060, closePrice: 2060, mfeR: 0.5, maeR: -1 }),
  ];
  expect(captureRatio(trades)).toBeCloseTo((2 - 1) / (2.5 + 0.5), 12);
  expect(meanExcursions(trades)).toEqual({ maeR: -0.7, mfeR: 1.5 });
});

test('a trade without a distance to its stop has no R', () => {
  expect(captureRatio([sampleRunTrade({ openPrice: 2050, stop: 2050 })])).toBeNull();
});
