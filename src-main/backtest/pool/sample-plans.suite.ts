import { costTermsSchema } from '#shared/trading/cost-terms.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { syntheticMinutes } from '#main/testkit/synthetic-market.ts';
import { syntheticTables } from '#main/testkit/synthetic-tables.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { MarketTables } from '../market-tables.ts';
import type { RunPlan } from '../run-plan.ts';

const minutes = syntheticMinutes({ count: 60_000, seed: 3 });

export const sampleMarkets: readonly MarketTables[] = syntheticTables([{ instrument: sampleGold, minutes }], {
  timeframes: ['M15', 'H1'],
});

const limits = riskLimitsSchema.parse({});
const costs = costTermsSchema.parse({ wakingHours: { zone: 'Europe/Berlin' } });

/** A breakout on hours over two months of minutes. */
export const samplePlan = (entryBars: number, changes: Partial<RunPlan> = {}): RunPlan => ({
  account: { currency: 'USD', balance: 10_000, credit: 0, marginMode: 'hedging', stopOutRatio: 0.5 },
  clockRule: 'ny+7',
  governance: null,
  ...{ limits, costs, cash: [], seed: 1 },
  fromUtcMs: utcMs(minutes.openTimeUtcMs[0] ?? NaN),
  toUtcMs: utcMs(minutes.closeTimeUtcMs[minutes.length - 1] ?? NaN),
  lanes: [{ strategy: 'donchian', market: 0, parameters: { timeframe: 'H1', entryChannelBars: entryBars } }],
  ...changes,
});
