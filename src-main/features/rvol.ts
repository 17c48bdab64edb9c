import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { zoneOffset } from '#shared/time/zone-offset.ts';
import { numberAt, valueAt } from './columns.ts';
import { assertPeriod } from './feature.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { fillFromStream } from './fill-from-stream.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;

export interface RvolParameters {
  readonly timeframe: Timeframe;
  /** Up to H1 trading days, above it bars. */
  readonly periods: number;
}

/**
 * RVOL(n): tick volume ÷ its mean over n periods before, the bar in hand not among them. Up to H1 a period is a trading day: the bars are those that
 * opened at the same time by New York's wall clock, which the market's habits follow through both changes of its clock; a day without that
 * bar (an early close, a quiet minute) is passed over. On H4 and D1 they are the n bars before.
 *
 * Not defined where the bar's own volume or one among the n is not known, or where their mean is 0: no volume known is not a volume of 0.
 */
export function rvol({ timeframe, periods }: RvolParameters): FeatureSpec {
  assertPeriod(periods);
  const lengthMs = timeframeDurationMs(timeframe);
  const slots = lengthMs <= hourMs ? dayMs / lengthMs : 1;
  const start: FeatureSpec['start'] = () => {
    const slotOf = slots === 1 ? () => 0 : newYorkSlots(lengthMs);
    const against = createAgainstMeans(slots, periods);
    return ({ openTimeUtcMs, tickVolume }, index) =>
      against(slotOf(valueAt(openTimeUtcMs, index)), valueAt(tickVolume, index));
  };
  return {
    key: `rvol(${timeframe},${periods})`,
    warmUpBars: slots * periods + 1,
    lookBackBars: slots * periods + 1,
    anchor: 'window',
    start,
    fill: fillFromStream(start),
  };
}

function newYorkSlots(lengthMs: number): (openTimeUtcMs: number) => number {
  const offsetMs = zoneOffset('America/New_York');
  return (openTimeUtcMs) => Math.floor(((openTimeUtcMs + offsetMs(openTimeUtcMs)) % dayMs) / lengthMs);
}

/** A ring of the last n volumes for each slot. Volumes are whole numbers, so that their sums are exact whatever has left. */
function createAgainstMeans(slots: number, periods: number): (slot: number, volume: number) => number {
  const rings = new Float64Array(slots * periods).fill(NaN);
  const unknowns = new Float64Array(slots).fill(periods);
  const sums = new Float64Array(slots);
  const places = new Float64Array(slots);
  return (slot, volume) => {
    const sum = numberAt(sums, slot);
    const unknown = numberAt(unknowns, slot);
    const place = numberAt(places, slot);
    const gone = numberAt(rings, slot * periods + place);
    rings[slot * periods + place] = volume;
    places[slot] = place + 1 === periods ? 0 : place + 1;
    sums[slot] = sum + knownOr0(volume) - knownOr0(gone);
    unknowns[slot] = unknown + unknownIs1(volume) - unknownIs1(gone);
    return unknown === 0 && sum > 0 ? volume / (sum / periods) : NaN;
  };
}

const knownOr0 = (volume: number): number => (Number.isNaN(volume) ? 0 : volume);

const unknownIs1 = (volume: number): number => (Number.isNaN(volume) ? 1 : 0);
