import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';
import { systemMonotonicClock, systemWallClock } from './system-clocks.ts';
import { systemRng } from './system-rng.ts';
import { systemTimers } from './system-timers.ts';

/** What a run takes from the machine that it runs on: nothing else of it may decide anything. */
export interface Machine {
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly rng: Rng;
}

export const systemMachine: Machine = {
  wallClock: systemWallClock,
  monotonicClock: systemMonotonicClock,
  timers: systemTimers,
  rng: systemRng,
};
