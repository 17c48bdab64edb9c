/**
 * Numbers from 0 up to 1 that a seed fixes on every machine: xoshiro128** (Blackman and Vigna, ACM Transactions on Mathematical Software
 * 47/4, 2021), its state filled by splitmix32. For markets; nothing here is hard to guess.
 */
export function seededRandom(seed: number): () => number {
  return randomFrom(seededState(seed)).next;
}

/** Where a sequence of numbers stands. */
export type RandomState = readonly [number, number, number, number];

export function seededState(seed: number): RandomState {
  const fill = splitMix(seed);
  return [fill(), fill(), fill(), fill()];
}

/** The same numbers, from wherever they were left off. */
export function randomFrom(start: RandomState): { readonly next: () => number; readonly state: () => RandomState } {
  let [a, b, c, d] = start;
  const next = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result / 4_294_967_296;
  };
  return { next, state: () => [a, b, c, d] };
}

function splitMix(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

const rotateLeft = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** About normal, mean 0 and variance 1: the sum of twelve would be the textbook's; six are enough for a market. Sums only, so exact everywhere. */
export function nearlyNormal(random: () => number): number {
  const sum = random() + random() + random() + random() + random() + random();
  return (sum - 3) * Math.SQRT2;
}
