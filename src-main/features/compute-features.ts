import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { FeatureRequest, RequestedFeature } from '#shared/market/feature-request.ts';
import type { Measured, TechnicalIndicators } from '#shared/market/technical-indicators.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { numberAt, valueAt, type Column } from './columns.ts';
import type { FeatureSpec } from './feature-spec.ts';
import type { MarketColumns } from './market-columns.ts';
import { regimeOfCode } from './regime.ts';
import { specOfRequest } from './spec-of-request.ts';

/**
 * What a request asks for, as of the last bar of the market that had closed by its moment. The market is the symbol's and the timeframe's.
 *
 * DATA_MISSING where no bar had closed by then; HOLE_IN_DATA where a feature would reach across an unexpected hole. What is not known otherwise is
 * said so, with the reason, and never as a number.
 */
export function computeFeatures(request: FeatureRequest, market: MarketColumns): Result<TechnicalIndicators, Fault> {
  const { symbol, timeframe, asOfUtcMs } = request;
  const index = lastClosedBy(market.closeTimeUtcMs, asOfUtcMs);
  if (index < 0) {
    const message = `No ${timeframe} bar of ${symbol} had closed by then. Ask for a later moment, or import older bars.`;
    return err(fault('DATA_MISSING', message, { symbol, timeframe, asOfUtcMs }));
  }
  const values: Record<string, Measured> = {};
  for (const requested of request.features) {
    const spec = specOfRequest(requested, timeframe);
    const hole = holeWithin(spec, market, index);
    if (hole !== null) return err(hole);
    values[spec.key] = measuredAt(requested, { spec, market, index });
  }
  return ok({
    symbol,
    timeframe,
    openTimeUtcMs: utcMs(valueAt(market.openTimeUtcMs, index)),
    closeTimeUtcMs: utcMs(valueAt(market.closeTimeUtcMs, index)),
    values,
  });
}

/** −1 where there is none. */
function lastClosedBy({ values, length }: Column, atUtcMs: number): number {
  let [from, to] = [0, length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (numberAt(values, middle) <= atUtcMs) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** Bars that hang together since the series begins are too few bars, not a hole. */
function holeWithin(spec: FeatureSpec, { barsSinceHole }: MarketColumns, index: number): Fault | null {
  const barsNeeded = spec.contiguousBars ?? spec.warmUpBars;
  const since = valueAt(barsSinceHole, index);
  if (since >= barsNeeded || since > index) return null;
  const message = `${spec.key} needs ${barsNeeded} bars without a hole, and there are ${since} since the last one. Close the hole, or wait.`;
  return fault('HOLE_IN_DATA', message, { feature: spec.key, barsSinceHole: since, barsNeeded });
}

function measuredAt(
  { feature }: RequestedFeature,
  { spec, market, index }: { readonly spec: FeatureSpec; readonly market: MarketColumns; readonly index: number },
): Measured {
  const value = numberOf(spec, market, index);
  if (Number.isNaN(value)) return { kind: 'unknown', why: index + 1 < spec.warmUpBars ? 'warmUp' : 'noVolume' };
  const regime = feature === 'regime' ? regimeOfCode(value) : null;
  return regime === null ? { kind: 'number', value } : { kind: 'regime', regime };
}

/** From the series' first bar on, as every other reader of the feature has it. */
function numberOf({ start }: FeatureSpec, market: MarketColumns, index: number): number {
  const numberAtRow = start();
  for (let row = 0; row < index; row++) numberAtRow(market, row);
  return numberAtRow(market, index);
}
