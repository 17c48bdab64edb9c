import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Sizes of the format, see "WAL-mode File Format" in SQLite's documentation. */
const headerBytes = 32;
const frameHeaderBytes = 24;
const magic = 0x377f0682;

/** Where a write-ahead log can no longer be read although a commit lies behind. Frames count from 1. */
export interface LostCommits {
  readonly frame: number;
  readonly frames: number;
}

/**
 * SQLite reads a write-ahead log up to the first frame whose checksum does not fit and takes it for the end, as a loss of power leaves it: of a log
 * that was damaged later it drops commits without a word. Where each commit is on the disk before the next one begins (synchronous FULL), a
 * commit that is followed by anything cannot have been torn: if it lies behind that frame, it was answered for and is lost. Null where none
 * is. For a log that nobody writes to now.
 */
export function lostCommits(file: string): LostCommits | null {
  const handle = openSync(file, 'r');
  try {
    return lostIn(handle);
  } finally {
    closeSync(handle);
  }
}

function lostIn(handle: number): LostCommits | null {
  const header = Buffer.alloc(headerBytes);
  const { size } = fstatSync(handle);
  if (readSync(handle, header, 0, headerBytes, 0) < headerBytes || header.every((byte) => byte === 0)) return null;
  const pageBytes = header.readUInt32BE(8) === 1 ? 65_536 : header.readUInt32BE(8);
  const isPageSize = pageBytes >= 512 && pageBytes <= 65_536;
  const frames = isPageSize ? Math.floor((size - headerBytes) / (frameHeaderBytes + pageBytes)) : 1;
  const isBigEndian = header.readUInt32BE(0) === magic + 1;
  let sum = checksum([0, 0], header.subarray(0, 24), isBigEndian);
  const isHeader = isPageSize && (header.readUInt32BE(0) & ~1) === magic && isSum(sum, header, 24);
  if (!isHeader) return frames === 0 ? null : { frame: 1, frames };

  const frame = Buffer.alloc(frameHeaderBytes + pageBytes);
  let unreadable: number | null = null;
  let wasCommit = false;
  for (let index = 1; index <= frames; index++) {
    readSync(handle, frame, 0, frame.length, headerBytes + (index - 1) * frame.length);
    const isOfThisLog = frame.compare(header, 16, 24, 8, 16) === 0;
    if (unreadable !== null && wasCommit && isOfThisLog) return { frame: unreadable, frames };
    if (unreadable === null) {
      sum = checksum(checksum(sum, frame.subarray(0, 8), isBigEndian), frame.subarray(frameHeaderBytes), isBigEndian);
      if (!isOfThisLog || !isSum(sum, frame, 16)) unreadable = index;
    }
    wasCommit = unreadable !== null && isOfThisLog && frame.readUInt32BE(4) !== 0;
  }
  return null;
}

type Sum = readonly [number, number];

const isSum = ([first, second]: Sum, at: Buffer, offset: number): boolean =>
  at.readUInt32BE(offset) === first && at.readUInt32BE(offset + 4) === second;

function checksum([first, second]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  let [a, b] = [first, second];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let offset = 0; offset < bytes.length; offset += 8) {
    a = (a + view.getUint32(offset, !isBigEndian) + b) >>> 0;
    b = (b + view.getUint32(offset + 4, !isBigEndian) + a) >>> 0;
  }
  return [a, b];
}
