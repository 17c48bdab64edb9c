import type { DurationMs } from '#shared/units/duration-ms.ts';

/** Delays on the desk's steady clock. A disposed timer does not fire any more. */
export interface Timers {
  readonly after: (delay: DurationMs, run: () => void) => Disposable;
  readonly every: (period: DurationMs, run: () => void) => Disposable;
}
