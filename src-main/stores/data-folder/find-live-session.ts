import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { unusableDataFolder, type DataFolder } from './data-folder.ts';
import { isDataFolderLocked } from './data-folder-lock.ts';
import { readSessionFile, type Session } from './session-file.ts';

/**
 * The engine that runs on the folder now, or null. Whether it lives is read from the lock, which dies with its process, and not from the
 * process id, which the system gives out again. DATA_FOLDER_UNUSABLE where the files may not be read.
 */
export function findLiveSession(folder: DataFolder): Result<Session | null, Fault> {
  try {
    const session = readSessionFile(folder);
    return ok(session !== null && isDataFolderLocked(folder) ? session : null);
  } catch (error) {
    return err(unusableDataFolder(folder.path, error));
  }
}
