import { nextBarOpening } from '../time/bar-opening.ts';
import type { BrokerClock } from '../time/broker-clock.ts';
import { holidaysIn } from '../time/holidays.ts';
import { newYorkWeekMs } from '../time/market-week.ts';
import { spansMs, subtractSpans, type Span } from '../time/span.ts';
import { utcMs, type UtcMs } from '../units/utc-ms.ts';
import type { Hole, HoleKind } from './hole.ts';
import type { MarketHours } from './market-hours.ts';
import { timeframeDurationMs, type Timeframe } from './timeframe.ts';

/** Bars of one series with their hours: what is needed to say of a gap between two of them whether it is one. */
export interface GapContext {
  readonly timeframe: Timeframe;
  readonly clock: BrokerClock;
  readonly hours: MarketHours;
}

export type ClassifiedGap = Pick<Hole, 'fromUtcMs' | 'toUtcMs' | 'kind' | 'missingBars'>;

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** A minute in which nothing was traded has no bar. Measured on EURUSD's nights: never more than five in a row. */
const quietMsMax = 5 * minuteMs;

/** So long before a close, and after an opening, a broker may have no quotes. Measured: gold ends ten minutes before CME does. */
const edgeMsMax = 15 * minuteMs;

/**
 * What a gap between two neighbouring bars is by the market's hours and holidays; null where it is none: the market was open all the while, and
 * quiet. Linear in its days.
 */
export function classifyGap(
  { lastBeforeUtcMs, firstAfterUtcMs }: { readonly lastBeforeUtcMs: UtcMs; readonly firstAfterUtcMs: UtcMs },
  { timeframe, clock, hours }: GapContext,
): ClassifiedGap | null {
  const lengthMs = timeframeDurationMs(timeframe);
  const fromUtcMs = nextBarOpening(lastBeforeUtcMs, lengthMs, clock);
  const toUtcMs = firstAfterUtcMs;
  if (fromUtcMs >= toUtcMs) return null;
  const span = { fromUtcMs, toUtcMs };
  const open = hours.openSpans(span);
  const isOpenThroughout = spansMs(open) === toUtcMs - fromUtcMs;
  if (isOpenThroughout && toUtcMs - fromUtcMs <= quietMsMax) return null;
  const worked = subtractSpans(open, restIn(span, hours));
  const isHoliday = spansMs(open) - spansMs(worked) > edgeMsMax;
  const missed = isOpenThroughout && !isHoliday ? worked : withoutEdges(worked, span);
  const missingBars = countOpenings(missed, { span, lengthMs, clock });
  if (missingBars > 0) return { ...span, kind: 'unexpected', missingBars };
  return { ...span, kind: expectedKind(span, isHoliday), missingBars: 0 };
}

function restIn(span: Span, { pausesDaily }: MarketHours): readonly Span[] {
  const closed = holidaysIn(span, 'closed');
  return pausesDaily ? [...closed, ...subtractSpans(holidaysIn(span, 'paused'), closed)].sort(byStart) : closed;
}

const byStart = (a: Span, b: Span): number => a.fromUtcMs - b.fromUtcMs;

/** Late quotes after an opening and early ends before a close are no holes, nor is a stretch as short as a quiet one. */
const withoutEdges = (worked: readonly Span[], { fromUtcMs, toUtcMs }: Span): readonly Span[] =>
  worked.filter((piece) => {
    const lengthMs = piece.toUtcMs - piece.fromUtcMs;
    const isAtEdge = piece.fromUtcMs === fromUtcMs || piece.toUtcMs === toUtcMs;
    return lengthMs > (isAtEdge ? edgeMsMax : quietMsMax);
  });

/** Bars of a series, from the first missing opening on, that share time with one of the pieces. */
function countOpenings(
  pieces: readonly Span[],
  { span, lengthMs, clock }: { readonly span: Span; readonly lengthMs: number; readonly clock: BrokerClock },
): number {
  let count = 0;
  if (lengthMs <= hourMs) {
    let nextIndex = 0;
    for (const { fromUtcMs, toUtcMs } of pieces) {
      const first = Math.max(nextIndex, Math.floor((fromUtcMs - span.fromUtcMs) / lengthMs));
      nextIndex = Math.max(nextIndex, Math.ceil((toUtcMs - span.fromUtcMs) / lengthMs));
      count += Math.max(0, nextIndex - first);
    }
    return count;
  }
  let piece = 0;
  for (let opening = span.fromUtcMs; opening < span.toUtcMs && piece < pieces.length;) {
    const end = nextBarOpening(opening, lengthMs, clock);
    while ((pieces[piece]?.toUtcMs ?? Infinity) <= opening) piece += 1;
    if ((pieces[piece]?.fromUtcMs ?? Infinity) < end) count += 1;
    opening = end;
  }
  return count;
}

function expectedKind(span: Span, isHoliday: boolean): HoleKind {
  if (isHoliday) return 'holiday';
  const toSaturdayMs = (6 * 24 + 12) * hourMs - newYorkWeekMs(span.fromUtcMs);
  const saturdayNoon = utcMs(span.fromUtcMs + (toSaturdayMs < 0 ? toSaturdayMs + 7 * 24 * hourMs : toSaturdayMs));
  return saturdayNoon < span.toUtcMs ? 'weekend' : 'session';
}
