import { createHash } from 'node:crypto';
import { hashDigits } from './messages/page.ts';
import { tickRecordBytes, ticksCodec, type WireTick } from './tick-codec.ts';

/** The mark of some ticks, at least one: the first 16 hexadecimal digits of SHA-256 over their packed records, one after the other. */
export function tickOverlapHash(ticks: readonly WireTick[]): string {
  const message = ticksCodec.encode({ symbol: '-', takenAtStamp: 1, isRewind: false, ticks });
  const records = message.subarray(message.length - ticks.length * tickRecordBytes);
  return createHash('sha256').update(records).digest('hex').slice(0, hashDigits);
}
