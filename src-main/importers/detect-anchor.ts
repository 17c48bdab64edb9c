import { barAnchor, type BarAnchor } from '#shared/market/bar-series.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { candidateRules } from './candidate-rules.ts';

/** Share of bars that may lie off the grid of their anchor: first bars after a holiday, a broker's slips. */
const offGridRatioMax = 0.01;
/** Bars of all seasons that other rules are judged by. */
const sampleMax = 5_000;

export interface DetectedAnchor {
  readonly anchor: BarAnchor;
  /** Bars that do not open where the anchor says; null where there are none. */
  readonly offGrid: OffGrid | null;
}

export interface OffGrid {
  readonly count: number;
  /** Open times of the first and the last of them. */
  readonly firstUtcMs: number;
  readonly lastUtcMs: number;
}

/**
 * Where the bars are cut. As a rule that is the midnight of the clock that they are stamped by; but a file in UTC mostly holds bars that a
 * broker cut at its own midnight, and to call those anchored at UTC would keep them apart from their like for ever.
 */
export function detectAnchor(openTimesUtcMs: Float64Array, timeframe: Timeframe, stampedBy: ClockRule): DetectedAnchor {
  const own = offGrid(stampedBy, timeframe, openTimesUtcMs);
  if (countOf(own) <= openTimesUtcMs.length * offGridRatioMax)
    return { anchor: barAnchor(timeframe, stampedBy), offGrid: own };
  const rule = nearestRule(openTimesUtcMs, timeframe, stampedBy);
  return { anchor: barAnchor(timeframe, rule), offGrid: offGrid(rule, timeframe, openTimesUtcMs) };
}

function nearestRule(openTimesUtcMs: Float64Array, timeframe: Timeframe, stampedBy: ClockRule): ClockRule {
  const every = Math.ceil(openTimesUtcMs.length / sampleMax);
  const sample = openTimesUtcMs.filter((_, index) => index % every === 0);
  const judged = [stampedBy, ...candidateRules].map((rule) => ({
    rule,
    off: countOf(offGrid(rule, timeframe, sample)),
  }));
  return judged.reduce((a, b) => (b.off < a.off ? b : a)).rule;
}

function offGrid(rule: ClockRule, timeframe: Timeframe, openTimesUtcMs: Float64Array): OffGrid | null {
  const clock = brokerClock(rule);
  const lengthMs = timeframeDurationMs(timeframe);
  let count = 0;
  let [firstUtcMs, lastUtcMs] = [Number.NaN, Number.NaN];
  for (const openMs of openTimesUtcMs) {
    if (barOpening(utcMs(openMs), lengthMs, clock) === openMs) continue;
    if (count === 0) firstUtcMs = openMs;
    lastUtcMs = openMs;
    count += 1;
  }
  return count === 0 ? null : { count, firstUtcMs, lastUtcMs };
}

const countOf = (off: OffGrid | null): number => off?.count ?? 0;
