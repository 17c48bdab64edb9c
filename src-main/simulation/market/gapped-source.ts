import { points, type Points } from '#shared/units/points.ts';
import type { Bar } from '#shared/market/bar.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { lazyMinute, type MarketSource } from './market-source.ts';

/** From this minute on every price stands so many points higher, or lower where they are negative. */
export interface PriceGap {
  readonly atUtcMs: UtcMs;
  readonly points: Points;
}

/** The same market with gaps in it: the price jumps between two minutes, over whatever lies there. */
export function gappedSource(source: MarketSource, gaps: readonly PriceGap[], instrument: Instrument): MarketSource {
  if (gaps.length === 0) return source;
  const names = gaps.map((gap) => `${gap.points} points at ${new Date(gap.atUtcMs).toISOString()}`);
  return {
    name: `${source.name}, gaps: ${names.join(', ')}`,
    minutes: function* (fromUtcMs) {
      for (const minute of source.minutes(fromUtcMs)) {
        const shift = shiftAt(minute.bar.openTimeUtcMs, gaps) * instrument.point;
        if (shift === 0) yield minute;
        else
          yield lazyMinute(shiftedBar(minute.bar, shift, instrument), minute.between, () =>
            minute.quotes.map((quote) => shiftedQuote(quote, shift, instrument)),
          );
      }
    },
  };
}

const shiftAt = (openTimeUtcMs: number, gaps: readonly PriceGap[]): Points =>
  points(gaps.reduce((sum, gap) => (gap.atUtcMs <= openTimeUtcMs ? sum + gap.points : sum), 0));

const shiftedBar = (bar: Bar, shift: number, instrument: Instrument): Bar => ({
  ...bar,
  open: roundToTick(bar.open + shift, instrument),
  high: roundToTick(bar.high + shift, instrument),
  low: roundToTick(bar.low + shift, instrument),
  close: roundToTick(bar.close + shift, instrument),
});

const shiftedQuote = (quote: Quote, shift: number, instrument: Instrument): Quote => ({
  ...quote,
  bid: roundToTick(quote.bid + shift, instrument),
  ask: roundToTick(quote.ask + shift, instrument),
});
