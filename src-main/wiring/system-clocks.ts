import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';

/** The desk's wall clock, which the operating system may set at any moment. */
export const systemWallClock: WallClock = { nowUtcMs: () => utcMs(Date.now()) };

/** Milliseconds since this process began; never set back. */
export const systemMonotonicClock: MonotonicClock = { nowMs: () => durationMs(performance.now()) };
