import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { Lamp } from '#shared/contract/lamp.ts';
import type { Order } from '#shared/trading/order.ts';
import { openProposals, openQuestions, withLiveProfit } from './cockpit-deltas.ts';
import { dayOf } from './day-view.ts';
import type { EngineState } from './engine-state.ts';
import { governanceViewOf } from './governance-view.ts';
import { openApproval, type TicketScene } from './open-approval.ts';
import { riskViewOf } from './risk-view.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import { scenarioViewOf } from './scenario-view.ts';

/** How much of the past the window gets at once; the rest is in the ledger's tables. */
const dealsShown = 500;
const ordersShown = 200;

/** Everything that the window shows, gathered from state, market and the ledger's tables. */
export function cockpitSnapshot(
  context: TicketScene & { readonly runners: readonly ScenarioRunner[]; readonly lamps: readonly Lamp[] },
): CockpitSnapshot {
  const { dependencies, state, market, runners, lamps } = context;
  return {
    programVersion: dependencies.programVersion,
    marketUtcMs: dependencies.marketClock.nowUtcMs(),
    account: market.account,
    day: dayOf(state, market.account, dependencies.limits),
    replay: market.replay,
    tradingState: state.tradingState,
    lamps,
    differences: state.differences,
    instruments: Object.values(state.instruments).map((it) => it.instrument),
    quotes: [...market.quotes.values()],
    scenarios: runners.map((runner) => scenarioViewOf(state, runner)),
    approvals: Object.values(state.tickets).map((ticket) => openApproval(ticket, context)),
    endedApprovals: state.endedApprovals,
    questions: openQuestions(state),
    proposals: openProposals(state),
    positions: withLiveProfit(state.positions, market),
    brokerOrders: market.brokerOrders,
    adviserLimits: market.limits,
    flattening: state.flattening,
    governance: governanceViewOf(state, market.account, dependencies.governance),
    risk: riskViewOf(context),
    orders: ordersOf(state, dependencies.ledger.latestOrders(ordersShown)),
    deals: dependencies.ledger.latestDeals(dealsShown),
  };
}

/** The ledger's newest orders; the state's word is newer for those that have not ended. */
function ordersOf(state: EngineState, latest: readonly Order[]): readonly Order[] {
  const listed = new Set<string>(latest.map((order) => order.request.clientOrderId));
  const unlisted = Object.values(state.orders).filter((order) => !listed.has(order.request.clientOrderId));
  return [...unlisted, ...latest.map((order) => state.orders[order.request.clientOrderId] ?? order)];
}
