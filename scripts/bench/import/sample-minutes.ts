import { closeSync, openSync, writeSync } from 'node:fs';
import { seededRandom } from '#main/testkit/seeded-random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const [dayMs, weekMs] = [24 * hourMs, 168 * hourMs];
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

/** Minutes of gold by a server at UTC+2:00, in market hours: from Sunday 22:00 to Friday 22:00 UTC without a pause. Seeded, on the tick grid. */
export function sampleMinutes(count: number, seed: number): readonly Minute[] {
  const random = seededRandom(seed);
  const minutes: Minute[] = [];
  let lastCents = 180_000;
  for (let at = Date.UTC(2021, 0, 3, 22); minutes.length < count; at += minuteMs) {
    const sinceOpen = (at - Date.UTC(2021, 0, 3, 22)) % weekMs;
    if (sinceOpen >= 5 * dayMs) continue;
    const open = lastCents;
    const close = Math.max(50_000, open + Math.floor(random() * 61) - 30);
    const high = Math.max(open, close) + Math.floor(random() * 20);
    const low = Math.min(open, close) - Math.floor(random() * 20);
    lastCents = close;
    const spread = 12 + Math.floor(random() * 20);
    minutes.push([at, open / 100, high / 100, low / 100, close / 100, 20 + Math.floor(random() * 400), spread]);
  }
  return minutes;
}

/** As the terminal exports bars. */
export function writeMt5Export(file: string, minutes: readonly Minute[]): void {
  const header = '<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n';
  writeLines(file, header, minutes, ([at, open, high, low, close, tickVolume, spread]) => {
    const stamp = new Date(at + 2 * hourMs).toISOString();
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
