import { cockpitSnapshotSchema, type CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import { sampleAccount } from './sample-account.ts';
import { sampleGold } from './sample-instrument.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** A cockpit that is connected to the sample account and holds nothing; named members can be changed. */
export function sampleSnapshot(changes: Partial<Record<keyof CockpitSnapshot, unknown>> = {}): CockpitSnapshot {
  return cockpitSnapshotSchema.parse({
    programVersion: '0.1.0',
    marketUtcMs: sampleStartUtcMs,
    account: sampleAccount(),
    day: null,
    replay: null,
    tradingState: { state: 'active', reason: 'reconciled', sinceUtcMs: sampleStartUtcMs },
    lamps: [],
    differences: [],
    instruments: [sampleGold],
    quotes: [],
    scenarios: [],
    approvals: [],
    endedApprovals: [],
    questions: [],
    proposals: [],
    positions: [],
    brokerOrders: [],
    adviserLimits: null,
    flattening: null,
    governance: null,
    risk: {
      limits: [],
      overRisks: [],
      stopWatches: [],
      smallestEquities: [],
      entries: { judged: 0, denied: 0, shadow: 0, byCode: [] },
      tradingStates: [],
    },
    orders: [],
    deals: [],
    ...changes,
  });
}
