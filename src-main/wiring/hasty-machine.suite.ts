import { durationMs } from '#shared/units/duration-ms.ts';
import { systemMachine, type Machine } from './machine.ts';

/** The machine, on which rests, pulses, back-offs and patience last so many times shorter. */
export const hastyMachine = (haste: number): Machine => ({
  ...systemMachine,
  monotonicClock: { nowMs: () => durationMs(systemMachine.monotonicClock.nowMs() * haste) },
  timers: {
    after: (delay, run) => systemMachine.timers.after(durationMs(delay / haste), run),
    every: (period, run) => systemMachine.timers.every(durationMs(period / haste), run),
  },
});
