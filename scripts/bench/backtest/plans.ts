import type { ReferenceTerms } from '#main/testkit/reference-backtest.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { syntheticClock, syntheticMinutes, type SyntheticBars } from '#main/testkit/synthetic-market.ts';
import { scenarioPlan, type SyntheticPlan } from '#main/testkit/synthetic-plans.ts';

export const donchianTerms: ReferenceTerms = {
  ...{ instrument: sampleGold, clock: syntheticClock, balance: 1_000_000, riskRatio: 0.001 },
  ...{ entryBars: 55, exitBars: 20, atrBars: 20, stopAtr: 2 },
};

/** Gold with a narrow spread: rules that trade every hour of every day would be ruined by a usual one before the bars end. */
export const donchianMinutes = (count: number): SyntheticBars => syntheticMinutes({ count, seed: 1, spreadTicks: 5 });

/** Sets of parameters of the breakout on hours, a thousand of them different, with every limit and cost. */
export function sweepPlans(runs: number, markets: SyntheticPlan['markets']): readonly SyntheticPlan['plan'][] {
  const { plan } = scenarioPlan(['B'], markets);
  return Array.from({ length: runs }, (_, ordinal) => {
    const parameters = {
      timeframe: 'H1',
      entryChannelBars: 20 + 10 * (ordinal % 10),
      exitChannelBars: 10 + 5 * (Math.floor(ordinal / 10) % 10),
      stopAtr: 1 + 0.25 * (Math.floor(ordinal / 100) % 10),
    };
    return { ...plan, lanes: [{ strategy: 'donchian', market: 0, parameters }] };
  });
}
