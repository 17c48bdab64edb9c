import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RunReport } from '#shared/contract/run-report.ts';
import { costTermsSchema } from '#shared/trading/cost-terms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { plainCosts, scenarioPlan, usualMarkets, withoutDelay, type SyntheticPlan } from './synthetic-plans.ts';

type Plan = SyntheticPlan['plan'];

/** Eleven runs over the same seeded markets, in which nearly everything happens that a run can hold. */
export interface PinnedRuns {
  readonly markets: SyntheticPlan['markets'];
  readonly plans: Readonly<Record<string, Plan>>;
}

const minutes = 200_000;
const gold = 0;

export function pinnedRuns(): PinnedRuns {
  const markets = usualMarkets(minutes, ['XAUUSD', 'EURUSD', 'US100'], ['M1', 'M15', 'H1', 'H4']);
  const on = (scenarios: readonly ('A' | 'B')[], changes: Partial<Plan> = {}): Plan =>
    scenarioPlan(scenarios, markets, changes).plan;
  const lane = (strategy: string, parameters: Plan['lanes'][number]['parameters']) => ({
    strategy,
    market: gold,
    parameters,
  });
  const { fromUtcMs, account } = on(['A']);
  const day = (count: number): UtcMs => utcMs(fromUtcMs + count * 86_400_000);
  const breakout = lane('donchian', { timeframe: 'M1', entryChannelBars: 200, exitChannelBars: 80, stopAtr: 6 });
  return {
    markets,
    plans: {
      'A, three symbols': on(['A'], { account: { ...account, balance: 25_000 } }),
      'A, gold, decided at once': withoutDelay({ markets, plan: on(['A'], { lanes: [lane('A', nearA)] }) }).plan,
      'A, three symbols, in parts': on(['A'], {
        account: { ...account, balance: 100_000 },
        lanes: [0, 1, 2].map((market) => ({
          strategy: 'A',
          market,
          parameters: { partialR: 0.75, partialRatio: 0.4 },
        })),
      }),
      'B, three symbols': on(['B'], {
        lanes: [0, 1, 2].map((market) => ({ strategy: 'B', market, parameters: fastB })),
      }),
      'B, gold, without costs': on(['B'], { lanes: [lane('B', fastB)], costs: { ...plainCosts, multiple: 0 } }),
      'both under governance, with deposits and withdrawals': on(['A', 'B'], {
        account: { ...account, balance: 2000 },
        cash: [
          { atUtcMs: day(20), amount: 4500 },
          { atUtcMs: day(70), amount: -2500 },
          { atUtcMs: day(110), amount: -2000 },
        ],
        lanes: ['A', 'B'].flatMap((strategy) =>
          [0, 1, 2].map((market) => ({ strategy, market, parameters: strategy === 'B' ? fastB : {} })),
        ),
      }),
      'both, costs doubled, another seed': on(['A', 'B'], {
        ...{ governance: null, seed: 7, account: { ...account, balance: 50_000 } },
        costs: costTermsSchema.parse({ multiple: 2, wakingHours: { fromHour: 0, toHour: 0, zone: 'utc' } }),
      }),
      'Donchian on minutes': on(['A'], {
        lanes: [breakout],
        costs: plainCosts,
        account: { ...account, balance: 100_000 },
      }),
      'Donchian in large volumes, on credit, near the stop-out': on(['B'], {
        lanes: [lane('donchian', { timeframe: 'M15', riskRatio: 0.02, stopAtr: 0.5 })],
        account: { ...account, balance: 50_000, credit: 1000, stopOutRatio: 2.5 },
      }),
      'Donchian on a netting account, with two lanes in one symbol': on(['B'], {
        lanes: [breakout, lane('donchian', { timeframe: 'H1', riskRatio: 0.005 })],
        account: { ...account, balance: 100_000, marginMode: 'netting' },
      }),
      'six hundred minutes, before anything is known': on(['A', 'B'], { toUtcMs: utcMs(fromUtcMs + 600 * 60_000) }),
    },
  };
}

/** Scenario B with averages so short that a few months hold trades. */
const fastB = { timeframe: 'H1', smaFastBars: 20, smaSlowBars: 60 } as const;

/** Scenario A with stop and target so near that a minute can hold both. */
const nearA = { stopAtr: 0.5, targetR: 0.5 } as const;

const pinSchema = z.object({
  figures: z.record(z.string(), z.number().nullable()),
  /** By the member of what came out, and of the report as a whole. */
  hashes: z.record(z.string(), z.string()),
});
const pinsSchema = z.record(z.string(), pinSchema);

/** What a run came to: a few figures that say what has changed, and hashes that nothing escapes. */
export type Pin = z.infer<typeof pinSchema>;
export type Pins = z.infer<typeof pinsSchema>;

export const pinsFile = fileURLToPath(new URL('pinned-runs.json', import.meta.url));

export const readPins = (): Pins => pinsSchema.parse(JSON.parse(readFileSync(pinsFile, 'utf8')));

export function pinOf({ report, output }: { readonly report: RunReport; readonly output: object }): Pin {
  const { metrics, endEquity } = report;
  const { trades, netProfit, maxDrawdownRatio, sharpe, mar, deniedIntents, stopOuts, ambiguousTrades } = metrics;
  const { grossProfit, spreadCost, commissionCost, swapCost, slippageCost } = metrics;
  return {
    figures: {
      ...{ endEquity, trades, deniedIntents, stopOuts, ambiguousTrades, netProfit, maxDrawdownRatio, sharpe, mar },
      ...{ grossProfit, spreadCost, commissionCost, swapCost, slippageCost },
    },
    hashes: {
      ...Object.fromEntries(Object.entries(output).map(([member, value]) => [member, hashOf(value)])),
      report: hashOf(report),
    },
  };
}

/** One line for each figure that differs, and one for a run that differs in what no figure shows; none where all are the same to the last bit. */
export function pinDifferences(before: Pins, after: Pins): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const [was, is] = [before[name], after[name]];
    if (was === undefined) return [`${name}: new`];
    if (is === undefined) return [`${name}: gone`];
    const figures = Object.keys({ ...was.figures, ...is.figures })
      .filter((key) => was.figures[key] !== is.figures[key])
      .map((key) => `${name}: ${key} was ${was.figures[key]}, is ${is.figures[key]}`);
    if (figures.length > 0) return figures;
    const members = Object.keys({ ...was.hashes, ...is.hashes }).filter((key) => was.hashes[key] !== is.hashes[key]);
    return members.length === 0 ? [] : [`${name}: no figure, but ${members.join(', ')}`];
  });
}

const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, member: unknown) => (member instanceof Float64Array ? [...member] : member)))
    .digest('hex')
    .slice(0, 32);
