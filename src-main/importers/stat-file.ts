import { stat } from 'node:fs/promises';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';

export interface FileState {
  readonly sizeBytes: number;
  /** When the file system changed anything of it last. */
  readonly changedAtMs: number;
  /** Which file it is and how it stands: whatever is written to it makes another of it. */
  readonly version: string;
}

/**
 * Asked before a file is opened: opening a pipe would wait for its writer. Throws FaultError FILE_UNREADABLE, FILE_EMPTY, and what the file
 * system says.
 */
export async function statFile(path: string): Promise<FileState> {
  const stats = await stat(path, { bigint: true });
  if (!stats.isFile())
    throw new FaultError(fault('FILE_UNREADABLE', `${path} is not a file. Name the file with the bars.`, { path }));
  if (stats.size === 0n) throw new FaultError(emptyFile(path));
  const { dev, ino, size, mtimeNs, ctimeNs } = stats;
  const version = [dev, ino, size, mtimeNs, ctimeNs].join(':');
  return { sizeBytes: Number(size), changedAtMs: Number(stats.ctimeMs), version };
}

/** What went wrong with a file, in words for people. */
export const fileFault = (error: unknown, path: string): FaultError =>
  error instanceof FaultError ? error : new FaultError(readFault(error, path), { cause: error });

function readFault(error: unknown, path: string): Fault {
  const message = error instanceof Error ? error.message : String(error);
  switch (error instanceof Error && 'code' in error ? error.code : null) {
    case 'ENOENT':
      return fault('FILE_NOT_FOUND', `There is no file ${path}. Nothing was imported. Check the path.`, { path });
    case 'Z_BUF_ERROR':
      return fault('FILE_TRUNCATED', `${path} ends before its data does. Nothing was imported. Fetch it again.`, {
        path,
      });
    case 'Z_DATA_ERROR':
      return fault('FILE_DAMAGED', `${path} is damaged: ${message}. Nothing was imported. Fetch it again.`, { path });
    default:
      return fault('FILE_UNREADABLE', `${path} cannot be read: ${message}. Nothing was imported.`, { path });
  }
}

export const emptyFile = (path: string): Fault =>
  fault('FILE_EMPTY', `${path} is empty. Nothing was imported. Export it again.`, { path });
