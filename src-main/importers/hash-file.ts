import { open, type FileHandle } from 'node:fs/promises';
import type { WallClock } from '#main/ports/clock.ts';
import { fileFault, statFile, type FileState } from './stat-file.ts';

const pieceBytes = 1024 * 1024;
/** Pieces that are read and hashed at a time, in the threads that Node keeps for such work: the engine's loop only waits. */
const piecesAtOnce = 4;

export interface HashedFile extends FileState {
  /**
   * In hexadecimal the SHA-256 of the SHA-256s of its pieces of 1 MiB, the last one shorter; of a file of one piece the SHA-256 of its bytes. By
   * pieces, so that several threads can work on it.
   */
  readonly contentHash: string;
}

/** The hash of a file's bytes as they lie on the disk. Throws FaultError: FILE_NOT_FOUND, FILE_UNREADABLE, FILE_EMPTY. */
export type FileHasher = (path: string) => Promise<HashedFile>;

/** A file system's clock is no finer than this: a file that was changed so lately may change again and look the same. */
const settledMs = 2000;
const rememberedMax = 64;

/** Hashes files, each once for as long as nothing is written to it. */
export function fileHasher(wallClock: WallClock): FileHasher {
  const hashes = new Map<string, string>();
  return async (path) => {
    try {
      const state = await statFile(path);
      const known = hashes.get(state.version);
      if (known !== undefined) return { ...state, contentHash: known };
      const isSettled = wallClock.nowUtcMs() - state.changedAtMs > settledMs;
      const contentHash = await hashOf(path, state.sizeBytes);
      if (hashes.size >= rememberedMax) hashes.clear();
      if (isSettled) hashes.set(state.version, contentHash);
      return { ...state, contentHash };
    } catch (error) {
      throw fileFault(error, path);
    }
  };
}

async function hashOf(path: string, sizeBytes: number): Promise<string> {
  await using file = await open(path, 'r');
  const hashes = await hashPieces(file, Math.ceil(sizeBytes / pieceBytes));
  const [first] = hashes;
  const whole = hashes.length === 1 && first !== undefined ? first : await sha256(Buffer.concat(hashes));
  return whole.toString('hex');
}

async function hashPieces(file: FileHandle, count: number): Promise<readonly Buffer[]> {
  const hashes: Buffer[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    const piece = Buffer.allocUnsafeSlow(pieceBytes);
    for (let index = next++; index < count; index = next++) {
      const { bytesRead } = await file.read(piece, 0, pieceBytes, index * pieceBytes);
      hashes[index] = await sha256(piece.subarray(0, bytesRead));
    }
  };
  await Promise.all(Array.from({ length: Math.min(piecesAtOnce, count) }, work));
  return hashes;
}

const sha256 = async (bytes: Uint8Array<ArrayBuffer>): Promise<Buffer> =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes));
