import { fault, FaultError } from '#shared/base/fault.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { barCollector, type BarCollector, type CollectedBars, type RowFigures } from './collect-bars.ts';
import { ByteCursor } from './fast-rows/byte-cursor.ts';
import type { FastRowReader } from './fast-rows/fast-row.ts';
import { fastRowReader } from './fast-rows/fast-row-reader.ts';
import type { BarFormat } from './file-format.ts';
import { withoutLines, type HeadedFile } from './read-head.ts';
import { lineAt, linesOf, type LineBatch } from './read-lines.ts';

/** Twenty years of M1 bars are seven millions. More is no bar file, or one to be split: all rows are held in memory. */
export const rowsMax = 10_000_000;

export interface ReadProgress {
  /** Bytes of the file as it lies on the disk, so that their share says how far it is. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly rows: number;
}

export interface CollectedFile extends CollectedBars {
  readonly isLastLineUnended: boolean;
}

export interface BarFileReading {
  readonly path: string;
  readonly format: BarFormat;
  readonly clock: BrokerClock;
  readonly scale: number;
  readonly onProgress: (progress: ReadProgress) => void;
}

/** Reads a file's rows of bars. Throws FaultError: those of `readLines`, FILE_EMPTY, FILE_TOO_LONG. */
export async function collectFile(
  { head, batches, bytesTotal }: HeadedFile,
  reading: BarFileReading,
): Promise<CollectedFile> {
  const { path, format, clock, scale, onProgress } = reading;
  const headerLines = format.headerLines(head);
  const rowsExpected = Math.min(rowsMax, Math.ceil(bytesTotal / meanLength(head)));
  const collector = barCollector({ parse: format.rowParser(head), clock, scale, headerLines, rowsExpected });
  const takeLines = lineTaker(collector, fastRowReader(format.name));
  let isLastLineUnended = false;
  for await (const batch of withoutLines(batches, headerLines)) {
    const { bytesRead, isUnended } = batch;
    if (isUnended) for (const line of linesOf(batch)) collector.takeUnended(line);
    else takeLines(batch);
    isLastLineUnended = isUnended;
    onProgress({ bytesRead, bytesTotal, rows: collector.rows() });
    if (collector.rows() > rowsMax) throw tooLong(path);
  }
  if (collector.rows() === 0) throw withoutRows(path);
  return { ...collector.finish(), isLastLineUnended };
}

/** Of a line with its end, a little too short, so that there is room for all rows of a file that is not compressed. */
const meanLength = (head: readonly string[]): number => (0.98 * head.join('\n').length) / head.length;

function lineTaker(collector: BarCollector, readRow: FastRowReader | null): (batch: LineBatch) => void {
  if (readRow === null)
    return (batch) => {
      for (const line of linesOf(batch)) collector.take(line);
    };
  const cursor = new ByteCursor();
  const row: RowFigures = { stampMs: 0, open: 0, high: 0, low: 0, close: 0, tickVolume: 0, spreadPoints: 0 };
  return ({ bytes }) => {
    for (let from = 0; from < bytes.length;) {
      cursor.begin(bytes, from);
      readRow(cursor, row);
      if (!cursor.hasFailed && collector.takeSound(row)) {
        from = cursor.at;
        continue;
      }
      // An odd row is judged by its text, and so by the format's own parser alone.
      const end = bytes.indexOf(lineFeed, from);
      collector.take(lineAt(bytes, from, end));
      from = end + 1;
    }
  };
}

const lineFeed = 0x0a;

export const withoutRows = (path: string): FaultError =>
  new FaultError(fault('FILE_EMPTY', `${path} has no rows. Nothing was imported. Export it again.`, { path }));

export const tooLong = (path: string): FaultError =>
  new FaultError(
    fault('FILE_TOO_LONG', `${path} has more than ${rowsMax} rows. Nothing was imported. Split it.`, { path, rowsMax }),
  );
