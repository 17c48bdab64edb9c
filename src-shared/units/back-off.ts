import { durationMs, type DurationMs } from './duration-ms.ts';

/** How long a retry waits at the least and at the most. */
export interface BackOffBounds {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** The part of the Rng port that is needed here. */
interface RandomBytes {
  readonly bytes: (length: number) => Uint8Array;
}

/**
 * Exponential back-off with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015) over a floor: evenly between the first
 * wait and that wait doubled for each attempt, up to the longest. `attempt` counts from 1.
 */
export function backOff({ firstMs, longestMs }: BackOffBounds, attempt: number, rng: RandomBytes): DurationMs {
  const ceilingMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30));
  return durationMs(Math.round(firstMs + (ceilingMs - firstMs) * fraction(rng)));
}

function fraction(rng: RandomBytes): number {
  const [high = 0, low = 0] = rng.bytes(2);
  return (high * 256 + low) / 65_536;
}
