import { err, type Result } from '#shared/base/result.ts';
import type { RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { Price } from '#shared/units/price.ts';
import { checkRisk } from '#main/risk/check-risk.ts';
import { weekendGapR } from '#main/risk/weekend-gap.ts';
import { accountRiskOf } from './account-risk.ts';
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
  const { state, market, dependencies, nowUtcMs } = step;
  const { limits, facts, brokerClock } = dependencies;
  const { symbol, scenario } = intent;
  const inactive = scenarioRefusal(state, scenario);
  if (inactive !== null) return err({ intent, fault: inactive });
  const runner = step.runners.find((it) => it.scenario === scenario && it.symbol === symbol);
  const lookBack = runner?.lookBack() ?? null;
  return checkRisk({
    ...accountRiskOf(step),
    intent,
    instrument: market.instruments.get(symbol) ?? null,
    instrumentVersion: state.instruments[symbol]?.version ?? 0,
    quote: market.quotes.get(symbol) ?? null,
    marketNowUtcMs: nowUtcMs,
    brokerOrders: market.brokerOrders,
    tradingState: state.tradingState.state,
    newsDistanceMs: facts.newsDistanceMs(symbol, nowUtcMs),
    gapStressR: weekendGapR({ scenario, atUtcMs: nowUtcMs }, brokerClock, limits),
    ...(state.account !== null && { pinnedAccount: state.account }),
    ...(lookBack !== null && { lookBack }),
    ...(agreedWorstPrice !== undefined && { agreedWorstPrice }),
  });
}
