import { createHash } from 'node:crypto';
import { hashDigits } from './messages/page.ts';

/**
 * The mark that a terminal of ours gives a list: the first 16 hexadecimal digits of SHA-256 over its items as JSON. The caller leaves out what floats
 * (profit, swap), so that the mark changes with the content only. An adviser's marks are made in another way: they are compared with its own alone.
 */
export const hashList = (items: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(items)).digest('hex').slice(0, hashDigits);
