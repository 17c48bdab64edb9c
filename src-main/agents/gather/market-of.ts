import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Column } from '#main/features/columns.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';
import { closedBars, type ClosedBars } from './closed-bars.ts';
import { onceAQuestion } from './once-a-question.ts';

/** Behind a window of 200 bars, recursions have forgotten where they began. */
const barsMax = 600;

export interface ClosedMarket extends ClosedBars {
  readonly columns: MarketColumns;
}

/** The symbol's newest bars that had closed by a question's moment, and what features read of them; null where there are none. SOURCE_AMBIGUOUS. */
export const marketOf = onceAQuestion(
  ({ symbol, asOfUtcMs }, sources, timeframe: Timeframe): Result<ClosedMarket | null, Fault> => {
    const closed = closedBars(sources, { symbol, timeframe, asOfUtcMs, limit: barsMax });
    if (!closed.ok) return closed;
    if (closed.value === null) return ok(null);
    return ok({ ...closed.value, columns: columnsOf(closed.value, sources.facts) });
  },
);

/** Spreads and news are looked up elsewhere, and are not known here. */
function columnsOf({ series, bars }: ClosedBars, facts: Pick<MarketFacts, 'isUnexpectedHole'>): MarketColumns {
  const closeOf = barCloses(series);
  const { length } = bars;
  const column = (numberOf: (bar: Bar, index: number) => number): Column => {
    const values = new Float64Array(length);
    bars.forEach((bar, index) => {
      values[index] = numberOf(bar, index);
    });
    return { values, length };
  };
  const unknown = { values: new Float64Array(length).fill(NaN), length };
  const lengthMs = timeframeDurationMs(series.timeframe);
  let sinceHole = 0;
  return {
    openTimeUtcMs: column((bar) => bar.openTimeUtcMs),
    closeTimeUtcMs: column((bar) => closeOf(bar.openTimeUtcMs)),
    open: column((bar) => bar.open),
    high: column((bar) => bar.high),
    low: column((bar) => bar.low),
    close: column((bar) => bar.close),
    tickVolume: column((bar) => bar.tickVolume ?? NaN),
    spread: unknown,
    newsDistanceMs: unknown,
    barsSinceHole: column(({ openTimeUtcMs: firstAfterUtcMs }, index) => {
      const lastBeforeUtcMs = bars[index - 1]?.openTimeUtcMs ?? firstAfterUtcMs;
      const isGap = firstAfterUtcMs - lastBeforeUtcMs > lengthMs;
      const isHole = isGap && facts.isUnexpectedHole(series, { lastBeforeUtcMs, firstAfterUtcMs });
      return (sinceHole = isHole ? 1 : sinceHole + 1);
    }),
  };
}
