import { assert } from '#shared/base/assert.ts';
import { numberAt } from './columns.ts';
import { assertPeriod, barsToForget, type BarFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import type { MarketColumns } from './market-columns.ts';
import { barSpec } from './value-spec.ts';

/**
 * ATR(n) as Wilder has it (New Concepts in Technical Trading Systems, 1978): TR = max(h−l, |h−c₋₁|, |l−c₋₁|), the first value is the
 * mean of TR₁…TRₙ, then (ATR₋₁·(n−1) + TR)/n. The first bar has no c₋₁ and so no TR: the first value stands at the bar after n bars.
 * MT5's own ATR is a simple mean of TR and differs.
 */
export const createAtr = (periodBars: number): BarFeature =>
  atrFrom(periodBars, { previousClose: NaN, sum: 0, atr: NaN, count: 0 });

/** ATR(n) that goes on from the last number it gave and that bar's close: what follows has the same bits as without the interruption. */
export function resumeAtr(periodBars: number, last: { readonly atr: number; readonly close: number }): BarFeature {
  assert(Number.isFinite(last.atr) && Number.isFinite(last.close), 'only a number that was given can be gone on from');
  return atrFrom(periodBars, { previousClose: last.close, sum: 0, atr: last.atr, count: periodBars });
}

export const trueRange = (high: number, low: number, previousClose: number): number =>
  Math.max(high - low, Math.abs(high - previousClose), Math.abs(low - previousClose));

function atrFrom(
  periodBars: number,
  state: { previousClose: number; sum: number; atr: number; count: number },
): BarFeature {
  assertPeriod(periodBars);
  return {
    warmUpBars: periodBars + 1,
    lookBackBars: periodBars + 1 + barsToForget(1 - 1 / periodBars),
    anchor: 'seriesStart',
    push: (high, low, close) => {
      const { previousClose } = state;
      state.previousClose = close;
      if (Number.isNaN(previousClose)) return NaN;
      const range = trueRange(high, low, previousClose);
      if (state.count === periodBars) {
        state.atr = (state.atr * (periodBars - 1) + range) / periodBars;
        return state.atr;
      }
      state.sum += range;
      state.count++;
      if (state.count === periodBars) state.atr = state.sum / periodBars;
      return state.atr;
    },
  };
}

export const atr = (periodBars: number): FeatureSpec =>
  barSpec(`atr(${periodBars})`, {
    create: () => createAtr(periodBars),
    fill: (market, out) => {
      fillAtr(market, out, periodBars);
    },
  });

/** The stream's arithmetic with its state in local variables, seed and recursion apart. */
function fillAtr(market: MarketColumns, out: Float64Array, periodBars: number): void {
  const [high, low, close] = [market.high.values, market.low.values, market.close.values];
  out.fill(NaN, 0, periodBars);
  if (out.length <= periodBars) return;
  let previousClose = numberAt(close, 0);
  let sum = 0;
  for (let index = 1; index <= periodBars; index++) {
    sum += trueRange(numberAt(high, index), numberAt(low, index), previousClose);
    previousClose = numberAt(close, index);
  }
  let atr = sum / periodBars;
  out[periodBars] = atr;
  for (let index = periodBars + 1; index < out.length; index++) {
    const range = trueRange(numberAt(high, index), numberAt(low, index), previousClose);
    previousClose = numberAt(close, index);
    atr = (atr * (periodBars - 1) + range) / periodBars;
    out[index] = atr;
  }
}
