import type { CockpitSnapshot, OpenApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { Lamp } from '#shared/contract/lamp.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { Order } from '#shared/trading/order.ts';
import { ticketRemainingMs } from '#main/approval/ticket-expiry.ts';
import { withLiveProfit } from './cockpit-deltas.ts';
import { dayOf } from './day-view.ts';
import type { Desk } from './desk.ts';
import type { EngineDependencies } from './engine-dependencies.ts';
import type { EngineState } from './engine-state.ts';
import { governanceViewOf } from './governance-view.ts';
import type { LiveMarket } from './live-market.ts';
import { riskViewOf } from './risk-view.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import { scenarioViewOf } from './scenario-view.ts';
import { ticketClocks } from './ticket-clocks.ts';

/** How much of the past the window gets at once; the rest is in the ledger's tables. */
const dealsShown = 500;
const ordersShown = 200;

/** Everything that the window shows, gathered from state, market and the ledger's tables. */
export function cockpitSnapshot(context: {
  readonly dependencies: EngineDependencies;
  readonly state: EngineState;
  readonly market: LiveMarket;
  readonly desk: Desk;
  readonly runners: readonly ScenarioRunner[];
  readonly lamps: readonly Lamp[];
}): CockpitSnapshot {
  const { dependencies, state, market, desk, runners, lamps } = context;
  const openApproval = (ticket: ApprovalTicket): OpenApproval => ({
    ticket,
    remainingMs: ticketRemainingMs(ticket, ticketClocks({ dependencies, desk }, ticket).elapsedMs),
  });
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
    approvals: Object.values(state.tickets).map(openApproval),
    endedApprovals: state.endedApprovals,
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
