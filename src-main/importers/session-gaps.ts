import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const weekMs = 168 * hourMs;

/** The week's end is 48 or 49 hours without bars; up to 80 with a holiday beside it. */
const weekEndMs = { min: 40 * hourMs, max: 80 * hourMs };
/** Of it a bar longer than an hour may cover all but this at either edge: between bars of a day the week's end is a missing Saturday. */
const weekEndLeftMs = 12 * hourMs;
/** A pause that opens and closes at fixed hours, with the early closes of holidays. */
const pauseMs = { min: 20 * minuteMs, max: 6 * hourMs };
/** A market pauses at four or five of a week's nights. Fewer are holes of the data, more are a market that hardly trades. */
const pausesPerWeek = { min: 2, max: 6 };

/** A stretch without bars, by the bars at its edges. */
export interface SessionGap {
  readonly lastOpenUtcMs: UtcMs;
  readonly firstOpenUtcMs: UtcMs;
}

export interface SessionGaps {
  readonly weekEnds: readonly SessionGap[];
  /** Daily breaks; none where the market has none. */
  readonly pauses: readonly SessionGap[];
}

/** Finds by their length alone, and so on any clock, the gaps between the openings of bars at which a market closes and opens again. */
export function sessionGaps(openTimesUtcMs: Float64Array, lengthMs: number): SessionGaps {
  const weekEnds: SessionGap[] = [];
  const pauses: SessionGap[] = [];
  const weekEndMinMs = Math.max(weekEndLeftMs, weekEndMs.min - 2 * Math.max(0, lengthMs - hourMs));
  let previousMs = Number.NaN;
  for (const openMs of openTimesUtcMs) {
    const gapMs = openMs - previousMs - lengthMs;
    if (gapMs >= pauseMs.min && gapMs < weekEndMs.max) {
      const gap = { lastOpenUtcMs: utcMs(previousMs), firstOpenUtcMs: utcMs(openMs) };
      if (gapMs >= weekEndMinMs) weekEnds.push(gap);
      else if (gapMs < pauseMs.max) pauses.push(gap);
    }
    previousMs = openMs;
  }
  return { weekEnds, pauses: isDaily(pauses.length, openTimesUtcMs) ? pauses : [] };
}

function isDaily(pauses: number, openTimesUtcMs: Float64Array): boolean {
  const weeks = ((openTimesUtcMs.at(-1) ?? 0) - (openTimesUtcMs[0] ?? 0)) / weekMs;
  return pauses >= pausesPerWeek.min * weeks && pauses <= pausesPerWeek.max * weeks + 1;
}
