/**
 * Euclidean, between a vector and the one that begins at a place in a column of vectors: sums in float64 of float32 components, in their order, so that
 * every adapter says the same to the bit.
 */
export function distanceAt(column: Float32Array, place: number, vector: Float32Array): number {
  let sum = 0;
  for (let at = 0, of = place; at < vector.length; at++, of++) {
    const apart = (column[of] ?? NaN) - (vector[at] ?? NaN);
    sum += apart * apart;
  }
  return Math.sqrt(sum);
}
