import { assertPeriod, barsToForget, type ValueFeature } from './feature.ts';

/** EMA(n): e₋₁ + α·(x − e₋₁) with α = 2/(n+1), seeded with the simple mean of the first n values. */
export function createEma(periodBars: number): ValueFeature {
  assertPeriod(periodBars);
  const alpha = 2 / (periodBars + 1);
  const state = { sum: 0, ema: NaN, count: 0 };
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
