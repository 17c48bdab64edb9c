import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { unusableDataFolder, type DataFolder } from './data-folder.ts';
import { readSessionFile, removeSessionFile } from './session-file.ts';

/** Long enough to outlast somebody's look at the lock, short enough for a person who started a second cockpit. */
const acquireTimeoutMs = 250;

/** Held while this process may write to the data folder. The operating system takes it back when the process ends, however it ends. */
export class DataFolderLock implements Disposable {
  readonly #folder: DataFolder;
  readonly #database: Database.Database;

  constructor(folder: DataFolder, database: Database.Database) {
    this.#folder = folder;
    this.#database = database;
    heldLocks.add(this);
  }

  /** Lets go, as the last thing that a stopping cockpit does. The session ends with it. */
  [Symbol.dispose](): void {
    if (!heldLocks.delete(this)) return;
    removeSessionFile(this.#folder);
    this.#database.close();
  }
}

/** A handle that nobody refers to is closed by the garbage collector, and the lock would be gone. */
const heldLocks = new Set<DataFolderLock>();

/**
 * Takes the folder for this process; also within one process it can be held only once. A session file that is still there was left by
 * a killed process and is removed. DATA_FOLDER_IN_USE, DATA_FOLDER_UNUSABLE.
 *
 * The lock is SQLite's exclusive lock on an empty database: advisory locks of the operating system behind one interface on every
 * platform, which Node itself does not offer. Nothing else may open that file: on POSIX, closing any handle of a file drops the process's
 * locks on it. So the holder's process id stands in the session file.
 */
export function acquireDataFolderLock(folder: DataFolder): Result<DataFolderLock, Fault> {
  let database: Database.Database | null = null;
  try {
    database = new Database(folder.lockFile, { timeout: acquireTimeoutMs });
    database.pragma('journal_mode = MEMORY');
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    removeSessionFile(folder);
    return ok(new DataFolderLock(folder, database));
  } catch (error) {
    database?.close();
    return err(isBusy(error) ? folderInUse(folder) : unusableDataFolder(folder.path, error));
  }
}

/** Whether a live process holds the folder. It may let go, or another take hold, right after. */
export function isDataFolderLocked(folder: DataFolder): boolean {
  if (!existsSync(folder.lockFile)) return false;
  const database = new Database(folder.lockFile, { readonly: true, fileMustExist: true, timeout: 0 });
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}

const isBusy = (error: unknown): boolean => error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY';

function folderInUse(folder: DataFolder): Fault {
  const session = readSessionFile(folder);
  const holder = session === null ? 'Another ATS Cockpit' : `Another ATS Cockpit (process ${session.pid})`;
  return fault(
    'DATA_FOLDER_IN_USE',
    `${holder} is using the data folder ${folder.path}. Nothing was lost or changed, and that one goes on working. ` +
      'Use its window, or stop it first, or start this one on another folder with --data.',
    { folder: folder.path, pid: session?.pid ?? null },
  );
}
