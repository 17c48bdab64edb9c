import { assertDefined } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** An instrument as the broker's list shows it, with its last quote; null before the first. */
export interface Watched {
  readonly instrument: Instrument;
  readonly quote: Quote | null;
}

/** All that the broker trades, by symbol. */
export type MarketWatch = ReadonlyMap<string, Watched>;

export const watchOf = (watched: readonly Watched[]): MarketWatch =>
  new Map(watched.map((it) => [it.instrument.symbol, it]));

export const instrumentsOf = (watch: MarketWatch): readonly Instrument[] =>
  [...watch.values()].map(({ instrument }) => instrument);

export const instrumentIn = (watch: MarketWatch, symbol: string): Instrument =>
  assertDefined(watch.get(symbol), 'what is open or ordered is traded here').instrument;

/** The market that an order meets. */
export interface MarketNow {
  readonly quote: Quote;
  readonly instrument: Instrument;
  /** At or after the quote. */
  readonly nowUtcMs: UtcMs;
  /** The whole list, this symbol among the others: margins are of the account. */
  readonly watch: MarketWatch;
}

/** What an order for a symbol meets; null where it is not traded or has no quote yet. */
export function marketIn(watch: MarketWatch, symbol: string, nowUtcMs: UtcMs): MarketNow | null {
  const { quote = null, instrument } = watch.get(symbol) ?? {};
  return quote === null || instrument === undefined ? null : { quote, instrument, nowUtcMs, watch };
}
