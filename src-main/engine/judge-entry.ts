import { err, type Result } from '#shared/base/result.ts';
import type { RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { Price } from '#shared/units/price.ts';
import { checkRisk } from '#main/risk/check-risk.ts';
import { dayOf } from './day-view.ts';
import { scenarioRefusal } from './scenario-refusal.ts';
import type { Step } from './step.ts';

/**
 * Sizes an entry and runs every limit on what is known now: when the intent forms, and again just before it is sent, then with the worst
 * price that the trader agreed to.
 */
export function judgeEntry(
  step: Step,
  { intent, agreedWorstPrice }: { readonly intent: EnterIntent; readonly agreedWorstPrice?: Price },
): Result<RiskApproved, RiskRefused> {
  const { state, market, dependencies } = step;
  const { symbol } = intent;
  const inactive = scenarioRefusal(state, intent.scenario);
  if (inactive !== null) return err({ intent, fault: inactive });
  return checkRisk({
    intent,
    account: market.account,
    instrument: market.instruments.get(symbol) ?? null,
    instrumentVersion: state.instruments[symbol]?.version ?? 0,
    quote: market.quotes.get(symbol) ?? null,
    marketNowUtcMs: step.nowUtcMs,
    positions: state.positions,
    pendingOrders: Object.values(state.orders),
    brokerOrders: market.brokerOrders,
    instruments: market.instruments,
    tradingState: state.tradingState.state,
    limits: dependencies.limits,
    day: dayOf(state, market.account, dependencies.limits),
    ...(agreedWorstPrice !== undefined && { agreedWorstPrice }),
  });
}
