import { assertDefined } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Evidence, EvidenceSource } from '#shared/agent/evidence.ts';
import type { FeatureRequest, RequestedFeature } from '#shared/market/feature-request.ts';
import type { Measured, TechnicalIndicators } from '#shared/market/technical-indicators.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { recordId } from '#shared/trading/record-id.ts';
import { computeFeatures } from '#main/features/compute-features.ts';
import { specOfRequest } from '#main/features/spec-of-request.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';
import type { ClosedBars } from './closed-bars.ts';
import { marketOf } from './market-of.ts';
import { paced } from './paced.ts';
import { rvolOfSlot } from './rvol-of-slot.ts';

/**
 * Features of a question's symbol as of the last bar that had closed by its moment, a feature at a time so that the loop goes on in between. No bars: no
 * evidence. A feature that would reach across a hole, or whose bars are too few, is null.
 */
export async function measuredFeatures(
  question: Question,
  sources: AgentSources,
  { timeframe, features }: Pick<FeatureRequest, 'timeframe' | 'features'>,
): Promise<Result<readonly Evidence[], Fault>> {
  const { symbol, asOfUtcMs } = question;
  const pace = paced(sources);
  const market = marketOf(question, sources, timeframe);
  if (!market.ok) return market;
  if (market.value === null) return ok([]);
  const { knownAtUtcMs, columns } = market.value;
  const evidence: Evidence[] = [];
  for (const requested of features) {
    await pace();
    const bySlot = requested.feature === 'rvol' ? rvolBySlot(sources, market.value, requested) : null;
    const measured = bySlot ?? computeFeatures({ symbol, timeframe, features: [requested], asOfUtcMs }, columns);
    if (!measured.ok && measured.error.code !== 'HOLE_IN_DATA') return measured;
    const values = measured.ok ? Object.entries(measured.value.values) : [[nameOf(requested), null] as const];
    for (const [name, value] of values) {
      evidence.push({ ...ofFeature(requested, { name, value, timeframe }), asOfUtcMs: knownAtUtcMs });
    }
  }
  return ok(evidence);
}

/** Its bars lie days apart, farther back than those that everything else is computed of; null where it is no matter of slots. */
function rvolBySlot(
  { bars }: Pick<AgentSources, 'bars'>,
  { series, bars: closed }: ClosedBars,
  requested: Extract<RequestedFeature, { feature: 'rvol' }>,
): Result<Pick<TechnicalIndicators, 'values'>, never> | null {
  const newest = assertDefined(closed.at(-1), 'closed bars are some');
  const value = rvolOfSlot(bars, { series, newest, periods: requested.periods });
  if (value === null) return null;
  const measured: Measured = Number.isNaN(value) ? { kind: 'unknown', why: 'noVolume' } : { kind: 'number', value };
  return ok({ values: { [specOfRequest(requested, series.timeframe).key]: measured } });
}

/** Of a feature that could not be computed. */
const nameOf = (requested: RequestedFeature): string =>
  'periodBars' in requested ? `${requested.feature}(${requested.periodBars})` : requested.feature;

function ofFeature(
  { feature }: RequestedFeature,
  { name, value, timeframe }: { readonly name: string; readonly value: Measured | null; readonly timeframe: Timeframe },
): Omit<Evidence, 'asOfUtcMs'> {
  if (feature === 'regime') {
    const regime = value?.kind === 'regime' ? value.regime : null;
    return {
      ...{
        evidenceId: `regime:${timeframe}`,
        source: 'regime',
        label: `regime on ${timeframe}`,
        value: regime,
        unit: 'regime',
      },
      recordId: regime === null ? null : recordId('regime', `${stateVersion}/${timeframe}/${regime}`),
    };
  }
  const source: EvidenceSource = 'feature';
  return {
    ...{ evidenceId: `feature:${timeframe}/${name}`, source, label: `${name} on ${timeframe}` },
    ...{ value: value?.kind === 'number' ? value.value : null, unit: units[feature], recordId: null },
  };
}

const units: Readonly<Record<RequestedFeature['feature'], string>> = {
  ...{ sma: 'price', ema: 'price', atr: 'price', donchianHigh: 'price', donchianLow: 'price' },
  ...{ efficiencyRatio: 'ratio', adx: '', plusDi: '', minusDi: '', realisedVolatility: 'ratio' },
  ...{ atrPercentile: 'ratio', emaSlope: 'ATR', rvol: '', regime: 'regime' },
  ...{ newYorkMinute: 'minutes', londonMinute: 'minutes', newYorkWeekday: '' },
};
