import type { Arrival } from '#main/fills/exit-hit.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ArrivingQuote } from '../broker/pass-quotes.ts';

export const minuteMs = 60_000;

/** One minute in which the market moved: its quotes in order, at least one, and the M1 bar that they make. */
export interface MarketMinute {
  readonly bar: Bar;
  readonly quotes: readonly Quote[];
  /** How the price came from one quote of this minute to the next. To the first one of a minute it always jumps. */
  readonly between: Arrival;
}

/**
 * A market that can be played. It says the same minutes every time it is asked, from whatever moment, so that a terminal that was killed
 * goes on where it was and can tell its history to whoever asks. Closed hours have no minutes.
 */
export interface MarketSource {
  /** What it is and everything that decides its minutes, in one line: another text is another market. */
  readonly name: string;
  /** The minutes that open at or after a moment, oldest first. Read them one by one: there may be no end. */
  readonly minutes: (fromUtcMs: UtcMs) => Iterable<MarketMinute>;
}

/** A minute's quotes with how the price came to each. */
export const arrivalsIn = ({ quotes, between }: MarketMinute): readonly ArrivingQuote[] =>
  quotes.map((quote, index) => ({ quote, arrival: index === 0 ? 'jumped' : between }));

/** A minute whose quotes are made when they are first asked for: history is read for its bars alone. */
export function lazyMinute(bar: Bar, between: Arrival, makeQuotes: () => readonly Quote[]): MarketMinute {
  let quotes: readonly Quote[] | null = null;
  return {
    bar,
    between,
    get quotes() {
      return (quotes ??= makeQuotes());
    },
  };
}
