import { durationMs } from '#shared/units/duration-ms.ts';
import type { Timers } from '#main/ports/timers.ts';

/** Lets whatever waits have its turn between two slices of long work. */
export const yieldToLoop = (timers: Timers): Promise<void> =>
  new Promise((resolve) => {
    timers.after(durationMs(0), resolve);
  });
