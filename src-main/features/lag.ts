import { numberAt } from './columns.ts';
import { assertPeriod, type ValueFeature } from './feature.ts';

/** The value of n bars before. */
export function createLag(bars: number): ValueFeature {
  assertPeriod(bars);
  const ring = new Float64Array(bars).fill(NaN);
  let slot = 0;
  return {
    warmUpBars: bars + 1,
    lookBackBars: bars + 1,
    anchor: 'window',
    push: (value) => {
      const before = numberAt(ring, slot);
      ring[slot] = value;
      slot = slot + 1 === bars ? 0 : slot + 1;
      return before;
    },
  };
}
