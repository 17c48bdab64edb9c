import { createAdx } from './adx.ts';
import { createAtrPercentile } from './atr-percentile.ts';
import { createAtr } from './atr.ts';
import { createEfficiencyRatio } from './efficiency-ratio.ts';
import { createEma } from './ema.ts';
import { slopeInAtr } from './ema-slope.ts';
import type { BarFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { createLag } from './lag.ts';
import { classifyRegime, defaultRegimeThresholds, regimeCode, type RegimeThresholds } from './regime.ts';
import { barSpec } from './value-spec.ts';

export interface RegimeParameters extends RegimeThresholds {
  /** What tells the strength of a direction. */
  readonly strengthBy: 'efficiencyRatio' | 'adx';
  readonly strengthBars: number;
  readonly emaBars: number;
  /** Bars over which the slope of the EMA is taken. */
  readonly slopeBars: number;
  readonly atrBars: number;
  /** The ATR is ranked among so many. */
  readonly percentileBars: number;
}

/** Those of the state of the market. */
export const defaultRegimeParameters: RegimeParameters = {
  strengthBy: 'efficiencyRatio',
  strengthBars: 24,
  emaBars: 20,
  slopeBars: 5,
  atrBars: 14,
  percentileBars: 200,
  ...defaultRegimeThresholds,
};

/** The regime as a column of codes (see `regimeOfCode`). */
export const regime = (parameters: RegimeParameters): FeatureSpec =>
  barSpec(keyOf(parameters), { create: () => createRegime(parameters) });

function createRegime(parameters: RegimeParameters): BarFeature {
  const { slopeBars: overBars, percentileBars } = parameters;
  const strengthOf = createStrength(parameters);
  const ema = createEma(parameters.emaBars);
  const emaBefore = createLag(overBars);
  const atr = createAtr(parameters.atrBars);
  const rank = createAtrPercentile(percentileBars);
  return {
    warmUpBars: Math.max(strengthOf.warmUpBars, ema.warmUpBars + overBars, atr.warmUpBars - 1 + percentileBars),
    lookBackBars: Math.max(strengthOf.lookBackBars, ema.lookBackBars + overBars, atr.lookBackBars - 1 + percentileBars),
    anchor: 'seriesStart',
    push: (high, low, close) => {
      const strength = strengthOf.push(high, low, close);
      const mean = ema.push(close);
      const atrNow = atr.push(high, low, close);
      const slopeAtr = slopeInAtr(mean - emaBefore.push(mean), { overBars, atr: atrNow });
      const atrPercentile = rank.push(atrNow);
      if (Number.isNaN(strength + slopeAtr + atrPercentile)) return NaN;
      return regimeCode(classifyRegime({ strength, slopeAtr, atrPercentile }, parameters));
    },
  };
}

function createStrength({ strengthBy, strengthBars }: RegimeParameters): BarFeature {
  if (strengthBy === 'adx') return createAdx(strengthBars);
  const { push, ...traits } = createEfficiencyRatio(strengthBars);
  return { ...traits, push: (_high, _low, close) => push(close) };
}

function keyOf(parameters: RegimeParameters): string {
  const { strengthBy, strengthBars, emaBars, slopeBars, atrBars, percentileBars } = parameters;
  const { trendStrengthMin, trendSlopeAtrMin, turbulentPercentileMin } = parameters;
  const lengths = [strengthBy, strengthBars, emaBars, slopeBars, atrBars, percentileBars];
  return `regime(${[...lengths, trendStrengthMin, trendSlopeAtrMin, turbulentPercentileMin].join(',')})`;
}
