import { durationMs, minutesToMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';

const delayMin = secondsToMs(0.5);
const delayMax = secondsToMs(8);
const window = minutesToMs(5);
const crashesToDistrust = 3;

/** Moments of recent crashes on the steady clock, oldest first. */
export type CrashHistory = readonly DurationMs[];

export interface Restart {
  readonly history: CrashHistory;
  readonly delay: DurationMs;
  /** It crashes too often to be trusted with entries. */
  readonly isUnstable: boolean;
}

/** What follows a crash: half a second at first, twice as long each time within five minutes, eight seconds at most. */
export function planRestart(history: CrashHistory, crashedAt: DurationMs): Restart {
  const recent = [...history.filter((at) => crashedAt - at < window), crashedAt];
  return {
    history: recent,
    delay: durationMs(Math.min(delayMax, delayMin * 2 ** (recent.length - 1))),
    isUnstable: recent.length >= crashesToDistrust,
  };
}
