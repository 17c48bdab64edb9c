import type { Arrival } from '#main/fills/exit-hit.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { BrokerChange, BrokerState } from './broker-state.ts';
import { passQuote } from './pass-quote.ts';

export interface ArrivingQuote {
  readonly quote: Quote;
  readonly arrival: Arrival;
}

/** Lets quotes pass one after the other, and answers what they did to the account together; the same state where they did nothing. */
export function passQuotes(state: BrokerState, quotes: readonly ArrivingQuote[], instrument: Instrument): BrokerChange {
  let change: BrokerChange = { state, orders: [], deals: [] };
  for (const { quote, arrival } of quotes) {
    const market = { quote, arrival, instrument, nowUtcMs: quote.occurredAtUtcMs };
    const { state: passed, orders, deals } = passQuote(change.state, market);
    change = { state: passed, orders: [...change.orders, ...orders], deals: [...change.deals, ...deals] };
  }
  return change;
}
