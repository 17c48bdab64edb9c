import { quoteFromBid } from '#main/fills/quote-from-bid.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { goldHours, type MarketWeek } from '#shared/time/market-week.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { points, type Points } from '#shared/units/points.ts';
import type { Price } from '#shared/units/price.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { lazyMinute, minuteMs, type MarketMinute, type MarketSource } from './market-source.ts';
import { beginningOf, syntheticWalk, type WalkMinute, type WalkState } from './synthetic-walk.ts';
import { marketHour, nextOpening } from './trading-hours.ts';

/** Raised whenever the same seed would walk another way. */
const walkVersion = 1;

/** So many minutes are walked again at most to answer a request for the past. */
const minutesBetweenMarks = 1440;

/** Where a walk stood when it was about to walk the minute that opens then. */
interface Mark {
  readonly openTimeUtcMs: UtcMs;
  readonly closedMs: number;
  readonly state: WalkState;
}

/**
 * An endless seeded market of whole hours, each quote a tick of its own, its bars made of exactly these ticks. It remembers where its walk
 * stood once a day, so that years of it can be asked for in pieces.
 */
export function syntheticSource(synthetic: {
  readonly instrument: Instrument;
  readonly seed: number;
  /** Where its history begins; nothing is known before. */
  readonly beginUtcMs: UtcMs;
  readonly startPrice: Price;
  readonly spreadPointsUsual: Points;
  readonly hours?: MarketWeek;
}): MarketSource {
  const { instrument, seed, beginUtcMs, startPrice, spreadPointsUsual, hours = goldHours } = synthetic;
  const begin = new Date(beginUtcMs).toISOString();
  const { closeHour, openHour } = hours;
  const unlikeGold = hours === goldHours ? '' : `, closed from ${closeHour}:00 to ${openHour}:00`;
  const firstOpening = nextOpening(utcMs(Math.ceil(beginUtcMs / minuteMs) * minuteMs), hours);
  const marks: Mark[] = [{ openTimeUtcMs: firstOpening, closedMs: 0, state: beginningOf(seed, startPrice) }];
  return {
    name: `synthetic ${instrument.symbol}, walk ${walkVersion}, seed ${seed}, from ${begin} at ${startPrice}${unlikeGold}`,
    minutes: function* (fromUtcMs) {
      const index = Math.max(
        0,
        marks.findLastIndex(({ openTimeUtcMs }) => openTimeUtcMs <= fromUtcMs),
      );
      const mark = assertDefined(marks[index], 'a walk has a beginning');
      const { walk, state } = syntheticWalk(mark.state, startPrice);
      let openTime = mark.openTimeUtcMs;
      let { closedMs } = mark;
      for (let walked = index * minutesBetweenMarks; ; walked++) {
        if (walked === marks.length * minutesBetweenMarks)
          marks.push({ openTimeUtcMs: openTime, closedMs, state: state() });
        const minute = walk(marketHour(openTime, hours), closedMs);
        if (openTime >= fromUtcMs) yield minuteOf(openTime, minute, { instrument, spreadPointsUsual });
        const next = utcMs(openTime + minuteMs);
        openTime = nextOpening(next, hours);
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
