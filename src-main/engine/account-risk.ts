import { accountHistory } from './account-history.ts';
import { dayOf } from './day-view.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import type { EngineState } from './engine-state.ts';
import type { AccountRisk } from './limit-uses.ts';
import type { LiveMarket } from './live-market.ts';

export interface AccountScene {
  readonly dependencies: EngineDependencies;
  readonly state: EngineState;
  readonly market: LiveMarket;
}

/** What is known now of all that the limits of the account are held against. */
export function accountRiskOf({ state, market, dependencies }: AccountScene): AccountRisk {
  const { limits, ledger, facts, marketClock, wallClock } = dependencies;
  const { day, drawdown, positions } = state;
  const nowUtcMs = marketClock.nowUtcMs() ?? wallClock.nowUtcMs();
  const unstopped = positions.filter(({ stop }) => stop === null).map(({ symbol }) => symbol);
  const ranges = unstopped.flatMap((symbol) => {
    const range = facts.dailyAtr(symbol, nowUtcMs);
    return range === null ? [] : [[symbol, range] as const];
  });
  return {
    account: market.account,
    positions,
    pendingOrders: Object.values(state.orders),
    instruments: market.instruments,
    limits,
    day: dayOf(state, market.account, limits),
    ...(drawdown !== null && { drawdown }),
    ...(day !== null && { history: accountHistory(ledger, day.midnightUtcMs) }),
    correlationOf: (symbol, other) => facts.correlation(symbol, other, nowUtcMs),
    dailyAtr: new Map(ranges),
  };
}
