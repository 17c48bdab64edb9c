import type { UtcMs } from '#shared/units/utc-ms.ts';

/** A close of a bar that agents may be asked at about an open position. */
export interface ManageMoment {
  readonly asOfUtcMs: UtcMs;
  /** What the position had come to by then, in multiples of what it risked at its entry; null where that is not known. */
  readonly r: number | null;
}

/** A position that has come so far since is another one to look at. */
const movedR = 1;

/**
 * Whether agents are asked about an open position at this close: at the first one, then no sooner than `everyMs` of the market's time after they were last
 * asked, unless it has moved by 1 R since.
 */
export function isManageDue(last: ManageMoment | null, now: ManageMoment, everyMs: number): boolean {
  if (last === null || now.asOfUtcMs - last.asOfUtcMs >= everyMs) return true;
  return now.r !== null && last.r !== null && Math.abs(now.r - last.r) >= movedR;
}
