import type { Instrument } from '#shared/market/instrument.ts';
import { knownNews } from '#main/backtest/data/known-news.ts';
import { newsDistances, type KnownNews } from '#main/backtest/data/news-distance.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';

/** The calendar is read anew after so long: a start asks of thousands of bars, and a release is told days before. */
const readAgainMs = 60_000;

/** A release that is farther away is none. */
const distanceMsMax = 7 * 86_400_000;

/** The same distances that a backtest has in its columns. */
export function newsOf(
  calendar: Pick<CalendarStore, 'coverage' | 'read'>,
  {
    instrumentOf,
    monotonicClock,
  }: { readonly instrumentOf: (symbol: string) => Instrument | null; readonly monotonicClock: MonotonicClock },
): MarketFacts['newsDistanceMs'] {
  const read = new Map<string, { readonly known: readonly KnownNews[]; readonly atMs: number }>();
  const newsOfSymbol = (symbol: string): readonly KnownNews[] => {
    const now = monotonicClock.nowMs();
    const before = read.get(symbol);
    if (before !== undefined && now - before.atMs < readAgainMs) return before.known;
    const instrument = instrumentOf(symbol);
    const known = instrument === null ? [] : knownNews(calendar, instrument);
    read.set(symbol, { known, atMs: now });
    return known;
  };
  return (symbol, atUtcMs) => {
    const distance = new Float64Array(1);
    newsDistances(Float64Array.of(atUtcMs), newsOfSymbol(symbol), distance);
    const [distanceMs = NaN] = distance;
    return Number.isNaN(distanceMs) ? null : Math.min(distanceMs, distanceMsMax);
  };
}
