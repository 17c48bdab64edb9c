import type { BrokerClock } from '../time/broker-clock.ts';
import { marketWeeks, type MarketWeek } from '../time/market-week.ts';
import { intersectSpans, spansMs, subtractSpans, type Span } from '../time/span.ts';
import { hoursOfWeek } from './market-hours.ts';

/**
 * The known market week that fits a stretch of bars best, for symbols whose terminal tells no sessions: the one with the least time that is
 * missing while it is open, or traded while it is closed. `gaps` are the stretches without bars, in order; a few weeks of them are enough.
 */
export function chooseMarketWeek(gaps: readonly Span[], clock: BrokerClock): MarketWeek | null {
  const first = gaps[0];
  const last = gaps.at(-1);
  if (first === undefined || last === undefined) return null;
  const whole = { fromUtcMs: first.fromUtcMs, toUtcMs: last.toUtcMs };
  let best: { readonly week: MarketWeek; readonly misfitMs: number } | null = null;
  for (const week of marketWeeks) {
    const open = hoursOfWeek(week, clock).openSpans(whole);
    const missingMs = spansMs(intersectSpans(open, gaps));
    const tradedMs = spansMs(subtractSpans(subtractSpans([whole], open), gaps));
    if (best === null || missingMs + tradedMs < best.misfitMs) best = { week, misfitMs: missingMs + tradedMs };
  }
  return best?.week ?? null;
}
