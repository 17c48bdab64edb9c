import { signalDecisionSchema, type SignalDecision } from '#shared/trading/signal.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** Scenario B's buy of gold on the close of an M15 bar; named members can be changed. */
export function sampleDecision(changes: Partial<Record<keyof SignalDecision, unknown>> = {}): SignalDecision {
  return signalDecisionSchema.parse({
    decisionId: 'decision-1',
    scenario: 'B',
    symbol: 'XAUUSD',
    timeframe: 'M15',
    barOpenTimeUtcMs: sampleStartUtcMs - 900_000,
    asOfUtcMs: sampleStartUtcMs,
    validUntilUtcMs: sampleStartUtcMs + 900_000,
    signal: { kind: 'enter', side: 'buy', reference: 2000, stop: 1990, target: null },
    filters: [{ filter: 'donchianBreak', value: 2000, threshold: 1998.5, passed: true }],
    parametersHash: 'a1',
    windowHash: 'b2',
    ...changes,
  });
}
