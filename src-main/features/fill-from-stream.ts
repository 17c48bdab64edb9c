import type { FeatureSpec } from './feature-spec.ts';

/** The batch form that every stream has: itself, row after row. */
export const fillFromStream =
  (start: FeatureSpec['start']): FeatureSpec['fill'] =>
  (market, out) => {
    const numberOf = start();
    for (let index = 0; index < out.length; index++) out[index] = numberOf(market, index);
  };
