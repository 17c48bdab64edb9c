import type { MonotonicClock } from '#main/ports/clock.ts';

/** How many requests may come at once, and how many a second in the long run. */
export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/** Whose buckets are kept; full ones are forgotten first. */
const bucketsMax = 256;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** Lets requests pass as long as their sender does not send too many. One bucket for each name. */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #clock: MonotonicClock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, clock: MonotonicClock) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Milliseconds until one may pass; 0 where it passes, and is counted. */
  take(name: string): number {
    const { burst, perSecond } = this.#rate;
    const nowMs = this.#clock.nowMs();
    const kept = this.#buckets.get(name) ?? { tokens: burst, atMs: nowMs };
    const tokens = Math.min(burst, kept.tokens + ((nowMs - kept.atMs) / 1000) * perSecond);
    const passes = tokens >= 1;
    // The newest stand last, so that the first is the one that has had longest to fill.
    this.#buckets.delete(name);
    this.#buckets.set(name, { tokens: passes ? tokens - 1 : tokens, atMs: nowMs });
    if (this.#buckets.size > bucketsMax) this.#forgetOldest();
    return passes ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
  }

  #forgetOldest(): void {
    for (const name of this.#buckets.keys()) {
      this.#buckets.delete(name);
      return;
    }
  }
}
