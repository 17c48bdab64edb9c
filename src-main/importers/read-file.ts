import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import { chooseClock } from './choose-clock.ts';
import { detectFormat, fileFormats } from './detect-format.ts';
import type { FileReading } from './file-reading.ts';
import { readBarTable, type ReadBars } from './read-bars.ts';
import { readHead } from './read-head.ts';
import { readTickTable, type ReadTicks } from './read-ticks.ts';
import { readWhole, type ReadCalendar, type ReadReport } from './read-whole.ts';

/** What a file holds, read and checked. */
export type ReadFile = ReadBars | ReadTicks | ReadCalendar | ReadReport;

const firstLineShownMax = 120;

/**
 * Reads a file in whatever known format it has, plain or gzipped. All that can refuse it is said before anything is answered. Faults: those
 * of `readLines`, FORMAT_UNKNOWN, FORMAT_REFUSED, FILE_EMPTY, FILE_TOO_LONG, those of `chooseClock`, and those of what the format yields.
 */
export async function readFile(path: string, reading: FileReading): Promise<Result<ReadFile, Fault>> {
  try {
    await using headed = await readHead(path);
    const format = detectFormat(headed.head);
    if (format === null) return err(unknownFormat(path, headed.head[0] ?? ''));
    if (format.yields === 'nothing') return err(format.why);
    if (format.yields === 'calendar' || format.yields === 'report')
      return await readWhole(headed, format, reading.clock);
    const rule = chooseClock(format, reading.clock);
    if (!rule.ok) return rule;
    if (reading.symbol === null) return err(withoutSymbol(path, format.name));
    const read = { ...reading, path, rule: rule.value, symbol: reading.symbol };
    return await (format.yields === 'bars' ? readBarTable(headed, format, read) : readTickTable(headed, format, read));
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  }
}

const withoutSymbol = (path: string, format: string): Fault =>
  fault(
    'VALUE_INVALID',
    `${path} is a ${format}, which names no symbol. Nothing was imported. Name it with --symbol.`,
    {
      path,
      format,
    },
  );

function unknownFormat(path: string, firstLine: string): Fault {
  const shown = firstLine.slice(0, firstLineShownMax);
  const known = fileFormats.map(({ name, example }) => `${name} (${example.replaceAll('\t', ' ')})`).join(', ');
  const message = `${path} has no known format: its first line is "${shown}". Nothing was imported. Known are: ${known}.`;
  return fault('FORMAT_UNKNOWN', message, { path, firstLine: shown });
}
