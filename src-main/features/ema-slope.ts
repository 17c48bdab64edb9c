import { createAtr } from './atr.ts';
import { createEma } from './ema.ts';
import type { BarFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { createLag } from './lag.ts';
import { barSpec } from './value-spec.ts';

export interface EmaSlopeParameters {
  readonly emaBars: number;
  /** The slope is that of the line between the ends of so many bars. */
  readonly overBars: number;
  readonly atrBars: number;
}

/** The slope of EMA(emaBars) of the closes, in ATR a bar. */
export function createEmaSlope({ emaBars, overBars, atrBars }: EmaSlopeParameters): BarFeature {
  const ema = createEma(emaBars);
  const emaBefore = createLag(overBars);
  const atr = createAtr(atrBars);
  return {
    warmUpBars: Math.max(ema.warmUpBars + overBars, atr.warmUpBars),
    lookBackBars: Math.max(ema.lookBackBars + overBars, atr.lookBackBars),
    anchor: 'seriesStart',
    push: (high, low, close) => {
      const mean = ema.push(close);
      return slopeInAtr(mean - emaBefore.push(mean), { overBars, atr: atr.push(high, low, close) });
    },
  };
}

/** A rise over some bars, in ATR a bar; 0 in a market that has stood still as long as its ATR looks back. */
export const slopeInAtr = (
  rise: number,
  { overBars, atr }: { readonly overBars: number; readonly atr: number },
): number => (atr === 0 ? 0 : rise / (overBars * atr));

export const emaSlope = (parameters: EmaSlopeParameters): FeatureSpec =>
  barSpec(`emaSlope(${parameters.emaBars},${parameters.overBars},${parameters.atrBars})`, {
    create: () => createEmaSlope(parameters),
  });
