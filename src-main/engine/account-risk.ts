import { dayOf } from './day-view.ts';
import type { AccountRisk } from './limit-uses.ts';
import type { RiskScene } from './risk-view.ts';

/** What is known now of all that the limits of the account are held against. */
export function accountRiskOf({ state, market, dependencies }: RiskScene): AccountRisk {
  const { limits } = dependencies;
  return {
    account: market.account,
    positions: state.positions,
    pendingOrders: Object.values(state.orders),
    instruments: market.instruments,
    limits,
    day: dayOf(state, market.account, limits),
  };
}
