import { fault, FaultError } from '#shared/base/fault.ts';
import { readText } from './read-text.ts';

/** A row is a hundred characters. What goes on for this long without a line end is no table. */
const lineLengthMax = 65_536;

const lineFeed = 0x0a;

export interface LineBatch {
  /** Whole lines with their ends, in UTF-8; may be none. */
  readonly bytes: Uint8Array;
  /** The bytes are one line, the file's last, and it has no line end: the file may have been cut. */
  readonly isUnended: boolean;
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/** The lines of a text file, as many at a time as a piece of it holds. Throws FaultError as `readText` does, and FILE_BINARY. */
export async function* readLines(path: string): AsyncGenerator<LineBatch> {
  let rest: Uint8Array = new Uint8Array();
  let progress = { bytesRead: 0, bytesTotal: 0 };
  let isFirst = true;
  for await (const { bytes, bytesRead, bytesTotal } of readText(path)) {
    progress = { bytesRead, bytesTotal };
    const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const end = joined.lastIndexOf(lineFeed) + 1;
    rest = joined.subarray(end);
    if (rest.length > lineLengthMax)
      throw new FaultError(fault('FILE_BINARY', `${path} is no table: it has a line without an end.`, { path }));
    if (end === 0) continue;
    yield {
      bytes: isFirst ? withoutMark(joined.subarray(0, end)) : joined.subarray(0, end),
      isUnended: false,
      ...progress,
    };
    isFirst = false;
  }
  if (rest.length > 0) yield { bytes: isFirst ? withoutMark(rest) : rest, isUnended: true, ...progress };
}

const withoutMark = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The lines of a batch without their ends, LF or CRLF. */
export function linesOf({ bytes, isUnended }: Pick<LineBatch, 'bytes' | 'isUnended'>): readonly string[] {
  const lines = decoder.decode(bytes).split('\n');
  if (!isUnended) lines.pop();
  return lines.map(withoutReturn);
}

/** One line by where it begins and where its line feed stands. */
export const lineAt = (bytes: Uint8Array, from: number, to: number): string =>
  withoutReturn(decoder.decode(bytes.subarray(from, to)));

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
