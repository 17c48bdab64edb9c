import { numberAt as at } from '#main/features/columns.ts';
import type { RunOutput } from '../run-output.ts';

/** Points of a curve in a record: more would be seen by nobody, and a run of years on minutes has millions. */
export const curvePointsMax = 20_000;

/** Of each of the parts that it is cut into the first and last point, and the highest and lowest one between them. */
const pointsOfPart = 4;

/**
 * A curve of so many points at most, which keeps its first and last point and every part's highest and lowest equity: no fall is made smaller by more
 * than what lies between two neighbouring parts. A curve that is short enough stays as it is. Linear.
 */
export function thinCurve(curve: RunOutput['curve'], pointsMax: number = curvePointsMax): RunOutput['curve'] {
  const { timeUtcMs, equity, balance } = curve;
  if (timeUtcMs.length <= pointsMax) return curve;
  const kept = Float64Array.from(keptPoints(equity, Math.max(1, Math.floor(pointsMax / pointsOfPart))));
  return {
    timeUtcMs: kept.map((index) => at(timeUtcMs, index)),
    equity: kept.map((index) => at(equity, index)),
    balance: kept.map((index) => at(balance, index)),
  };
}

function keptPoints(equity: Float64Array, parts: number): readonly number[] {
  const kept: number[] = [];
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * equity.length) / parts);
    const last = Math.floor(((part + 1) * equity.length) / parts) - 1;
    let lowest = from;
    let highest = from;
    for (let index = from; index <= last; index++) {
      if (at(equity, index) < at(equity, lowest)) lowest = index;
      if (at(equity, index) > at(equity, highest)) highest = index;
    }
    kept.push(...new Set([from, Math.min(lowest, highest), Math.max(lowest, highest), last]));
  }
  return kept;
}
