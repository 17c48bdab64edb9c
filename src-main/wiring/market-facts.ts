import { hoursOfSessions } from '#shared/market/market-hours.ts';
import { classifyGap } from '#shared/market/classify-gap.ts';
import type { Hole } from '#shared/market/hole.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { MarketFacts } from '#main/ports/market-facts.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { SyncStore } from '#main/ports/sync-store.ts';
import type { TradeStorage } from '#main/ports/trade-storage.ts';
import { dailyFigures } from './daily-figures.ts';
import { newsOf } from './news-of.ts';

/** What the stores know of markets: releases, hours and holes, and what follows from daily bars. */
export function marketFacts(
  stores: {
    readonly bars: Pick<BarStore, 'chooseSeries' | 'read'>;
    readonly calendar: Pick<CalendarStore, 'coverage' | 'read'>;
    readonly sync: Pick<SyncStore, 'holes'>;
    readonly trades: Pick<TradeStorage, 'instrumentAt'>;
  },
  { clockRule, monotonicClock }: { readonly clockRule: ClockRule; readonly monotonicClock: MonotonicClock },
): MarketFacts {
  const clock = brokerClock(clockRule);
  const toldOf = (symbol: string): ReturnType<TradeStorage['instrumentAt']> =>
    stores.trades.instrumentAt(symbol, endOfTimeUtcMs);
  const instrumentOf = (symbol: string): Instrument | null => toldOf(symbol)?.instrument ?? null;

  return {
    newsDistanceMs: newsOf(stores.calendar, { instrumentOf, monotonicClock }),
    // The map of holes is made by the synchronizer, which may not have come by yet: a gap of now is judged by the hours that the terminal told.
    isUnexpectedHole: (series, { lastBeforeUtcMs, firstAfterUtcMs }) => {
      const span = { fromUtcMs: lastBeforeUtcMs, toUtcMs: firstAfterUtcMs };
      const isWithin = ({ fromUtcMs }: Hole): boolean => fromUtcMs > lastBeforeUtcMs && fromUtcMs < firstAfterUtcMs;
      const mapped = stores.sync.holes(series, span).filter(isWithin);
      if (mapped.length > 0) return mapped.some(({ kind }) => kind === 'unexpected');
      const told = toldOf(series.symbol);
      if (told === null || told.instrument.sessions.length === 0) return false;
      const hours = hoursOfSessions({ sessions: told.instrument.sessions, toldAtUtcMs: told.toldAtUtcMs, clock });
      const context = { timeframe: series.timeframe, clock, hours };
      return classifyGap({ lastBeforeUtcMs, firstAfterUtcMs }, context)?.kind === 'unexpected';
    },
    ...dailyFigures(stores.bars, clock),
  };
}
