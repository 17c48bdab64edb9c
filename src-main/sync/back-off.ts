import { durationMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { Rng } from '#main/ports/rng.ts';

/** How long a retry waits at the least and at the most. */
export interface BackOffBounds {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * Exponential back-off with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015) over a floor: evenly between the first
 * wait and that wait doubled for each attempt, up to the longest. `attempt` counts from 1.
 */
export function backOff({ firstMs, longestMs }: BackOffBounds, attempt: number, rng: Rng): DurationMs {
  const ceilingMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30));
  return durationMs(Math.round(firstMs + (ceilingMs - firstMs) * fraction(rng)));
}

function fraction(rng: Rng): number {
  const [high = 0, low = 0] = rng.bytes(2);
  return (high * 256 + low) / 65_536;
}
