import type { Instrument } from '#shared/market/instrument.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { ArrivingQuote } from '../broker/pass-quotes.ts';
import { arrivalsIn, minuteMs, type MarketMinute, type MarketSource } from './market-source.ts';

/** What is traded, and how its price goes. */
export interface SymbolMarket {
  readonly instrument: Instrument;
  readonly source: MarketSource;
}

/** One minute of all markets that moved in it, by symbol. */
export interface SharedMinute {
  readonly openTimeUtcMs: UtcMs;
  readonly minutes: ReadonlyMap<string, MarketMinute>;
}

export const closeOf = ({ openTimeUtcMs }: SharedMinute): UtcMs => utcMs(openTimeUtcMs + minuteMs);

interface Head {
  readonly symbol: string;
  readonly rest: Iterator<MarketMinute>;
  /** The next of its minutes; null where it has no more. */
  minute: MarketMinute | null;
}

/** The minutes from a moment on in which any market moves, oldest first. There may be no end. */
export function* sharedMinutes(markets: readonly SymbolMarket[], fromUtcMs: UtcMs): Generator<SharedMinute> {
  const heads = markets.map(({ instrument: { symbol }, source }): Head => {
    const rest = source.minutes(fromUtcMs)[Symbol.iterator]();
    return { symbol, rest, minute: nextOf(rest) };
  });
  try {
    for (;;) {
      const openTime = Math.min(...heads.map(({ minute }) => minute?.bar.openTimeUtcMs ?? Infinity));
      if (openTime === Infinity) return;
      const moving = new Map<string, MarketMinute>();
      for (const { symbol, minute } of heads) if (minute?.bar.openTimeUtcMs === openTime) moving.set(symbol, minute);
      yield { openTimeUtcMs: utcMs(openTime), minutes: moving };
      for (const head of heads) if (moving.has(head.symbol)) head.minute = nextOf(head.rest);
    }
  } finally {
    for (const { rest } of heads) rest.return?.();
  }
}

function nextOf(minutes: Iterator<MarketMinute>): MarketMinute | null {
  const next = minutes.next();
  return next.done === true ? null : next.value;
}

/** The quotes of all symbols in the order of their time; of the same moment in the order of the list. */
export function arrivalsOf({ minutes }: SharedMinute): readonly ArrivingQuote[] {
  const arrivals = [...minutes.values()].flatMap(arrivalsIn);
  return minutes.size === 1 ? arrivals : arrivals.sort((a, b) => a.quote.occurredAtUtcMs - b.quote.occurredAtUtcMs);
}
