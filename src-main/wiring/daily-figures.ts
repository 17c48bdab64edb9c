import { barCloses } from '#shared/market/bar-close.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { createAtr } from '#main/features/atr.ts';
import {
  correlationAt,
  dailyCorrelations,
  defaultCorrelationWindow,
  type DailyCloses,
} from '#main/features/correlation.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';

const atrDays = 14;

/** More than any figure here rests on: an ATR has forgotten what lies farther back. */
const daysRead = Math.max(createAtr(atrDays).lookBackBars, defaultCorrelationWindow.returnsMax + 1);

type DailyFigures = Pick<MarketFacts, 'dailyAtr' | 'correlation'>;

/** Of the daily bars that had closed by a moment. What was known once on a broker's day stands for it: no other daily bar closes before its end. */
export function dailyFigures(bars: Pick<BarStore, 'chooseSeries' | 'read'>, clock: BrokerClock): DailyFigures {
  const closedBars = (
    symbol: string,
    atUtcMs: UtcMs,
  ): { readonly bars: readonly Bar[]; readonly closes: DailyCloses } => {
    const series = bars.chooseSeries({ symbol, timeframe: 'D1' });
    if (!series.ok || series.value === null) return { bars: [], closes: closesOf([], (at) => at) };
    const closeOf = barCloses(series.value);
    const read = bars.read({ series: series.value, beforeUtcMs: atUtcMs, limit: daysRead });
    const closed = read.filter(({ openTimeUtcMs }) => closeOf(openTimeUtcMs) <= atUtcMs);
    return { bars: closed, closes: closesOf(closed, closeOf) };
  };
  const ofDay = knownOfDay(clock);
  return {
    dailyAtr: (symbol, atUtcMs) => ofDay(`atr ${symbol}`, atUtcMs, () => lastAtr(closedBars(symbol, atUtcMs).bars)),
    correlation: (symbol, other, atUtcMs) =>
      ofDay(`correlation ${[symbol, other].toSorted().join(' ')}`, atUtcMs, () => {
        const pair = dailyCorrelations(closedBars(symbol, atUtcMs).closes, closedBars(other, atUtcMs).closes);
        return correlationAt(pair, atUtcMs);
      }),
  };
}

const closesOf = (bars: readonly Bar[], closeOf: (opening: UtcMs) => UtcMs): DailyCloses => ({
  openTimeUtcMs: Float64Array.from(bars, ({ openTimeUtcMs }) => openTimeUtcMs),
  closeTimeUtcMs: Float64Array.from(bars, ({ openTimeUtcMs }) => closeOf(openTimeUtcMs)),
  close: Float64Array.from(bars, ({ close }) => close),
});

function lastAtr(bars: readonly Bar[]): number | null {
  const atr = createAtr(atrDays);
  const last = bars.reduce((_before, { high, low, close }) => atr.push(high, low, close), NaN);
  return Number.isNaN(last) ? null : last;
}

/** What is not known yet is asked for again: daily bars may still be on their way. */
function knownOfDay(clock: BrokerClock): (key: string, atUtcMs: UtcMs, compute: () => number | null) => number | null {
  const known = new Map<string, number>();
  let dayUtcMs: number | null = null;
  return (key, atUtcMs, compute) => {
    const midnightUtcMs = clock.midnightBefore(atUtcMs);
    if (midnightUtcMs !== dayUtcMs) known.clear();
    dayUtcMs = midnightUtcMs;
    const figure = known.get(key) ?? compute();
    if (figure !== null) known.set(key, figure);
    return figure;
  };
}
