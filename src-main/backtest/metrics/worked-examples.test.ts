import { expect, test } from 'vitest';
import { sampleRunTrade } from '#main/testkit/sample-run-trade.ts';
import { cagr } from './cagr.ts';
import { mar } from './mar.ts';
import { sharpe } from './sharpe.ts';
import { sortino } from './sortino.ts';
import { sqn } from './sqn.ts';
import { tailRisk } from './tail-risk.ts';
import { ulcerIndex } from './ulcer-index.ts';

test('Sortino of the example in Rollinger and Hoffman, Sortino: A ‘Sharper’ Ratio, is 4.417', () => {
  // Annual returns; the mean is 10 %, the downside deviation √((5 %² + 4 %²) ÷ 8) = 2.264 %.
  const annual = [0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04];
  expect(sortino(annual, 1)).toBeCloseTo(4.417, 3);
});

test('Sharpe is mean by deviation: 2 % by 4 % a month is 0.5, times √12 a year', () => {
  // Deviations −4, 0, +4 %: σ = √((16 + 0 + 16) ÷ 2) = 4 %.
  expect(sharpe([-0.02, 0.02, 0.06], 12)).toBeCloseTo(0.5 * Math.sqrt(12), 12);
});

test('Ulcer index of falls of 0, 10, 20 and 0 per cent is √((10² + 20²) ÷ 4) per cent', () => {
  // 5.00 falling to 4.50 is a retracement of 10 %, as in Martin’s own way of counting; 4.00 is one of 20 %.
  expect(ulcerIndex([0, -0.1, 4 / 4.5 - 1, 5 / 4 - 1])).toBeCloseTo(Math.sqrt((0.1 ** 2 + 0.2 ** 2) / 4), 12);
});

test('losses beyond value at risk: of the returns −10, −9, … +10 per cent the worst tenth loses 9 on average', () => {
  // 21 days, the 10 % quantile is the third (position 20 · 0.1 = 2): −8 %; the mean of −10, −9 and −8 is −9 %.
  const ascending = Array.from({ length: 21 }, (_, day) => (day - 10) / 100);
  const tail = tailRisk(ascending, 0.9);
  expect(tail?.valueAtRisk).toBeCloseTo(0.08, 12);
  expect(tail?.conditionalValueAtRisk).toBeCloseTo(0.09, 12);
});

test('MAR: doubled in three years through a fall of a quarter is 25.99 % ÷ 25 %', () => {
  expect(cagr(1, 3)).toBeCloseTo(0.259921, 6);
  expect(mar(cagr(1, 3), 0.25)).toBeCloseTo(1.039684, 6);
});

test('SQN counts a hundred trades at most: 0.5 R at a deviation of 1.2 R is 10 · 0.5 ÷ 1.2, but for n − 1', () => {
  // ± 1.2 R about 0.5 R; with n − 1 the deviation is 1.2 · √(n ÷ (n − 1)).
  const trades = (count: number) =>
    Array.from({ length: count }, (_, index) => sampleRunTrade({ rMultiple: index % 2 === 0 ? 1.7 : -0.7 }));
  expect(sqn(trades(100))).toBeCloseTo((10 * 0.5) / (1.2 * Math.sqrt(100 / 99)), 12);
  expect(sqn(trades(400))).toBeCloseTo((10 * 0.5) / (1.2 * Math.sqrt(400 / 399)), 12);
  expect(sqn(trades(16))).toBeCloseTo((4 * 0.5) / (1.2 * Math.sqrt(16 / 15)), 12);
});
