/**
 * Numbers from 0 up to 1 that a seed fixes on every machine: Marsaglia's xorshift32 (Journal of Statistical Software 8/14, 2003) on
 * whole numbers only. Good enough to draw samples with, and for nothing that may not be guessed.
 */
export function seededRandom(seed: number): () => number {
  let state = Math.imul((seed >>> 0) + 1, 0x9e3779b1) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
