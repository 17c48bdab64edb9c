import type { Bar } from '#shared/market/bar.ts';

/** The prices of bars, one array each. */
export function barArrays(bars: readonly Bar[]): {
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
} {
  return {
    high: Float64Array.from(bars, (bar) => bar.high),
    low: Float64Array.from(bars, (bar) => bar.low),
    close: Float64Array.from(bars, (bar) => bar.close),
  };
}
