import { numberAt } from './columns.ts';
import { addExactly } from './exact-sum.ts';
import { assertPeriod, type ValueFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { valueSpec } from './value-spec.ts';

/**
 * Realised volatility(n), per bar and not annualised: the root of the mean of the last n squared log returns, √(Σ ln²(c/c₋₁) / n) (Andersen and
 * Bollerslev, International Economic Review 39, 1998). The mean return is not taken out: over so few bars it is noise. The sum is kept exactly
 * (see exact-sum.ts), which holds for every move from 1e-8 of the price up.
 */
export function createRealisedVolatility(periodBars: number): ValueFeature {
  assertPeriod(periodBars);
  const squares = new Float64Array(periodBars);
  const sum = { high: 0, low: 0 };
  let previous = NaN;
  let count = 0;
  let slot = 0;
  return {
    warmUpBars: periodBars + 1,
    lookBackBars: periodBars + 1,
    anchor: 'window',
    push: (close) => {
      const logReturn = Math.log(close / previous);
      previous = close;
      if (Number.isNaN(logReturn)) return NaN;
      const square = logReturn * logReturn;
      addExactly(sum, -numberAt(squares, slot));
      addExactly(sum, square);
      squares[slot] = square;
      slot = slot + 1 === periodBars ? 0 : slot + 1;
      if (count < periodBars) count++;
      return count === periodBars ? Math.sqrt(Math.max(0, sum.high) / periodBars) : NaN;
    },
  };
}

export const realisedVolatility = (periodBars: number): FeatureSpec =>
  valueSpec(`realisedVolatility(${periodBars})`, 'close', { create: () => createRealisedVolatility(periodBars) });
