import { riskLimitsSchema } from '#main/risk/risk-limits.ts';
import type { RiskRequest } from '#main/risk/risk-request.ts';
import { sampleStartUtcMs } from './manual-clock.ts';
import { sampleAccount } from './sample-account.ts';
import { sampleEuro, sampleGold } from './sample-instrument.ts';
import { sampleIntent } from './sample-intent.ts';
import { sampleQuote } from './sample-quote.ts';

/** The sample intent on an account of 25,000 USD with nothing open, at 2000.00 to 2000.20, under the default limits. */
export function sampleRiskRequest(changes: Partial<RiskRequest> = {}): RiskRequest {
  return {
    intent: sampleIntent(),
    account: sampleAccount(),
    instrument: sampleGold,
    instrumentVersion: 1,
    quote: sampleQuote(),
    marketNowUtcMs: sampleStartUtcMs,
    positions: [],
    pendingOrders: [],
    brokerOrders: [],
    instruments: new Map([sampleGold, sampleEuro].map((instrument) => [instrument.symbol, instrument])),
    tradingState: 'active',
    limits: riskLimitsSchema.parse({}),
    day: null,
    ...changes,
  };
}
