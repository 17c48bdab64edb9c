import { assertDefined } from '#shared/base/assert.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { defaultInstrument } from '#shared/market/default-instruments.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { costTermsSchema, type CostTerms } from '#shared/trading/cost-terms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { riskLimitsSchema, type RiskLimits } from '#main/risk/risk-limits.ts';
import type { ReferenceTerms } from './reference-backtest.ts';
import { syntheticClock, syntheticMinutes, type SyntheticBars } from './synthetic-market.ts';
import { syntheticTables, type SyntheticTables } from './synthetic-tables.ts';

/** What is run, as plain values, and the markets that it is run over: what the backtester calls a plan. */
export interface SyntheticPlan {
  readonly markets: readonly SyntheticTables[];
  readonly plan: {
    readonly account: {
      readonly currency: string;
      readonly balance: number;
      readonly credit: number;
      readonly marginMode: 'hedging' | 'netting';
      readonly stopOutRatio: number;
    };
    readonly clockRule: typeof syntheticClock.rule;
    readonly lanes: readonly {
      readonly strategy: string;
      readonly market: number;
      readonly parameters: Readonly<Record<string, JsonValue>>;
    }[];
    readonly governance: { readonly upperUsd: number; readonly lowerUsd: number; readonly closes: number } | null;
    readonly limits: RiskLimits;
    readonly costs: CostTerms;
    readonly cash: readonly { readonly atUtcMs: UtcMs; readonly amount: number }[];
    readonly seed: number;
    readonly fromUtcMs: UtcMs;
    readonly toUtcMs: UtcMs;
  };
}

/** Fills at once, at the price, by spread and commission alone. */
export const plainCosts = costTermsSchema.parse({
  approvalDelayMs: { A: 0, B: 0 },
  wakingHours: { fromHour: 0, toHour: 0, zone: 'utc' },
  latencyMs: 0,
  slippage: { entry: 0, exit: 0, stop: 0, isRandom: false },
  rolloverSpreadMultiple: 1,
});

/** As they are by default, for a trader in one place. */
export const usualCosts = costTermsSchema.parse({ wakingHours: { zone: 'Europe/Berlin' } });

/** As wide as the settings allow, and no drift: what is sized by is what is paid. */
export const widestLimits = riskLimitsSchema.parse({
  ...{ driftRMax: 0, openRiskRatioMax: 0.2, correlatedRiskRatioMax: 0.2, dailyLossRatioMax: 0.2 },
  ...{ drawdownRatioMax: 0.9, marginUseRatioMax: 1, positionsMax: 50, tradesPerDayMax: 1000, lossesInARowMax: 100 },
});

/** The breakout decided on the minutes themselves, filled at once, with no limit in its way: what the reference engine does. */
export function donchianPlan(minutes: SyntheticBars, terms: ReferenceTerms): SyntheticPlan {
  const { balance, riskRatio, entryBars, exitBars, atrBars, stopAtr, instrument } = terms;
  const channels = { entryChannelBars: entryBars, exitChannelBars: exitBars, atrBars, stopAtr };
  const markets = syntheticTables([{ instrument, minutes }], { timeframes: ['M1'] });
  const lanes = [{ strategy: 'donchian', market: 0, parameters: { timeframe: 'M1', riskRatio, ...channels } }];
  return { markets, plan: { ...planOver(markets, balance), lanes, limits: widestLimits, costs: plainCosts } };
}

/** Markets of symbols whose terms are known, each with its usual spread. */
export function usualMarkets(
  count: number,
  symbols: readonly string[],
  timeframes: readonly Timeframe[] = ['M15', 'H1', 'H4'],
): readonly SyntheticTables[] {
  const markets = symbols.map((symbol, index) => {
    const { instrument, price, spreadPointsUsual } = assertDefined(defaultInstrument(symbol), 'a usual symbol');
    const noiseTicks = Math.round((price * 0.0002) / instrument.tickSize);
    const walk = { count, seed: index + 2, instrument, startPrice: price, noiseTicks, spreadTicks: spreadPointsUsual };
    return { instrument, minutes: syntheticMinutes(walk) };
  });
  return syntheticTables(markets, { timeframes });
}

/** Scenarios with every limit, cost and delay as they are by default, on every market; together under governance. */
export function scenarioPlan(
  scenarios: readonly ('A' | 'B')[],
  markets: readonly SyntheticTables[],
  changes: Partial<SyntheticPlan['plan']> = {},
): SyntheticPlan {
  return {
    markets,
    plan: {
      ...planOver(markets, scenarios.includes('B') ? 10_000 : 2500),
      lanes: scenarios.flatMap((strategy) => markets.map((_, market) => ({ strategy, market, parameters: {} }))),
      governance: scenarios.length > 1 ? { upperUsd: 5000, lowerUsd: 3000, closes: 5 } : null,
      limits: riskLimitsSchema.parse({}),
      costs: usualCosts,
      ...changes,
    },
  };
}

/** The same, decided at once and around the clock. */
export const withoutDelay = ({ plan, markets }: SyntheticPlan): SyntheticPlan => ({
  markets,
  plan: {
    ...plan,
    costs: {
      ...plan.costs,
      approvalDelayMs: { A: 0, B: 0 },
      wakingHours: { ...plan.costs.wakingHours, fromHour: 0, toHour: 0 },
    },
  },
});

/** All that the markets hold. */
function planOver(
  markets: readonly SyntheticTables[],
  balance: number,
): Pick<SyntheticPlan['plan'], 'account' | 'clockRule' | 'governance' | 'cash' | 'seed' | 'fromUtcMs' | 'toUtcMs'> {
  return {
    account: { currency: 'USD', balance, credit: 0, marginMode: 'hedging', stopOutRatio: 0.5 },
    clockRule: syntheticClock.rule,
    governance: null,
    cash: [],
    seed: 1,
    fromUtcMs: utcMs(Math.min(...markets.map(({ fills }) => fills.openTimeUtcMs[0] ?? NaN))),
    toUtcMs: utcMs(Math.max(...markets.map(({ fills }) => fills.closeTimeUtcMs.at(-1) ?? NaN)) + 1),
  };
}
