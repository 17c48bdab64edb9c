import type { BarAnchor } from '#shared/market/bar-series.ts';
import { chooseMarketWeek } from '#shared/market/choose-market-week.ts';
import { classifyGap } from '#shared/market/classify-gap.ts';
import { hoursOfWeek } from '#shared/market/market-hours.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { Span } from '#shared/time/span.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

/** Minutes of a quiet night have no bars: so little is nobody's hole, and there are thousands of them. */
const gapMsMin = 6 * 60_000;
/** Of so many gaps the market's week is told. */
const gapsForWeek = 60;
/** A market with more gaps than this has hours that nobody knows here. */
const gapsMax = 50_000;
const shownMax = 20;

export interface FoundHole {
  readonly fromUtcMs: UtcMs;
  /** Exclusive. */
  readonly toUtcMs: UtcMs;
  readonly missingBars: number;
}

/** Stretches without bars, by the hours of the market whose week fits the file best. */
export interface FoundHoles {
  /** Nights, week's ends and holidays. */
  readonly expected: number;
  readonly unexpected: number;
  /** Of the unexpected ones. */
  readonly missingBars: number;
  /** The longest unexpected ones, longest first. */
  readonly longest: readonly FoundHole[];
}

/** What is missing in a file; null where its gaps tell no market's week. */
export function findHoles(
  openTimesUtcMs: Float64Array,
  { timeframe, anchor }: { readonly timeframe: Timeframe; readonly anchor: BarAnchor },
): FoundHoles | null {
  const lengthMs = timeframeDurationMs(timeframe);
  const clock = brokerClock(anchor === 'hour' ? 'utc' : anchor);
  const gaps = gapsIn(openTimesUtcMs, lengthMs);
  const week = gaps.length > gapsMax ? null : chooseMarketWeek(gaps.slice(0, gapsForWeek).map(spanOf(lengthMs)), clock);
  if (week === null) return null;
  const context = { timeframe, clock, hours: hoursOfWeek(week, clock) };
  const holes = gaps.map((gap) => classifyGap(gap, context)).filter((hole) => hole !== null);
  const unexpected = holes.filter(({ kind }) => kind === 'unexpected');
  return {
    expected: holes.length - unexpected.length,
    unexpected: unexpected.length,
    missingBars: unexpected.reduce((sum, { missingBars }) => sum + missingBars, 0),
    longest: unexpected
      .toSorted((a, b) => b.missingBars - a.missingBars)
      .slice(0, shownMax)
      .map(({ fromUtcMs, toUtcMs, missingBars }) => ({ fromUtcMs, toUtcMs, missingBars })),
  };
}

interface Gap {
  readonly lastBeforeUtcMs: UtcMs;
  readonly firstAfterUtcMs: UtcMs;
}

function gapsIn(openTimesUtcMs: Float64Array, lengthMs: number): readonly Gap[] {
  const gaps: Gap[] = [];
  let previousMs = Number.NaN;
  for (const openMs of openTimesUtcMs) {
    if (openMs - previousMs > lengthMs && openMs - previousMs >= gapMsMin)
      gaps.push({ lastBeforeUtcMs: utcMs(previousMs), firstAfterUtcMs: utcMs(openMs) });
    previousMs = openMs;
  }
  return gaps;
}

const spanOf =
  (lengthMs: number) =>
  ({ lastBeforeUtcMs, firstAfterUtcMs }: Gap): Span => ({
    fromUtcMs: utcMs(lastBeforeUtcMs + lengthMs),
    toUtcMs: firstAfterUtcMs,
  });
