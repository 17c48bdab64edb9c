import { regimes, type Regime } from '#shared/market/regime.ts';

/** What the regime is told by: as of one bar, all scale-free. */
export interface RegimeNumbers {
  /** Of the market's direction: an efficiency ratio (0 to 1) or an ADX (0 to 100), as the thresholds have it. */
  readonly strength: number;
  /** Of a mean of prices, in ATR a bar. */
  readonly slopeAtr: number;
  /** Between 0 and 1: see atr-percentile.ts. */
  readonly atrPercentile: number;
}

export interface RegimeThresholds {
  /** From this strength on the market has a direction. The efficiency ratio of a random walk over n bars is 1/√n. */
  readonly trendStrengthMin: number;
  /** From this slope on, up or down, the direction leads somewhere: in ATR a bar. */
  readonly trendSlopeAtrMin: number;
  /** Without a direction: from this rank of the ATR on it is not a range, which has edges, but turbulence. */
  readonly turbulentPercentileMin: number;
}

/** For an efficiency ratio of 24 bars (a random walk has 0.2), the slope of EMA(20), and the rank of ATR(14) among 200. */
export const defaultRegimeThresholds: RegimeThresholds = {
  trendStrengthMin: 0.3,
  trendSlopeAtrMin: 0.05,
  turbulentPercentileMin: 0.9,
};

/** A fall in panic is a trend down, however wild it is; turbulence is wild and leads nowhere. */
export function classifyRegime(
  { strength, slopeAtr, atrPercentile }: RegimeNumbers,
  thresholds: RegimeThresholds = defaultRegimeThresholds,
): Regime {
  const { trendStrengthMin, trendSlopeAtrMin, turbulentPercentileMin } = thresholds;
  if (strength >= trendStrengthMin && Math.abs(slopeAtr) >= trendSlopeAtrMin)
    return slopeAtr > 0 ? 'trendUp' : 'trendDown';
  return atrPercentile >= turbulentPercentileMin ? 'turbulent' : 'range';
}

/** A regime as a number in a column: its place in `regimes`. */
export const regimeCode = (regime: Regime): number => regimes.indexOf(regime);

/** Null where the column's number is not defined. */
export const regimeOfCode = (code: number): Regime | null => regimes[code] ?? null;
