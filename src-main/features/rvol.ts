import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { zoneOffset } from '#shared/time/zone-offset.ts';
import { durationMs, type DurationMs } from '#shared/units/duration-ms.ts';
import { numberAt, valueAt } from './columns.ts';
import { assertPeriod, type FeatureTraits } from './feature.ts';
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
 * opened at the same time by New York's wall clock, which the market's habits follow through both changes of its clock. A day without that bar
 * (an early close, a quiet minute, a hole) is passed over, as long as no more days are missing than are there. On H4 and D1 they are the n bars before.
 *
 * Not defined where the bar's own volume or one among the n is not known, or where their mean is 0: no volume known is not a volume of 0.
 */
export function rvol(of: RvolParameters): FeatureSpec {
  const { traits } = createRvol(of);
  const start: FeatureSpec['start'] = () => {
    const { push } = createRvol(of);
    return ({ openTimeUtcMs, tickVolume }, index) => push(valueAt(openTimeUtcMs, index), valueAt(tickVolume, index));
  };
  return { key: `rvol(${of.timeframe},${of.periods})`, ...traits, start, fill: fillFromStream(start) };
}

/** The same, one bar at a time. */
export interface RvolStream {
  readonly traits: FeatureTraits & Pick<FeatureSpec, 'contiguousBars'>;
  /** Of a bar by its opening (UTC) and its tick volume, which is NaN where it is not known. */
  readonly push: (openedAt: number, tickVolume: number) => number;
  /** Bars that opened longer before the bar in hand have no say, however many there are; null where they are counted alone. */
  readonly spanMs: DurationMs | null;
}

export function createRvol({ timeframe, periods }: RvolParameters): RvolStream {
  assertPeriod(periods);
  return timeframeDurationMs(timeframe) > hourMs ? rvolOfBars(periods) : rvolOfSlots(timeframe, periods);
}

function rvolOfBars(periods: number): RvolStream {
  const against = createAgainstMeans({ slots: 1, periods, spanMsMax: Infinity });
  return {
    traits: { warmUpBars: periods + 1, lookBackBars: periods + 1, anchor: 'window' },
    spanMs: null,
    push: (openedAt, tickVolume) => against(0, openedAt, tickVolume),
  };
}

function rvolOfSlots(timeframe: Timeframe, periods: number): RvolStream {
  const lengthMs = timeframeDurationMs(timeframe);
  const slots = dayMs / lengthMs;
  const tradingDaysMax = 2 * periods;
  const spanMs = durationMs(calendarMs(tradingDaysMax));
  const offsetMs = zoneOffset('America/New_York');
  const against = createAgainstMeans({ slots, periods, spanMsMax: spanMs });
  return {
    traits: {
      warmUpBars: slots * periods + 1,
      lookBackBars: slots * (tradingDaysMax + restDays) + 1,
      // Its bars are a day apart anyhow: what is missing between them takes nothing from it.
      contiguousBars: 1,
      anchor: 'window',
    },
    spanMs,
    push: (openedAt, tickVolume) => {
      const slot = Math.floor(((openedAt + offsetMs(openedAt)) % dayMs) / lengthMs);
      return against(slot, openedAt, tickVolume);
    },
  };
}

/** What a run of holidays may add to a span of trading days. */
const restDays = 4;

const calendarMs = (tradingDays: number): number => (Math.ceil((tradingDays * 7) / 5) + restDays) * dayMs;

interface MeansOf {
  readonly slots: number;
  readonly periods: number;
  /** As old as the oldest of the n may be. */
  readonly spanMsMax: number;
}

/** A ring of the last n volumes for each slot. Volumes are whole numbers, so that their sums are exact whatever has left. */
function createAgainstMeans({
  slots,
  periods,
  spanMsMax,
}: MeansOf): (slot: number, openedAt: number, volume: number) => number {
  const volumes = new Float64Array(slots * periods).fill(NaN);
  const openings = new Float64Array(slots * periods).fill(NaN);
  const unknowns = new Float64Array(slots).fill(periods);
  const sums = new Float64Array(slots);
  const places = new Float64Array(slots);
  return (slot, openedAt, volume) => {
    const sum = numberAt(sums, slot);
    const unknown = numberAt(unknowns, slot);
    const place = numberAt(places, slot);
    const oldest = slot * periods + place;
    const gone = numberAt(volumes, oldest);
    const isKnown = unknown === 0 && sum > 0 && openedAt - numberAt(openings, oldest) <= spanMsMax;
    volumes[oldest] = volume;
    openings[oldest] = openedAt;
    places[slot] = place + 1 === periods ? 0 : place + 1;
    sums[slot] = sum + knownOr0(volume) - knownOr0(gone);
    unknowns[slot] = unknown + unknownIs1(volume) - unknownIs1(gone);
    return isKnown ? volume / (sum / periods) : NaN;
  };
}

const knownOr0 = (volume: number): number => (Number.isNaN(volume) ? 0 : volume);

const unknownIs1 = (volume: number): number => (Number.isNaN(volume) ? 1 : 0);
