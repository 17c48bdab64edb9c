import { createHash } from 'node:crypto';
import type { Digest } from '#main/ports/digest.ts';

export const systemDigest: Digest = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
