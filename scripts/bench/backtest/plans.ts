import { assertDefined } from '#shared/base/assert.ts';
import { defaultInstrument } from '#shared/market/default-instruments.ts';
import { costTermsSchema } from '#shared/trading/cost-terms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ReferenceTerms } from '#main/testkit/reference-backtest.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { syntheticClock, syntheticMinutes, type SyntheticBars } from '#main/testkit/synthetic-market.ts';
import { syntheticTables, type SyntheticTables } from '#main/testkit/synthetic-tables.ts';
import type { runInMemory } from '#main/wiring/run-in-memory.ts';
import { settingsSchema } from '#main/wiring/settings.ts';

export type Plan = Parameters<typeof runInMemory>[0];

/** A plan and the markets that it is over. */
export interface Planned {
  readonly plan: Plan;
  readonly markets: readonly SyntheticTables[];
}

export const donchianTerms: ReferenceTerms = {
  ...{ instrument: sampleGold, clock: syntheticClock, balance: 1_000_000, riskRatio: 0.001 },
  ...{ entryBars: 55, exitBars: 20, atrBars: 20, stopAtr: 2 },
};

/** Gold with a narrow spread: rules that trade every hour of every day would be ruined by a usual one before the bars end. */
export const donchianMinutes = (count: number): SyntheticBars => syntheticMinutes({ count, seed: 1, spreadTicks: 5 });

/** The breakout decided on the minutes themselves, filled at once, with no limit in its way: what the reference engine and the bare loop do. */
export function donchianPlan(minutes: SyntheticBars): Planned {
  const { balance, riskRatio, entryBars, exitBars, atrBars, stopAtr } = donchianTerms;
  const parameters = { entryChannelBars: entryBars, exitChannelBars: exitBars, atrBars, stopAtr };
  return {
    markets: syntheticTables([{ instrument: donchianTerms.instrument, minutes }], { timeframes: ['M1'] }),
    plan: {
      ...planOver([minutes], balance),
      lanes: [{ strategy: 'donchian', market: 0, parameters: { timeframe: 'M1', riskRatio, ...parameters } }],
      limits: settingsSchema.parse({
        limits: {
          ...{ driftRMax: 0, openRiskRatioMax: 0.2, correlatedRiskRatioMax: 0.2, dailyLossRatioMax: 0.2 },
          ...{ drawdownRatioMax: 0.9, marginUseRatioMax: 1, tradesPerDayMax: 1000, lossesInARowMax: 100 },
        },
      }).limits,
      costs: costTermsSchema.parse({
        ...{ approvalDelayMs: { A: 0, B: 0 }, wakingHours: { fromHour: 0, toHour: 0, zone: 'utc' }, latencyMs: 0 },
        ...{ slippage: { entry: 0, exit: 0, stop: 0, isRandom: false } },
      }),
    },
  };
}

/** The markets that the command line knows terms of, each with its usual spread. */
export function usualMarkets(count: number, symbols: readonly string[]): readonly SyntheticTables[] {
  const markets = symbols.map((symbol, index) => {
    const { instrument, price, spreadPointsUsual } = assertDefined(defaultInstrument(symbol), 'a usual symbol');
    const noiseTicks = Math.round((price * 0.0002) / instrument.tickSize);
    const walk = { count, seed: index + 2, instrument, startPrice: price, noiseTicks, spreadTicks: spreadPointsUsual };
    return { instrument, minutes: syntheticMinutes(walk) };
  });
  return syntheticTables(markets, { timeframes: ['M15', 'H1', 'H4'] });
}

/** Scenarios with every limit, cost and delay as they are by default, on every market. */
export function scenarioPlan(scenarios: readonly ('A' | 'B')[], markets: readonly SyntheticTables[]): Planned {
  const { limits, governance } = settingsSchema.parse({});
  const balance = scenarios.includes('B') ? 10_000 : 2500;
  const minutes = markets.map(({ fills }) => fills);
  return {
    markets,
    plan: {
      ...planOver(minutes, balance),
      lanes: scenarios.flatMap((strategy) => markets.map((_, market) => ({ strategy, market, parameters: {} }))),
      governance: scenarios.length > 1 ? governance : null,
      limits,
      costs: costTermsSchema.parse({ wakingHours: { zone: 'Europe/Berlin' } }),
    },
  };
}

/** The same, decided at once and around the clock. */
export const withoutDelay = ({ plan, markets }: Planned): Planned => ({
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

/** A thousand sets of parameters of the breakout on hours, with every limit and cost. */
export function sweepPlans(runs: number, markets: readonly SyntheticTables[]): readonly Plan[] {
  const { plan } = scenarioPlan(['B'], markets);
  return Array.from({ length: runs }, (_, ordinal) => ({
    ...plan,
    lanes: [
      {
        ...{ strategy: 'donchian', market: 0 },
        parameters: {
          timeframe: 'H1',
          entryChannelBars: 20 + 10 * (ordinal % 10),
          exitChannelBars: 10 + 5 * (Math.floor(ordinal / 10) % 10),
          stopAtr: 1 + 0.25 * (Math.floor(ordinal / 100) % 10),
        },
      },
    ],
  }));
}

function planOver(
  minutes: readonly SyntheticBars[],
  balance: number,
): Pick<Plan, 'account' | 'clockRule' | 'governance' | 'cash' | 'seed' | 'fromUtcMs' | 'toUtcMs'> {
  return {
    account: { currency: 'USD', balance, credit: 0, marginMode: 'hedging', stopOutRatio: 0.5 },
    clockRule: syntheticClock.rule,
    governance: null,
    cash: [],
    seed: 1,
    fromUtcMs: utcMs(Math.min(...minutes.map(({ openTimeUtcMs }) => openTimeUtcMs[0] ?? NaN))),
    toUtcMs: utcMs(Math.max(...minutes.map(({ closeTimeUtcMs }) => closeTimeUtcMs.at(-1) ?? NaN)) + 1),
  };
}
