import { numberAt } from './columns.ts';
import { addExactly } from './exact-sum.ts';
import { assertPeriod, type ValueFeature } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { createLag } from './lag.ts';
import { valueSpec } from './value-spec.ts';

/**
 * Kaufman's efficiency ratio(n) (Smarter Trading, 1995): the way that the close has come in n bars ÷ the way that it went,
 * |c − c₋ₙ| ÷ Σ|c₋ₖ − c₋ₖ₋₁|. From 0 (it is where it was) to 1 (it never turned back); that of a random walk is about 1/√n. A market that
 * did not move at all has gone nowhere: 0. The way that it went is summed exactly (see exact-sum.ts), so nothing drifts.
 */
export function createEfficiencyRatio(periodBars: number): ValueFeature {
  assertPeriod(periodBars);
  const closeBefore = createLag(periodBars);
  const moves = new Float64Array(periodBars);
  const way = { high: 0, low: 0 };
  let previous = NaN;
  let slot = 0;
  return {
    warmUpBars: periodBars + 1,
    lookBackBars: periodBars + 1,
    anchor: 'window',
    push: (close) => {
      if (!Number.isNaN(previous)) {
        const move = Math.abs(close - previous);
        addExactly(way, -numberAt(moves, slot));
        addExactly(way, move);
        moves[slot] = move;
        slot = slot + 1 === periodBars ? 0 : slot + 1;
      }
      previous = close;
      return ratioOf(Math.abs(close - closeBefore.push(close)), way.high);
    },
  };
}

/** The efficiency ratio(n) of the closes. */
export const efficiencyRatio = (periodBars: number): FeatureSpec =>
  valueSpec(`efficiencyRatio(${periodBars})`, 'close', {
    create: () => createEfficiencyRatio(periodBars),
    fill: ({ close }, out) => {
      fillEfficiencyRatio(close.values, out, periodBars);
    },
  });

/** The stream's arithmetic; the column itself is the window. */
function fillEfficiencyRatio(values: Float64Array, out: Float64Array, periodBars: number): void {
  const way = { high: 0, low: 0 };
  const moveAt = (index: number): number => Math.abs(numberAt(values, index) - numberAt(values, index - 1));
  out.fill(NaN, 0, periodBars);
  for (let index = 1; index < out.length; index++) {
    if (index > periodBars) addExactly(way, -moveAt(index - periodBars));
    addExactly(way, moveAt(index));
    if (index < periodBars) continue;
    out[index] = ratioOf(Math.abs(numberAt(values, index) - numberAt(values, index - periodBars)), way.high);
  }
}

const ratioOf = (come: number, went: number): number => (come === 0 ? 0 : Math.min(1, come / went));
