import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { fileFault, statFile, type FileState } from './stat-file.ts';

/** A piece is hashed in about a millisecond: this runs on the engine's loop. */
const pieceBytes = 1024 * 1024;

export interface HashedFile extends FileState {
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly contentHash: string;
}

/** The hash of a file's bytes as they lie on the disk. Throws FaultError: FILE_NOT_FOUND, FILE_UNREADABLE, FILE_EMPTY. */
export async function hashFile(path: string): Promise<HashedFile> {
  try {
    const state = await statFile(path);
    await using file = await open(path, 'r');
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, state.sizeBytes));
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length, null);
      if (bytesRead === 0) break;
      hash.update(piece.subarray(0, bytesRead));
    }
    return { ...state, contentHash: hash.digest('hex') };
  } catch (error) {
    throw fileFault(error, path);
  }
}
