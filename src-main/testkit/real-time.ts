import { randomBytes } from 'node:crypto';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';

/** The machine's own clocks, timers and randomness, for tests over real sockets, which no hand can drive. */
export const realTime: {
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly rng: Rng;
} = {
  wallClock: { nowUtcMs: () => utcMs(Date.now()) },
  monotonicClock: { nowMs: () => durationMs(performance.now()) },
  timers: {
    after: (delay, run) => {
      const timer = setTimeout(run, delay);
      return { [Symbol.dispose]: () => clearTimeout(timer) };
    },
    every: (period, run) => {
      const timer = setInterval(run, period);
      return { [Symbol.dispose]: () => clearInterval(timer) };
    },
  },
  rng: { bytes: (length) => randomBytes(length) },
};
