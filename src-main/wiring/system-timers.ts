import type { Timers } from '#main/ports/timers.ts';
import { assert } from '#shared/base/assert.ts';
import type { DurationMs } from '#shared/units/duration-ms.ts';

/** Node turns a longer delay into one millisecond without an error. */
const delayMsMax = 2 ** 31 - 1;

export const systemTimers: Timers = {
  after: (delay, run) => {
    const timer = setTimeout(run, accepted(delay));
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  },
  every: (period, run) => {
    const timer = setInterval(run, accepted(period));
    return { [Symbol.dispose]: () => clearInterval(timer) };
  },
};

function accepted(delay: DurationMs): number {
  assert(delay <= delayMsMax, `a timer runs for at most 24 days: ${delay} ms`);
  return delay;
}
