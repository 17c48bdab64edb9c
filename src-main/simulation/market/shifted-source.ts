import type { Bar } from '#shared/market/bar.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Points } from '#shared/units/points.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { lazyMinute, type MarketMinute } from './market-source.ts';

/** Minutes whose prices stand so many points higher as `shiftAt` says of each opening; lower where that is negative. */
export function* shiftedMinutes(
  minutes: Iterable<MarketMinute>,
  instrument: Instrument,
  shiftAt: (openTimeUtcMs: UtcMs) => Points,
): Generator<MarketMinute> {
  for (const minute of minutes) {
    const shift = shiftAt(minute.bar.openTimeUtcMs) * instrument.point;
    if (shift === 0) yield minute;
    else
      yield lazyMinute(shiftedBar(minute.bar, shift, instrument), minute.between, () =>
        minute.quotes.map((quote) => shiftedQuote(quote, shift, instrument)),
      );
  }
}

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
