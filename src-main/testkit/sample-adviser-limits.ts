import { adviserLimitsSchema, type AdviserLimits } from '#shared/trading/adviser-limits.ts';

/** An adviser without caps of its own, not halted; named members can be changed. */
export function sampleAdviserLimits(changes: Partial<Record<keyof AdviserLimits, unknown>> = {}): AdviserLimits {
  return adviserLimitsSchema.parse({
    maxVolume: 0,
    maxPositions: 0,
    maxTradesPerDay: 0,
    maxSpreadPoints: 0,
    maxDailyLossRatio: 0,
    deadManMs: 5000,
    tradesToday: 0,
    dayBaseline: null,
    dayStartUtcMs: null,
    halt: { app: false, chart: false, reason: '' },
    ...changes,
  });
}
