import type { Timeframe } from '#shared/market/timeframe.ts';

/**
 * After how many bars is told what followed: the next bar, and spans that a trader of the timeframe thinks in. Sessions of 23 or 24 hours are meant,
 * so 24 bars of H1 are about a day; bars count, not hours, and a weekend has none.
 */
const horizons: Readonly<Record<Timeframe, readonly [number, ...number[]]>> = {
  /** States of minutes are not kept; whoever asks with a vector of them finds nothing. */
  M1: [1, 4, 12, 24, 96],
  M5: [1, 4, 12, 24, 96],
  /** A quarter of an hour, an hour, four, eight, a day. */
  M15: [1, 4, 16, 32, 96],
  /** Half an hour, two, four, eight hours, a day. */
  M30: [1, 4, 8, 16, 48],
  /** An hour, four, half a day, a day, four days. */
  H1: [1, 4, 12, 24, 96],
  /** Four hours, half a day, a day, two, a week. */
  H4: [1, 3, 6, 12, 30],
  /** A day, two, a week, two, a month. */
  D1: [1, 2, 5, 10, 21],
};

/** Rising. */
export const horizonsOf = (timeframe: Timeframe): readonly [number, ...number[]] => horizons[timeframe];
