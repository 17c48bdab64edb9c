import { createHash } from 'node:crypto';
import { hashDigits } from './messages/page.ts';

/**
 * The mark of all that is open and all that waits: the first 16 hexadecimal digits of SHA-256 over the ASCII text of both lists' own marks, one
 * after the other. A terminal says it with each PING, so that a list that was missed is noticed.
 */
export const exposureHashOf = (lists: { readonly positions: string; readonly orders: string }): string =>
  createHash('sha256').update(lists.positions).update(lists.orders).digest('hex').slice(0, hashDigits);
