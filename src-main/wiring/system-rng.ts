import { randomBytes } from 'node:crypto';
import type { Rng } from '#main/ports/rng.ts';

/** The operating system's own source: fit for tokens and nonces. */
export const systemRng: Rng = { bytes: (length) => randomBytes(length) };
