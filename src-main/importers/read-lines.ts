import { fault, FaultError } from '#shared/base/fault.ts';
import { readText } from './read-text.ts';

/** A row is a hundred characters. What goes on for this long without a line end is no table. */
const lineLengthMax = 65_536;

export interface LineBatch {
  /** Without their line ends, LF or CRLF. May be none. */
  readonly lines: readonly string[];
  /** The one line of this batch, the file's last, has no line end: the file may have been cut. */
  readonly isUnended: boolean;
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/** The lines of a text file, as many at a time as a piece of it holds. Throws FaultError as `readText` does, and FILE_BINARY. */
export async function* readLines(path: string): AsyncGenerator<LineBatch> {
  let rest = '';
  let progress = { bytesRead: 0, bytesTotal: 0 };
  for await (const { text, bytesRead, bytesTotal } of readText(path)) {
    progress = { bytesRead, bytesTotal };
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > lineLengthMax)
      throw new FaultError(fault('FILE_BINARY', `${path} is no table: it has a line without an end.`, { path }));
    yield { lines: lines.map(withoutReturn), isUnended: false, ...progress };
  }
  if (rest !== '') yield { lines: [withoutReturn(rest)], isUnended: true, ...progress };
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
