import { ok } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import { defaultRegimeParameters } from '#main/features/regime-column.ts';
import { timeframesOf } from './decision-of.ts';
import type { Gather } from './gather.ts';
import { measuredFeatures } from './measured-features.ts';
import { readingOf } from './reading.ts';

/** What kind of market it is, on the timeframe that is decided on and one above it, by the thresholds of the states. */
export const gatherRegime: Gather = async (question, sources) => {
  const evidence: Evidence[] = [];
  if (question.kind === 'governance') return ok(readingOf(evidence));
  for (const timeframe of timeframesOf(question, sources)) {
    const features = [{ feature: 'regime', ...defaultRegimeParameters } as const];
    const measured = await measuredFeatures(question, sources, { timeframe, features });
    if (!measured.ok) return measured;
    evidence.push(...measured.value);
  }
  return ok(readingOf(evidence));
};
