import type { RunWish } from '#shared/contract/backtest.ts';
import type { CostTerms } from '#shared/trading/cost-terms.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BoundStrategy } from '#main/strategies/bound-strategy.ts';
import type { MarketTables } from './market-tables.ts';
import type { RunTerms } from './records/run-terms.ts';
import type { RunPlan } from './run-plan.ts';

/** What is played for one wish, in one list; the others by their place in it. */
export interface RunPlans {
  /** The run that was asked for comes first. */
  readonly all: readonly RunPlan[];
  /** The same decided at once, around the clock; null where it is so already. */
  readonly withoutDelay: number | null;
  /** Each scenario alone on an account of its own, where both are run, by its id. */
  readonly shadow: Readonly<Record<string, number>>;
}

export function runPlans({
  wish,
  terms,
  strategies,
  span,
  markets,
}: {
  readonly wish: RunWish;
  readonly terms: RunTerms;
  readonly strategies: readonly BoundStrategy[];
  readonly span: { readonly fromUtcMs: UtcMs; readonly toUtcMs: UtcMs };
  readonly markets: readonly MarketTables[];
}): RunPlans {
  const { account, balance, limits, costs, clockRule } = terms;
  const isGoverned = wish.scenario === 'both';
  const main: RunPlan = {
    ...span,
    ...{ clockRule, limits, costs, cash: [], seed: wish.seed },
    account: { ...account, balance },
    governance: isGoverned ? terms.governance : null,
    lanes: markets.flatMap(({ decisions }, market) =>
      strategies
        .filter(({ parameters }) => decisions[parameters.timeframe] !== undefined)
        .map(({ id, parameters }) => ({ strategy: id, market, parameters })),
    ),
  };
  const all: RunPlan[] = [main];
  const withoutDelay = isUndelayed(costs) ? null : all.push({ ...main, costs: undelayed(costs) }) - 1;
  const alone = isGoverned ? strategies : [];
  const shadow = alone.map(({ id }) => {
    const lanes = main.lanes.filter(({ strategy }) => strategy === id);
    return [id, all.push({ ...main, governance: null, lanes }) - 1] as const;
  });
  return { all, withoutDelay, shadow: Object.fromEntries(shadow) };
}

const undelayed = (costs: CostTerms): CostTerms => ({
  ...costs,
  approvalDelayMs: { A: 0, B: 0 },
  wakingHours: { ...costs.wakingHours, fromHour: 0, toHour: 0 },
});

const isUndelayed = ({ approvalDelayMs, wakingHours }: CostTerms): boolean =>
  approvalDelayMs.A === 0 && approvalDelayMs.B === 0 && wakingHours.fromHour === wakingHours.toHour;
