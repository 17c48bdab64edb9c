import { enterIntentSchema, type EnterIntent } from '#shared/trading/trade-intent.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** Scenario B buys gold at 2000.00 with its stop at 1990.00 and 1 % at risk, for four hours; named members can be changed. */
export function sampleIntent(changes: Partial<Record<keyof EnterIntent, unknown>> = {}): EnterIntent {
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
    validUntilUtcMs: sampleStartUtcMs + 14_400_000,
    ...changes,
  });
}
