import { assert } from '#shared/base/assert.ts';
import { numberAt } from './columns.ts';
import { assertPeriod, barsToForget, type ValueFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { valueSpec } from './value-spec.ts';

/** EMA(n): e₋₁ + α·(x − e₋₁) with α = 2/(n+1), seeded with the simple mean of the first n values. */
export const createEma = (periodBars: number): ValueFeature => emaFrom(periodBars, { sum: 0, ema: NaN, count: 0 });

/** EMA(n) that goes on from the last number it gave: what follows has the same bits as without the interruption. */
export function resumeEma(periodBars: number, ema: number): ValueFeature {
  assert(Number.isFinite(ema), 'only a number that was given can be gone on from');
  return emaFrom(periodBars, { sum: 0, ema, count: periodBars });
}

function emaFrom(periodBars: number, state: { sum: number; ema: number; count: number }): ValueFeature {
  assertPeriod(periodBars);
  const alpha = 2 / (periodBars + 1);
  return {
    warmUpBars: periodBars,
    lookBackBars: periodBars + barsToForget(1 - alpha),
    anchor: 'seriesStart',
    push: (value) => {
      if (state.count === periodBars) {
        state.ema += alpha * (value - state.ema);
        return state.ema;
      }
      state.sum += value;
      state.count++;
      if (state.count === periodBars) state.ema = state.sum / periodBars;
      return state.ema;
    },
  };
}

/** EMA(n) of the closes. */
export const ema = (periodBars: number): FeatureSpec =>
  valueSpec(`ema(${periodBars})`, 'close', {
    create: () => createEma(periodBars),
    fill: ({ close }, out) => {
      fillEma(close.values, out, periodBars);
    },
  });

/** The stream's arithmetic, its state in local variables. */
function fillEma(values: Float64Array, out: Float64Array, periodBars: number): void {
  const alpha = 2 / (periodBars + 1);
  let sum = 0;
  let ema = NaN;
  for (let index = 0; index < out.length; index++) {
    if (index >= periodBars) ema += alpha * (numberAt(values, index) - ema);
    else sum += numberAt(values, index);
    if (index === periodBars - 1) ema = sum / periodBars;
    out[index] = ema;
  }
}
