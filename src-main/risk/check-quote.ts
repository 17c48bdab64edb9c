import type { Fault } from '#shared/base/fault.ts';
import { spreadPoints } from '#shared/market/instrument-prices.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** A quote is fresh by the market's clock, not crossed, and not too wide. One from the future means that clocks disagree. */
export function checkQuote({ quote, instrument, marketNowUtcMs, limits }: KnownRequest): Fault | null {
  const { symbol, bid, ask } = quote;
  const ageMs = marketNowUtcMs - quote.occurredAtUtcMs;
  if (!(Math.abs(ageMs) <= limits.quoteAgeMsMax)) {
    return limitFault('QUOTE_STALE', `The last quote of ${symbol} is ${Math.round(ageMs / 1000)} s old.`, {
      value: ageMs,
      limit: limits.quoteAgeMsMax,
    });
  }
  if (bid > ask) {
    return limitFault('QUOTE_INVALID', `The bid of ${symbol} is above its ask.`, { value: bid, limit: ask });
  }
  const spread = spreadPoints(quote, instrument);
  if (limits.spreadPointsMax !== null && spread > limits.spreadPointsMax) {
    return limitFault('SPREAD_TOO_WIDE', `The spread of ${symbol} is ${spread} points.`, {
      value: spread,
      limit: limits.spreadPointsMax,
    });
  }
  return null;
}
