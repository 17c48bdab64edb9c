import { approvedRisk } from '#shared/trading/approved-risk.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Trade } from '#shared/trading/trade.ts';
import { askAgents, asked } from './ask-agents.ts';
import type { ReducedTrade } from './engine-state.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { Step } from './step.ts';

/**
 * Asks what a scenario's trade that has closed has taught, once in the life of an engine; one whose lesson is not there is asked about again after
 * the next start. Whether a trade has closed its deals in the ledger say, so it is looked at after the turn that recorded them.
 */
export function reflect(step: Step): void {
  const { state, desk, dependencies } = step;
  if (dependencies.analyst === null || desk.reflectedIn === state) return;
  desk.reflectedIn = state;
  for (const reduced of state.reducedTrades) {
    if (state.positions.some(({ positionId }) => positionId === reduced.positionId)) continue;
    const trade = dependencies.ledger.tradesOf(reduced.positionId).findLast(({ closed }) => closed !== null);
    if (trade !== undefined) askAboutTrade(step, reduced, trade);
  }
}

function askAboutTrade(step: Step, reduced: ReducedTrade, trade: Trade): void {
  const { ledger } = step.dependencies;
  const key = `reflection:${trade.positionId}#${trade.ordinal}` as const;
  if (step.desk.reflectedOn.has(key)) return;
  step.desk.reflectedOn.add(key);
  const decision = decisionBehind(trade, ledger);
  const opinion = decision === null ? null : ledger.opinionOn(decision.decisionId);
  const riskMoney = approvedRisk(trade, ledger);
  const rMultiple = riskMoney === null ? null : trade.net / riskMoney;
  askAgents(step, key, { ...asked(step, reduced), kind: 'reflection', trade, decision, opinion, rMultiple });
}

function decisionBehind({ positionId, legs: [opening] }: Trade, ledger: LedgerReads): SignalDecision | null {
  const deal = ledger.dealsOf(positionId).find(({ dealTicket }) => dealTicket === opening?.dealTicket);
  const order = deal?.clientOrderId == null ? null : ledger.findOrder(deal.clientOrderId);
  return order === null ? null : ledger.decisionOf(order.request.intentId);
}
