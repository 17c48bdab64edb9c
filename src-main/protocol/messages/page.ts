import { z } from 'zod';
import { serverMsSchema } from '../server-ms.ts';

export const pagesMax = 256;

/** So many of a SHA-256 mark what was hashed: enough to tell a change, which nobody has a reason to forge. */
export const hashDigits = 16;

export const listHashSchema = z.string().regex(/^[0-9a-f]{16}$/, 'a hash is 8 bytes in lower-case hexadecimal');

/**
 * A list of one revision comes as parts 1 to `parts`, in order, and is applied only when all are there and together hold `count` items. An
 * empty list is one empty part. `hash` is the terminal's own mark of the content, floating figures left out: equal hash, nothing changed.
 */
export const pageFields = {
  revision: z.number().int().nonnegative(),
  part: z.number().int().min(1).max(pagesMax),
  parts: z.number().int().min(1).max(pagesMax),
  count: z.number().int().nonnegative(),
  hash: listHashSchema,
  stampMs: serverMsSchema,
};

export interface Page {
  readonly revision: number;
  readonly part: number;
  readonly parts: number;
  readonly count: number;
  readonly hash: string;
  readonly stampMs: z.infer<typeof serverMsSchema>;
}
