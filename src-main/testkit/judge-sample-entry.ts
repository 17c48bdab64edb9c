import type { Result } from '#shared/base/result.ts';
import type { RiskApproved, RiskRefused } from '#shared/trading/risk-approved.ts';
import { enterIntentSchema, type EnterIntent } from '#shared/trading/trade-intent.ts';
import { checkRisk } from '#main/risk/check-risk.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';
import type { RiskRequest } from '#main/risk/risk-request.ts';
import { sampleAccount } from './sample-account.ts';
import { sampleGold } from './sample-instrument.ts';
import { sampleStartUtcMs } from './manual-clock.ts';
import { sampleQuote } from './sample-quote.ts';

/** B's wish to buy gold at 2000.00 with a stop 10.00 below, good for four hours; named members can be changed. */
export function sampleEnterIntent(changes: Partial<Record<keyof EnterIntent, unknown>> = {}): EnterIntent {
  return enterIntentSchema.parse({
    kind: 'enter',
    intentId: 'intent-1',
    decisionId: 'decision-1',
    scenario: 'B',
    symbol: 'XAUUSD',
    side: 'buy',
    reference: 2000,
    stop: 1990,
    target: null,
    riskRatio: 0.01,
    decidedAtUtcMs: sampleStartUtcMs,
    validUntilUtcMs: sampleStartUtcMs + 4 * 3_600_000,
    ...changes,
  });
}

/** What risk says of the sample intent on the sample account, on which nothing is open. */
export function judgeSampleEntry(changes: Partial<RiskRequest> = {}): Result<RiskApproved, RiskRefused> {
  return checkRisk({
    intent: sampleEnterIntent(),
    account: sampleAccount(),
    instrument: sampleGold,
    instrumentVersion: 1,
    quote: sampleQuote(),
    marketNowUtcMs: sampleStartUtcMs,
    positions: [],
    pendingOrders: [],
    instruments: new Map([[sampleGold.symbol, sampleGold]]),
    tradingState: 'active',
    limits: riskLimitsSchema.parse({}),
    day: null,
    ...changes,
  });
}
