import { approvedRisk } from '#shared/trading/approved-risk.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { Trade } from '#shared/trading/trade.ts';
import { askAgents, asked } from './ask-agents.ts';
import type { ReducedTrade } from './engine-state.ts';
import type { LedgerReads } from '#main/ports/ledger-reads.ts';
import type { ScenarioRunner } from './scenario-runner.ts';
import type { Step } from './step.ts';

/**
 * Asks what a scenario's trade that has closed has taught, one trade at a time; a question that a restart cut off is put again. Whether a trade has closed
 * its deals in the ledger say, so it is looked at after the turn that recorded them.
 */
export function reflect(step: Step): void {
  const { state, desk, dependencies } = step;
  if (dependencies.analyst === null || desk.reflectedIn === state || isReflecting(step)) return;
  desk.reflectedIn = state;
  for (const reduced of state.reducedTrades) {
    const { positionId, reflectionsFailed } = reduced;
    if (reflectionsFailed > 0 && !desk.reflectsAgainOn.has(positionId)) continue;
    const trade = closedTradeOf(step, reduced);
    if (trade === null) continue;
    desk.reflectsAgainOn.delete(positionId);
    askAboutTrade(step, reduced, trade);
    return;
  }
}

/** A bar of the scenario has closed: where agents drew no lesson from one of its trades before, they are asked again. */
export function reflectAgainOn(
  { state, desk }: Step,
  { scenario, symbol }: Pick<ScenarioRunner, 'scenario' | 'symbol'>,
): void {
  for (const reduced of state.reducedTrades) {
    if (reduced.scenario !== scenario || reduced.symbol !== symbol || reduced.reflectionsFailed === 0) continue;
    desk.reflectsAgainOn.add(reduced.positionId);
    desk.reflectedIn = null;
  }
}

const isReflecting = ({ desk }: Step): boolean =>
  [...desk.asked.values()].some(({ question }) => question.kind === 'reflection');

function closedTradeOf({ state, dependencies }: Step, { positionId }: ReducedTrade): Trade | null {
  if (state.positions.some((it) => it.positionId === positionId)) return null;
  return dependencies.ledger.tradesOf(positionId).findLast(({ closed }) => closed !== null) ?? null;
}

function askAboutTrade(step: Step, reduced: ReducedTrade, trade: Trade): void {
  const { ledger } = step.dependencies;
  const decision = decisionBehind(trade, ledger);
  const opinion = decision === null ? null : ledger.opinionOn(decision.decisionId);
  const riskMoney = approvedRisk(trade, ledger);
  const rMultiple = riskMoney === null ? null : trade.net / riskMoney;
  const key = `reflection:${trade.positionId}#${trade.ordinal}` as const;
  askAgents(step, key, { ...asked(step, reduced), kind: 'reflection', trade, decision, opinion, rMultiple });
}

function decisionBehind({ positionId, legs: [opening] }: Trade, ledger: LedgerReads): SignalDecision | null {
  const deal = ledger.dealsOf(positionId).find(({ dealTicket }) => dealTicket === opening?.dealTicket);
  const order = deal?.clientOrderId == null ? null : ledger.findOrder(deal.clientOrderId);
  return order === null ? null : ledger.decisionOf(order.request.intentId);
}
