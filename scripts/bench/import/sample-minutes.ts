import { closeSync, openSync, writeSync } from 'node:fs';
import { utcMs } from '#shared/units/utc-ms.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const linesPerWrite = 20_000;

/** A row of M1 bars as `bars` has its columns, without the series. */
export type Minute = readonly [
  openTimeUtcMs: number,
  open: number,
  high: number,
  low: number,
  close: number,
  tickVolume: number,
  spreadPoints: number,
];

/** The server's clock, by which the market's week is Monday to Friday. */
export const clockRule = 'ny+7';

const clock = brokerClock(clockRule);

/** Minutes of a metal without a daily pause, in market hours. Seeded, on the tick grid. */
export function sampleMinutes(count: number, seed: number): readonly Minute[] {
  const random = seededRandom(seed);
  const minutes: Minute[] = [];
  let lastCents = 180_000;
  const mondayMs = Date.UTC(2021, 0, 4);
  for (let stampMs = mondayMs; minutes.length < count; stampMs += minuteMs) {
    if ((stampMs - mondayMs) % (7 * dayMs) >= 5 * dayMs) continue;
    const open = lastCents;
    const close = Math.max(50_000, open + Math.floor(random() * 61) - 30);
    const high = Math.max(open, close) + Math.floor(random() * 20);
    const low = Math.min(open, close) - Math.floor(random() * 20);
    lastCents = close;
    const spread = 12 + Math.floor(random() * 20);
    const at = clock.toUtc(stampMs);
    minutes.push([at, open / 100, high / 100, low / 100, close / 100, 20 + Math.floor(random() * 400), spread]);
  }
  return minutes;
}

/** As the terminal exports bars. */
export function writeMt5Export(file: string, minutes: readonly Minute[]): void {
  const header = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n';
  writeLines(file, header, minutes, ([at, open, high, low, close, tickVolume, spread]) => {
    const stamp = new Date(clock.toBroker(utcMs(at))).toISOString();
    const prices = [open, high, low, close].map((price) => price.toFixed(2)).join('\t');
    return `${stamp.slice(0, 10).replaceAll('-', '.')}\t${stamp.slice(11, 19)}\t${prices}\t${tickVolume}\t0\t${spread}\r\n`;
  });
}

/** The same rows in our own plain form. */
export function writeNormalized(file: string, minutes: readonly Minute[]): void {
  const header = 'time_utc_ms,open,high,low,close,tick_volume,spread_points\n';
  writeLines(file, header, minutes, (minute) => `${minute.join(',')}\n`);
}

function writeLines(
  file: string,
  header: string,
  minutes: readonly Minute[],
  lineOf: (minute: Minute) => string,
): void {
  const descriptor = openSync(file, 'w');
  try {
    writeSync(descriptor, header);
    for (let from = 0; from < minutes.length; from += linesPerWrite)
      writeSync(
        descriptor,
        minutes
          .slice(from, from + linesPerWrite)
          .map(lineOf)
          .join(''),
      );
  } finally {
    closeSync(descriptor);
  }
}
