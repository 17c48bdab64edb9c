import { quoteFromBid } from '#main/fills/quote-from-bid.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { points, type Points } from '#shared/units/points.ts';
import type { Price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { lazyMinute, minuteMs, type MarketMinute, type MarketSource } from './market-source.ts';
import { syntheticWalk, type WalkMinute } from './synthetic-walk.ts';
import { marketHour, nextOpening } from './trading-hours.ts';

/** Raised whenever the same seed would walk another way. */
const walkVersion = 1;

/** An endless seeded market: open when spot gold is, each quote a tick of its own, its bars made of exactly these ticks. */
export function syntheticSource(synthetic: {
  readonly instrument: Instrument;
  readonly seed: number;
  /** Where its history begins; nothing is known before. */
  readonly beginUtcMs: UtcMs;
  readonly startPrice: Price;
  readonly spreadPointsUsual: Points;
}): MarketSource {
  const { instrument, seed, beginUtcMs, startPrice, spreadPointsUsual } = synthetic;
  const begin = new Date(beginUtcMs).toISOString();
  return {
    name: `synthetic ${instrument.symbol}, walk ${walkVersion}, seed ${seed}, from ${begin} at ${startPrice}`,
    minutes: function* (fromUtcMs) {
      const { walk } = syntheticWalk(seed, startPrice);
      let openTime = nextOpening(utcMs(Math.ceil(beginUtcMs / minuteMs) * minuteMs));
      let closedMs = 0;
      for (;;) {
        const minute = walk(marketHour(openTime), closedMs);
        if (openTime >= fromUtcMs) yield minuteOf(openTime, minute, { instrument, spreadPointsUsual });
        const next = utcMs(openTime + minuteMs);
        openTime = nextOpening(next);
        closedMs = openTime - next;
      }
    },
  };
}

function minuteOf(
  openTimeUtcMs: UtcMs,
  minute: WalkMinute,
  market: { readonly instrument: Instrument; readonly spreadPointsUsual: Points },
): MarketMinute {
  const { instrument, spreadPointsUsual } = market;
  const { bids, spreadRatio } = minute;
  const spreadPoints = points(Math.round(spreadPointsUsual * spreadRatio));
  const spacingMs = minuteMs / bids.length;
  const bar = {
    openTimeUtcMs,
    open: roundToTick(assertDefined(bids[0], 'a minute has quotes'), instrument),
    high: roundToTick(Math.max(...bids), instrument),
    low: roundToTick(Math.min(...bids), instrument),
    close: roundToTick(assertDefined(bids.at(-1), 'a minute has quotes'), instrument),
    tickVolume: bids.length,
    spreadPoints,
  };
  return lazyMinute(bar, 'jumped', () =>
    bids.map((bid, index) => {
      const occurredAtUtcMs = utcMs(openTimeUtcMs + Math.floor(index * spacingMs));
      return quoteFromBid({ occurredAtUtcMs, bid, spreadPoints }, instrument);
    }),
  );
}
