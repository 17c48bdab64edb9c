import { fault, FaultError } from '#shared/base/fault.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { BarFormat } from './bar-format.ts';
import { barCollector, type BarCollector, type CollectedBars } from './collect-bars.ts';
import { barFormats, detectFormat } from './detect-format.ts';
import { readLines } from './read-lines.ts';

/** Twenty years of M1 bars are seven millions. More is no bar file, or one to be split: all bars are held in memory. */
const rowsMax = 10_000_000;
const firstLineShownMax = 120;

export interface ReadProgress {
  /** Bytes of the file as it lies on the disk, so that their share says how far it is. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly rows: number;
}

export interface CollectedFile extends CollectedBars {
  readonly format: string;
  readonly isLastLineUnended: boolean;
}

/** Reads a file's rows in whatever known format it has. Throws FaultError: those of `readLines`, FORMAT_UNKNOWN, FILE_EMPTY, FILE_TOO_LONG. */
export async function collectFile(
  path: string,
  clock: BrokerClock,
  onProgress: (progress: ReadProgress) => void,
): Promise<CollectedFile> {
  let started: { readonly format: BarFormat; readonly collector: BarCollector } | null = null;
  let isLastLineUnended = false;
  for await (const { lines, isUnended, bytesRead, bytesTotal } of readLines(path)) {
    const [firstLine] = lines;
    if (firstLine === undefined) continue;
    const rows: readonly string[] = started === null ? lines.slice(1) : lines;
    started ??= start(path, firstLine, clock);
    const { collector } = started;
    for (const row of rows)
      if (isUnended) collector.takeUnended(row);
      else collector.take(row);
    isLastLineUnended = isUnended;
    onProgress({ bytesRead, bytesTotal, rows: collector.rows() });
    if (collector.rows() > rowsMax) throw tooLong(path);
  }
  if (started === null || started.collector.rows() === 0) throw withoutRows(path);
  return { ...started.collector.finish(), format: started.format.name, isLastLineUnended };
}

function start(path: string, firstLine: string, clock: BrokerClock): { format: BarFormat; collector: BarCollector } {
  const format = detectFormat(firstLine);
  if (format === null) throw unknownFormat(path, firstLine);
  return { format, collector: barCollector(format.rowParser(firstLine), clock) };
}

function unknownFormat(path: string, firstLine: string): FaultError {
  const shown = firstLine.slice(0, firstLineShownMax);
  const known = barFormats.map(({ name, example }) => `${name} (${example.replaceAll('\t', ' ')})`).join(', ');
  const message = `${path} has no known format: its first line is "${shown}". Nothing was imported. Known are: ${known}.`;
  return new FaultError(fault('FORMAT_UNKNOWN', message, { path, firstLine: shown }));
}

const withoutRows = (path: string): FaultError =>
  new FaultError(fault('FILE_EMPTY', `${path} has no rows. Nothing was imported. Export it again.`, { path }));

const tooLong = (path: string): FaultError =>
  new FaultError(
    fault('FILE_TOO_LONG', `${path} has more than ${rowsMax} rows. Nothing was imported. Split it.`, { path, rowsMax }),
  );
