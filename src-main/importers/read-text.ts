import { open, type FileHandle } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { emptyFile, fileFault, statFile } from './stat-file.ts';

/** Large enough that a piece costs little beside its bytes. */
const chunkBytes = 256 * 1024;

export interface TextChunk {
  /** UTF-8; not cut at the end of a line, nor of a character. */
  readonly bytes: Uint8Array;
  /** Bytes of the file, as it lies on the disk, that were read so far. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

/**
 * The text of a file, plain or gzipped, UTF-8 or (with its mark) UTF-16, piece by piece: never the whole of it in memory. As bytes, since most
 * rows are never made strings of. Throws FaultError:
 * FILE_NOT_FOUND, FILE_UNREADABLE, FILE_EMPTY, FILE_TRUNCATED, FILE_DAMAGED, FILE_BINARY.
 */
export async function* readText(path: string): AsyncGenerator<TextChunk> {
  try {
    const { sizeBytes: bytesTotal } = await statFile(path);
    await using file = await open(path, 'r');
    const source = file.createReadStream({ start: 0, autoClose: false, highWaterMark: chunkBytes });
    let toUtf8: ToUtf8 | null = null;
    for await (const chunk of (await isGzipped(file)) ? gunzipped(source) : source) {
      toUtf8 ??= toUtf8For(chunk as Buffer, path);
      yield { bytes: toUtf8(chunk as Buffer), bytesRead: source.bytesRead, bytesTotal };
    }
    if (toUtf8 === null) throw new FaultError(emptyFile(path));
    yield { bytes: toUtf8(null), bytesRead: bytesTotal, bytesTotal };
  } catch (error) {
    throw fileFault(error, path);
  }
}

async function isGzipped(file: FileHandle): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
  return buffer.equals(Buffer.from([0x1f, 0x8b]));
}

/** A failure of either stream ends the other and is thrown to the reader of the second, so the callback has nothing left to do. */
const gunzipped = (source: Readable): Readable =>
  pipeline(source, createGunzip({ chunkSize: chunkBytes }), () => undefined);

/** The bytes of a piece in UTF-8; null ends the text. */
type ToUtf8 = (chunk: Buffer | null) => Uint8Array;

const asItIs: ToUtf8 = (chunk) => chunk ?? new Uint8Array();

function toUtf8For(head: Buffer, path: string): ToUtf8 {
  if (head.subarray(0, 2).equals(Buffer.from([0xff, 0xfe]))) {
    const decoder = new TextDecoder('utf-16le');
    return (chunk) => Buffer.from(chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true }));
  }
  if (controlCharacters.test(head.toString('latin1', 0, 1024))) throw new FaultError(binaryFile(path));
  return asItIs;
}

/** What no text has: control characters other than tab, line feed, form feed, carriage return. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const controlCharacters = /[\x00-\x08\x0b\x0e-\x1f]/;

const binaryFile = (path: string): Fault =>
  fault('FILE_BINARY', `${path} is not text. Bars are read from CSV, plain or gzipped; unpack other archives first.`, {
    path,
  });
