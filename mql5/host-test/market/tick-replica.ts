import { createHash } from 'node:crypto';
import type { WireSubscription } from '#main/protocol/messages/handshake-messages.ts';
import { overlapTicksMax } from '#main/protocol/messages/handshake-messages.ts';
import { tickOverlapHash } from '#main/protocol/tick-overlap.ts';
import type { TicksBody, WireTick } from '#main/protocol/tick-codec.ts';

/** What a store makes of the TICKS of one symbol, and what it says of them when the next session begins. */
export class TickReplica {
  readonly ticks: WireTick[] = [];
  rewinds = 0;
  #takenAtStamp = 0;

  take({ ticks, takenAtStamp, isRewind }: TicksBody): void {
    if (isRewind) this.#forgetFrom(ticks[0]?.stampMs ?? Infinity);
    this.ticks.push(...ticks);
    this.#takenAtStamp = takenAtStamp;
  }

  /** As the bridge makes it: the last ticks that begin with the first of a millisecond, 256 at most. */
  cursor(): WireSubscription['tickCursor'] {
    const last = this.ticks.at(-1);
    if (last === undefined) return null;
    let from = Math.max(0, this.ticks.length - overlapTicksMax);
    while (from > 0 && from < this.ticks.length && this.ticks[from]?.stampMs === this.ticks[from - 1]?.stampMs) from++;
    const overlap = this.ticks.slice(from);
    const first = overlap[0];
    return {
      stampMs: last.stampMs,
      takenAtStamp: this.#takenAtStamp,
      overlap:
        first === undefined
          ? null
          : { fromStampMs: first.stampMs, count: overlap.length, hash: tickOverlapHash(overlap) },
    };
  }

  #forgetFrom(stampMs: number): void {
    this.rewinds += 1;
    while ((this.ticks.at(-1)?.stampMs ?? -Infinity) >= stampMs) this.ticks.pop();
  }
}

/** The same for two lists of ticks only where they are equal to the last bit, in the same order. */
export function ticksHash(ticks: readonly WireTick[]): string {
  const record = Buffer.alloc(24);
  const hash = createHash('sha256');
  for (const { stampMs, bid, ask } of ticks) {
    record.writeBigInt64LE(BigInt(stampMs), 0);
    record.writeDoubleLE(bid, 8);
    record.writeDoubleLE(ask, 16);
    hash.update(record);
  }
  return hash.digest('hex');
}
