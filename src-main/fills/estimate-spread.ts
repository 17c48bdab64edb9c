import { brokerClock, type BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';

const hourMs = 3_600_000;
const hoursOfDay = 24;

const newYorkTradingDay = brokerClock('ny+7');

/**
 * The spread that each row is filled with, as a difference of prices. The quiet spread of an hour of New York's trading day (hour 0 begins at 17:00
 * there) is the median of what is stored for it, or its default where nothing is; a row's is what is stored for it, never below that. In the hour
 * after the broker's midnight it is at least `rolloverMultiple` times the median of the quiet spreads of the other hours.
 */
export function estimateSpreads(
  rows: {
    readonly openTimeUtcMs: Float64Array;
    /** As a difference of prices; NaN where none is stored. */
    readonly stored: Float64Array;
    /** One for each hour of New York's trading day. */
    readonly defaultByHour: readonly number[];
    readonly clock: BrokerClock;
    readonly rolloverMultiple: number;
  },
  out: Float64Array,
): void {
  const { openTimeUtcMs, stored, clock, rolloverMultiple } = rows;
  const { quiet, rolloverFloor } = quietSpreads(rows);
  for (let row = 0; row < openTimeUtcMs.length; row++) {
    const at = openTimeUtcMs[row] ?? NaN;
    const floor = quiet[hourOf(at, newYorkTradingDay)] ?? NaN;
    const known = stored[row] ?? NaN;
    // A comparison with NaN is false: what is not known is the floor.
    const spread = known > floor ? known : floor;
    const isRollover = hourOf(at, clock) === 0;
    out[row] = isRollover ? Math.max(spread, rolloverMultiple * rolloverFloor) : spread;
  }
}

function quietSpreads(rows: Parameters<typeof estimateSpreads>[0]): {
  readonly quiet: readonly number[];
  readonly rolloverFloor: number;
} {
  const { openTimeUtcMs, stored, defaultByHour } = rows;
  const known: number[][] = Array.from({ length: hoursOfDay }, () => []);
  for (let row = 0; row < openTimeUtcMs.length; row++) {
    const spread = stored[row] ?? NaN;
    if (spread >= 0) known[hourOf(openTimeUtcMs[row] ?? NaN, newYorkTradingDay)]?.push(spread);
  }
  const quiet = known.map((spreads, hour) => (spreads.length === 0 ? (defaultByHour[hour] ?? NaN) : medianOf(spreads)));
  return { quiet, rolloverFloor: medianOf(quiet.slice(1)) };
}

const hourOf = (at: number, clock: BrokerClock): number => Math.floor(clock.toBroker(utcMs(at)) / hourMs) % hoursOfDay;

/** Of an even count the lower one of both in the middle. */
function medianOf(values: readonly number[]): number {
  const ordered = Float64Array.from(values).sort();
  return ordered[(ordered.length - 1) >> 1] ?? NaN;
}
