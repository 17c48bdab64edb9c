import { approvedRisk } from '#shared/trading/approved-risk.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Trade } from '#shared/trading/trade.ts';
import { askAgents, asked } from './ask-agents.ts';
import type { ReducedTrade } from './engine-state.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import type { Step } from './step.ts';

/**
 * Asks what a scenario's trade that has closed has taught; a question that a restart cut off is put again. Whether a trade has closed its deals in the
 * ledger say, so it is looked at after the turn that recorded them.
 */
export function reflect(step: Step): void {
  const { state, desk } = step;
  if (desk.reflectedIn === state) return;
  desk.reflectedIn = state;
  for (const reduced of state.reducedTrades) if (reduced.reflectionsFailed === 0) reflectOn(step, reduced);
}

/** A bar of the scenario has closed: what its trades have taught is asked again where agents drew no lesson before. */
export function reflectAgain(step: Step, { scenario, symbol }: Pick<ScenarioRunner, 'scenario' | 'symbol'>): void {
  for (const reduced of step.state.reducedTrades) {
    if (reduced.scenario !== scenario || reduced.symbol !== symbol || reduced.reflectionsFailed === 0) continue;
    reflectOn(step, reduced);
  }
}

function reflectOn(step: Step, reduced: ReducedTrade): void {
  const { analyst, ledger } = step.dependencies;
  if (analyst === null || step.state.positions.some(({ positionId }) => positionId === reduced.positionId)) return;
  const trade = ledger.tradesOf(reduced.positionId).findLast(({ closed }) => closed !== null);
  if (trade !== undefined) askAboutTrade(step, reduced, trade);
}

function askAboutTrade(step: Step, reduced: ReducedTrade, trade: Trade): void {
  const { ledger } = step.dependencies;
  const key = `reflection:${trade.positionId}#${trade.ordinal}` as const;
  if (step.desk.asked.has(key)) return;
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
