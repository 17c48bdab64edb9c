import { ok } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { RequestedFeature } from '#shared/market/feature-request.ts';
import { rvolPeriods } from '#main/features/state-vector.ts';
import { timeframesOf } from './decision-of.ts';
import type { Gather } from './gather.ts';
import { marketOf } from './market-of.ts';
import { measuredFeatures } from './measured-features.ts';
import { readingOf } from './reading.ts';

const features: readonly RequestedFeature[] = [
  ...[20, 50].map((periodBars) => ({ feature: 'ema', periodBars }) as const),
  ...[50, 200].map((periodBars) => ({ feature: 'sma', periodBars }) as const),
  { feature: 'atr', periodBars: 14 },
  { feature: 'atrPercentile', atrBars: 14, windowBars: 200 },
  { feature: 'rvol', periods: rvolPeriods },
  { feature: 'donchianHigh', periodBars: 20 },
  { feature: 'donchianLow', periodBars: 20 },
  { feature: 'adx', periodBars: 14 },
  { feature: 'efficiencyRatio', periodBars: 24 },
  { feature: 'emaSlope', emaBars: 20, overBars: 5, atrBars: 14 },
];

/** The usual indicators and the newest close, on the timeframe that is decided on and one above it. */
export const gatherIndicators: Gather = async (question, sources) => {
  const evidence: Evidence[] = [];
  if (question.kind === 'governance') return ok(readingOf(evidence));
  for (const timeframe of timeframesOf(question, sources)) {
    const newest = marketOf(question, sources, timeframe);
    if (!newest.ok) return newest;
    const bar = newest.value?.bars.at(-1);
    if (newest.value === null || bar === undefined) continue;
    evidence.push({
      ...{ evidenceId: `bar:${timeframe}/close`, source: 'bar', label: `newest close on ${timeframe}` },
      ...{ value: bar.close, unit: 'price', asOfUtcMs: newest.value.knownAtUtcMs, recordId: null },
    });
    const measured = await measuredFeatures(question, sources, { timeframe, features });
    if (!measured.ok) return measured;
    evidence.push(...measured.value);
  }
  return ok(readingOf(evidence));
};
