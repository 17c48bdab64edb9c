import { zoneOffset } from '#shared/time/zone-offset.ts';
import { valueAt } from './columns.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { fillFromStream } from './fill-from-stream.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** 1970-01-01 was a Thursday. */
const weekdayOfEpoch = 4;

const newYorkOffsetMs = zoneOffset('America/New_York');
const londonOffsetMs = zoneOffset('Europe/London');

/** Minutes since midnight on New York's wall, of the bar's close: 0 to 1439; a bar that closes at midnight has 0. */
export const newYorkMinute: FeatureSpec = clockSpec('newYorkMinute', (at) => minuteOfDay(at + newYorkOffsetMs(at)));

/** The same on London's wall. */
export const londonMinute: FeatureSpec = clockSpec('londonMinute', (at) => minuteOfDay(at + londonOffsetMs(at)));

/** The day of the week in New York at the bar's close: 0 is Sunday, 5 Friday, as MT5 counts. */
export const newYorkWeekday: FeatureSpec = clockSpec('newYorkWeekday', (at) => weekdayOf(at + newYorkOffsetMs(at)));

export const minuteOfDay = (wallMs: number): number => Math.floor((wallMs % dayMs) / minuteMs);

export const weekdayOf = (wallMs: number): number => (Math.floor(wallMs / dayMs) + weekdayOfEpoch) % 7;

function clockSpec(key: string, numberAtMoment: (at: number) => number): FeatureSpec {
  const start: FeatureSpec['start'] =
    () =>
    ({ closeTimeUtcMs }, index) =>
      numberAtMoment(valueAt(closeTimeUtcMs, index));
  return { key, warmUpBars: 1, lookBackBars: 1, anchor: 'window', start, fill: fillFromStream(start) };
}
