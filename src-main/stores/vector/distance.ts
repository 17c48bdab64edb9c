import type { VectorShape } from '#main/ports/vector-index.ts';

/**
 * Between a vector and the one that begins at a place in a column of vectors: Euclidean over the components that both know, lengthened by what is
 * unknown as `VectorShape` has it (null: all are known). Sums in float64 of float32 components, in their order, so that every adapter says the same to
 * the bit.
 */
export function distanceAt(
  column: Float32Array,
  place: number,
  vector: Float32Array,
  shape: VectorShape | null,
): number {
  const always = shape === null ? vector.length : shape.alwaysKnown;
  let sum = squaresAt(column, place, vector, always);
  if (shape === null) return Math.sqrt(sum);
  let known = shape.knownWeight;
  let all = known;
  for (let at = always; at < vector.length; at++) {
    const weight = shape.maskableWeights[at - always] ?? NaN;
    const apart = (column[place + at] ?? NaN) - (vector[at] ?? NaN);
    all += weight;
    if (Number.isNaN(apart)) continue;
    known += weight;
    sum += apart * apart;
  }
  return Math.sqrt(sum * (all / known));
}

/** Over the components that are always known: to the bit no more than `distanceAt`, which only adds to the sum and multiplies it by 1 or more. */
export const knownDistanceAt = (
  column: Float32Array,
  place: number,
  vector: Float32Array,
  shape: VectorShape | null,
): number => Math.sqrt(squaresAt(column, place, vector, shape === null ? vector.length : shape.alwaysKnown));

function squaresAt(column: Float32Array, place: number, vector: Float32Array, components: number): number {
  let sum = 0;
  for (let at = 0, of = place; at < components; at++, of++) {
    const apart = (column[of] ?? NaN) - (vector[at] ?? NaN);
    sum += apart * apart;
  }
  return sum;
}
