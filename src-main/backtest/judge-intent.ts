import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import { assertDefined } from '#shared/base/assert.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import { positionId } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import { lots } from '#shared/units/lots.ts';
import { money } from '#shared/units/money.ts';
import { price, type Price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { tickAtOrAbove, tickAtOrBelow } from '#main/fills/tick-grid.ts';
import type { RiskRequest } from '#main/risk/risk-request.ts';
import { sizeEntry, type EntrySize } from '#main/risk/size-entry.ts';
import { weekendGapR } from '#main/risk/weekend-gap.ts';
import { accountFactsAt } from './account-facts.ts';
import { firstAfter } from './first-after.ts';
import type { MarketState, OpenPosition, RunState } from './run-state.ts';

/** A moment of a market; the bid need not lie on the tick grid. */
export interface MarketMoment {
  readonly atUtcMs: number;
  readonly bid: number;
  readonly spread: number;
}

const nothing: readonly never[] = [];

/** Sizes an entry and runs every limit on what the run knows at a moment: the same question as in live trading. */
export function judgeIntent(
  run: RunState,
  market: MarketState,
  judged: {
    readonly intent: EnterIntent;
    readonly moment: MarketMoment;
    /** Of a ticket that is filled. */
    readonly agreedWorstPrice?: Price;
    /** As of the decision; NaN outside of the calendar's range. */
    readonly newsDistanceMs: number;
  },
): Result<EntrySize, Fault> {
  const { intent, moment, agreedWorstPrice, newsDistanceMs } = judged;
  const { input, positions } = run;
  const now = utcMs(moment.atUtcMs);
  const { account, day, drawdown, history } = accountFactsAt(run, now);
  valueInstruments(run, market, moment.bid);
  // Every question has one shape, a member that is not known being undefined: all of the checks are compiled for it.
  const request: RiskRequest = {
    intent,
    account,
    instrument: market.instrument,
    instrumentVersion: 1,
    quote: Number.isNaN(moment.bid) ? null : quoteOf(market.instrument, moment),
    marketNowUtcMs: now,
    positions: positions.length === 0 ? nothing : positions.map(positionOf),
    pendingOrders: nothing,
    brokerOrders: nothing,
    instruments: run.instruments,
    tradingState: 'active',
    limits: input.limits,
    day,
    drawdown,
    history,
    correlationOf: run.correlationOf,
    newsDistanceMs: Number.isNaN(newsDistanceMs) ? null : newsDistanceMs,
    agreedWorstPrice,
    gapStressR: weekendGapR({ scenario: intent.scenario, atUtcMs: now }, input.clock, input.limits),
  };
  return sizeEntry(request);
}

/** Rounded against whoever trades on it. */
const quoteOf = (instrument: Instrument, { atUtcMs, bid, spread }: MarketMoment): Quote => ({
  symbol: instrument.symbol,
  occurredAtUtcMs: utcMs(atUtcMs),
  bid: price(tickAtOrBelow(bid, instrument)),
  ask: price(tickAtOrAbove(bid + spread, instrument)),
});

/** Instruments as of now: tick value and margin by the prices of then. */
function valueInstruments({ positions }: RunState, { instrument, terms, tickValue }: MarketState, bid: number): void {
  for (const { market } of positions) market.instrument.tickValue = market.tickValue;
  instrument.tickValue = tickValue;
  if (terms.marginRatio !== undefined)
    instrument.marginPerLot = (terms.marginRatio * bid * tickValue) / instrument.tickSize;
}

const positionOf = (position: OpenPosition): Position => ({
  positionId: positionId(String(position.ordinal)),
  symbol: position.market.instrument.symbol,
  side: position.side,
  volume: lots(position.volume),
  openPrice: price(position.openPrice),
  openedAtUtcMs: utcMs(position.openedAtUtcMs),
  stop: price(position.stop),
  target: Number.isNaN(position.target) ? null : price(position.target),
  profit: money(position.profit),
  swap: money(position.swap),
  clientOrderId: null,
  origin: 'ats',
});

/** Correlation of two markets as of the run's present moment, by symbol; null where it is not known then. */
export function correlationsOf(
  markets: readonly MarketState[],
  nowUtcMs: () => number,
): (symbol: string, other: string) => number | null {
  const indexOf = new Map(markets.map(({ instrument, index }) => [instrument.symbol, index]));
  return (symbol, other) => {
    const { correlations } = assertDefined(markets[indexOf.get(symbol) ?? -1], 'a market of the run').terms;
    if (correlations === null) return null;
    const row = firstAfter(correlations.fromUtcMs, nowUtcMs(), 0) - 1;
    const correlation = correlations.withMarket[indexOf.get(other) ?? -1]?.[row] ?? NaN;
    return Number.isNaN(correlation) ? null : correlation;
  };
}
