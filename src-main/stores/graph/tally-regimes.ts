import type { RecordFacts, RegimeTrades } from '#shared/contract/memory.ts';
import { regimes, regimeSchema, type Regime } from '#shared/market/regime.ts';
import { keyOf, type RecordId } from '#shared/trading/record-id.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import { money } from '#shared/units/money.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { closedTrade, type ClosedTrade } from './closed-trade.ts';

export interface TradeInRegime {
  readonly facts: RecordFacts;
  /** At the end of its link `inRegime`; null where it has none. */
  readonly regime: RecordId | null;
}

export interface RegimeTally {
  readonly add: (trade: TradeInRegime) => void;
  readonly regimeTrades: () => RegimeTrades;
}

/** Counts closed trades by regime; told in the order of their ids, so that the sums are the same to the bit. */
export function tallyRegimes(wish: {
  readonly asOfUtcMs: UtcMs;
  readonly symbol: string | null;
  readonly scenario: Scenario | null;
}): RegimeTally {
  const sums = new Map<Regime | null, Sum>();
  return {
    add: ({ facts, regime }) => {
      if (wish.symbol !== null && facts.symbol !== wish.symbol) return;
      if (wish.scenario !== null && facts.owner !== wish.scenario) return;
      const trade = closedTrade(facts, wish.asOfUtcMs);
      if (trade === null) return;
      const name = regime === null ? null : regimeOf(regime);
      const sum = sums.get(name) ?? { closed: 0, won: 0, net: 0, measured: 0, rMultiples: 0 };
      sums.set(name, sum);
      addTo(sum, trade);
    },
    regimeTrades: () =>
      [...regimes, null].flatMap((regime) => {
        const sum = sums.get(regime);
        if (sum === undefined) return [];
        const { closed, won, net, measured, rMultiples } = sum;
        return [{ regime, closed, won, net: money(net), meanR: measured === 0 ? null : rMultiples / measured }];
      }),
  };
}

interface Sum {
  closed: number;
  won: number;
  net: number;
  /** Of how many an R-multiple is known. */
  measured: number;
  rMultiples: number;
}

function addTo(sum: Sum, { net, rMultiple }: ClosedTrade): void {
  sum.closed += 1;
  if (net > 0) sum.won += 1;
  sum.net += net;
  if (rMultiple === null) return;
  sum.measured += 1;
  sum.rMultiples += rMultiple;
}

/** `regime:1/H4/trendUp`: by the version of the states, the timeframe, and the name. */
const regimeOf = (id: RecordId): Regime => regimeSchema.parse(keyOf(id).split('/').at(-1));
