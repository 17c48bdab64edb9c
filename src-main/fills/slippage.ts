/** What a draw is for: draws of one decision do not hang together. */
export const slippagePurposes = { entry: 1, exit: 2, stop: 3 } as const;

export type SlippagePurpose = keyof typeof slippagePurposes;

/**
 * A share from 0 up to 1, the same for the same seed, lane, decision and purpose, whatever else happened: an order of events draws nothing.
 * The words are mixed one after the other as MurmurHash3 mixes its last block (`fmix32`, public domain).
 */
export function slippageDraw(draw: {
  readonly seed: number;
  readonly lane: number;
  readonly decidedAtUtcMs: number;
  readonly purpose: SlippagePurpose;
}): number {
  const { seed, lane, decidedAtUtcMs, purpose } = draw;
  let hash = mix(0, lowWord(seed));
  hash = mix(hash, highWord(seed));
  hash = mix(hash, lane);
  hash = mix(hash, lowWord(decidedAtUtcMs));
  hash = mix(hash, highWord(decidedAtUtcMs));
  hash = mix(hash, slippagePurposes[purpose]);
  return (hash >>> 0) / wordCount;
}

/** As a difference of prices, zero or more, worse for us: a share of the spread, or anything up to twice that by the draw. */
export const slippageOf = (shareOfSpread: number, spread: number, draw: number | null): number =>
  shareOfSpread * spread * (draw === null ? 1 : 2 * draw);

const wordCount = 4_294_967_296;

const lowWord = (value: number): number => (value % wordCount) | 0;

const highWord = (value: number): number => Math.floor(value / wordCount) | 0;

function mix(hash: number, word: number): number {
  let mixed = hash ^ word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
