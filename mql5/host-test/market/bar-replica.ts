import type { BarsBody, WireBar } from '#main/protocol/bar-codec.ts';
import type { ServerMs } from '#main/protocol/server-ms.ts';

/** What a store makes of the BARS of one symbol and timeframe. */
export class BarReplica {
  readonly #closed = new Map<number, WireBar>();
  forming: WireBar | null = null;
  /** The first bar of each message that began with a closed one. */
  readonly firsts: number[] = [];

  take({ bars, forming }: BarsBody): void {
    if (bars[0] !== undefined) this.firsts.push(bars[0].openStampMs);
    for (const bar of bars) this.#closed.set(bar.openStampMs, bar);
    if (forming !== null) this.forming = forming;
  }

  /** Oldest first. */
  get closed(): readonly WireBar[] {
    return [...this.#closed.values()].sort((a, b) => a.openStampMs - b.openStampMs);
  }

  get lastOpenStampMs(): ServerMs | null {
    return this.closed.at(-1)?.openStampMs ?? null;
  }
}
