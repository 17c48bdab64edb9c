/** Randomness that must not be guessed (nonces, tags, tokens) and that tests can fix. */
export interface Rng {
  readonly bytes: (length: number) => Uint8Array;
}
