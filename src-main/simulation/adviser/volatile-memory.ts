import type { DayBook } from './day-book.ts';
import type { Halts } from './entry-guards.ts';
import type { AdviserMemory } from './limits-book.ts';

/** An adviser's memory that ends with the program, for a run that is run anew where it was interrupted. */
export function volatileMemory(): AdviserMemory {
  let day: DayBook | null = null;
  let halts: Halts = { app: false, chart: false, reason: '' };
  return {
    day: () => day,
    saveDay: (next) => {
      day = next;
    },
    halts: () => halts,
    saveHalts: (next) => {
      halts = next;
    },
  };
}
