import { expect, test } from 'vitest';
import { sampleRunTrade } from '#main/testkit/sample-run-trade.ts';
import { costWaterfall } from './cost-waterfall.ts';

test('costs lead from gross to net, and so many of them would have eaten the profit', () => {
  const trades = [
    sampleRunTrade({ gross: 200, spread: -10, commission: -5, swap: 4, slippage: -3, net: 186 }),
    sampleRunTrade({ gross: -80, spread: -10, commission: -5, swap: -6, slippage: -3, net: -104 }),
  ];
  // Earned: 120 gross + 4 of swap; other costs: 20 + 10 + 6 + 6 = 42. 124 ÷ 42 = 2.952…
  expect(costWaterfall(trades)).toEqual({
    ...{ gross: 120, spread: -20, commission: -10, swap: -2, slippage: -6, net: 82 },
    breakEvenCostMultiple: expect.closeTo(124 / 42, 12),
  });
});

test('nothing breaks even that loses before costs, or has none', () => {
  expect(costWaterfall([sampleRunTrade({ gross: -1 })]).breakEvenCostMultiple).toBeNull();
  const free = { spread: 0, commission: 0, swap: 0, slippage: 0 };
  expect(costWaterfall([sampleRunTrade(free)]).breakEvenCostMultiple).toBeNull();
});
