import type { Arrival } from '#main/fills/exit-hit.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { BrokerChange, BrokerState } from './broker-state.ts';
import { chargeNights } from './charge-nights.ts';
import { instrumentIn, type MarketWatch } from './market-watch.ts';
import { passQuote } from './pass-quote.ts';

export interface ArrivingQuote {
  readonly quote: Quote;
  readonly arrival: Arrival;
}

/**
 * Lets quotes pass one after the other, of whatever symbols, and answers what they did to the account together; the same state where they
 * did nothing. `before` is the list as it stood before the first of them, `clock` the trade server's: its midnights are charged.
 */
export function passQuotes(
  state: BrokerState,
  quotes: readonly ArrivingQuote[],
  { before, clock }: { readonly before: MarketWatch; readonly clock: BrokerClock },
): BrokerChange {
  let change: BrokerChange = { state, orders: [], deals: [] };
  const watch = new Map(before);
  for (const { quote, arrival } of quotes) {
    const instrument = instrumentIn(watch, quote.symbol);
    const from = watch.get(quote.symbol)?.quote ?? null;
    const charged = chargeNights(change.state, { from, to: quote, instrument }, clock);
    watch.set(quote.symbol, { instrument, quote });
    const market = { quote, arrival, instrument, watch, nowUtcMs: quote.occurredAtUtcMs };
    const { state: passed, orders, deals } = passQuote(charged, market);
    change = { state: passed, orders: [...change.orders, ...orders], deals: [...change.deals, ...deals] };
  }
  return change;
}
