import { money } from '#shared/units/money.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { AdviserMemory } from '../adviser/limits-book.ts';
import type { TerminalDb } from './open-terminal-db.ts';

/** The adviser's memory on the disk. */
export function adviserMemory(db: TerminalDb): AdviserMemory {
  const readDay = db.prepare('SELECT day_utc_ms, day_baseline FROM terminal');
  const saveDay = db.prepare('UPDATE terminal SET day_utc_ms = ?, day_baseline = ?');
  const readHalts = db.prepare('SELECT app_halted, chart_halted, halt_reason FROM terminal');
  const saveHalts = db.prepare('UPDATE terminal SET app_halted = ?, chart_halted = ?, halt_reason = ?');
  return {
    day: () => {
      const { day_utc_ms: startUtcMs, day_baseline: baseline } = readDay.get() as DayRow;
      return startUtcMs === null || baseline === null
        ? null
        : { startUtcMs: utcMs(startUtcMs), baseline: money(baseline) };
    },
    saveDay: ({ startUtcMs, baseline }) => {
      saveDay.run(startUtcMs, baseline);
    },
    halts: () => {
      const { app_halted: app, chart_halted: chart, halt_reason: reason } = readHalts.get() as HaltRow;
      return { app: app === 1, chart: chart === 1, reason };
    },
    saveHalts: ({ app, chart, reason }) => {
      saveHalts.run(app ? 1 : 0, chart ? 1 : 0, reason);
    },
  };
}

interface DayRow {
  readonly day_utc_ms: number | null;
  readonly day_baseline: number | null;
}

interface HaltRow {
  readonly app_halted: number;
  readonly chart_halted: number;
  readonly halt_reason: string;
}
