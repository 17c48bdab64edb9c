import { valueAt } from './columns.ts';
import type { FeatureSpec } from './feature-spec.ts';
import type { BarFeature, FeatureTraits, ValueFeature } from './feature.ts';
import { fillFromStream } from './fill-from-stream.ts';
import type { MarketColumns } from './market-columns.ts';

/** A feature of one market column as a spec; `fill` where there is a faster way to the same bits than the stream. */
export function valueSpec(
  key: string,
  column: keyof MarketColumns,
  { create, fill }: { readonly create: () => ValueFeature; readonly fill?: FeatureSpec['fill'] },
): FeatureSpec {
  const start: FeatureSpec['start'] = () => {
    const { push } = create();
    return (market, index) => push(valueAt(market[column], index));
  };
  return { key, ...traitsOf(create()), start, fill: fill ?? fillFromStream(start) };
}

/** The same for a feature of the whole bar. */
export function barSpec(
  key: string,
  { create, fill }: { readonly create: () => BarFeature; readonly fill?: FeatureSpec['fill'] },
): FeatureSpec {
  const start: FeatureSpec['start'] = () => {
    const { push } = create();
    return ({ high, low, close }, index) => push(valueAt(high, index), valueAt(low, index), valueAt(close, index));
  };
  return { key, ...traitsOf(create()), start, fill: fill ?? fillFromStream(start) };
}

const traitsOf = ({ warmUpBars, lookBackBars, anchor }: FeatureTraits): FeatureTraits => ({
  warmUpBars,
  lookBackBars,
  anchor,
});
