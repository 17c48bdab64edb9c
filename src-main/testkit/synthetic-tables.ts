import type { Instrument } from '#shared/market/instrument.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { MarketColumns } from '#main/features/market-columns.ts';
import { coarserBars, marketColumnsOf, sharedFloats, type SyntheticBars } from './synthetic-market.ts';

/** A market as runs are given it: fills on its minutes, and what strategies decide on. */
export interface SyntheticTables {
  readonly instrument: Instrument;
  readonly fills: SyntheticBars;
  readonly decisions: Readonly<Partial<Record<Timeframe, MarketColumns>>>;
  readonly correlations: {
    readonly fromUtcMs: Float64Array;
    readonly withMarket: readonly Float64Array[];
  } | null;
  readonly marginRatio: null;
  readonly commissionRate: null;
}

/** Markets over minutes; each moves like each other one to the same degree, all the time. */
export function syntheticTables(
  markets: readonly { readonly instrument: Instrument; readonly minutes: SyntheticBars }[],
  { timeframes, correlation = 0.3 }: { readonly timeframes: readonly Timeframe[]; readonly correlation?: number },
): readonly SyntheticTables[] {
  return markets.map(({ instrument, minutes }, index) => ({
    instrument,
    fills: minutes,
    decisions: Object.fromEntries(timeframes.map((timeframe) => [timeframe, decisionsOn(minutes, timeframe)])),
    correlations:
      markets.length === 1
        ? null
        : {
            fromUtcMs: sharedFloats(1),
            withMarket: markets.map((_, other) => sharedFloats(1).fill(other === index ? 1 : correlation)),
          },
    marginRatio: null,
    commissionRate: null,
  }));
}

const decisionsOn = (minutes: SyntheticBars, timeframe: Timeframe): MarketColumns =>
  marketColumnsOf(timeframe === 'M1' ? minutes : coarserBars(minutes, timeframe));
