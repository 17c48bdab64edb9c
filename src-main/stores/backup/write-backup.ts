import { existsSync, mkdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { notInBackups, type BackedUpStore, type BackupReport } from '#shared/contract/backup-report.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { writePrivateFile } from '../data-folder/private-file.ts';
import type { ConnectionWatch } from '../sqlite/connection.ts';
import { backupName, removeUnfinished, rotateBackups, unfinishedName } from './backup-folders.ts';
import { manifestName, type BackupManifest } from './backup-manifest.ts';
import { flushFile, flushFolder, hashOfFile } from './durable-files.ts';
import { inspectStore } from './inspect-store.ts';
import { fileNameOf, journalSuffixes, storeFileIn, storeNames, type StoreName } from './store-files.ts';

export interface BackupWish {
  readonly folder: DataFolder;
  /** Null: the data folder's own `backups`, of which the newest `keep` stay. Elsewhere nothing is ever removed. */
  readonly into: string | null;
  readonly keep: number;
  readonly nowUtcMs: UtcMs;
  readonly programVersion: string;
}

/**
 * Copies both stores beside whoever writes to them, each as it is at one moment, reads the copies from end to end, and only then gives the backup
 * its name: a folder of that name is whole. It holds its thread until it is done. BACKUP_FAILED; what was begun is removed.
 */
export async function writeBackup(wish: BackupWish, watch: ConnectionWatch): Promise<Result<BackupReport, Fault>> {
  const into = wish.into ?? wish.folder.backupsFolder;
  const name = backupName(wish.nowUtcMs);
  const unfinished = path.join(into, unfinishedName(name));
  try {
    mkdirSync(into, { recursive: true, mode: 0o700 });
    removeUnfinished(into);
    refuseWithoutRoom(wish.folder, into);
    mkdirSync(unfinished, { mode: 0o700 });
    const stores: BackedUpStore[] = [];
    for (const store of storeNames.filter((it) => existsSync(storeFileIn(wish.folder, it))))
      stores.push(await copyStore({ store, from: storeFileIn(wish.folder, store), into: unfinished, watch }));
    if (stores.length === 0) throw new FaultError(nothingThere(wish.folder));
    const { nowUtcMs: createdAtUtcMs, programVersion } = wish;
    const manifest: BackupManifest = { format: 1, createdAtUtcMs, programVersion, stores };
    writePrivateFile(path.join(unfinished, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    flushFolder(unfinished);
    renameSync(unfinished, path.join(into, name));
    flushFolder(into);
    const removed = wish.into === null ? rotateBackups(into, wish.keep) : [];
    return ok({ folder: path.join(into, name), createdAtUtcMs, stores, removed, notIncluded: notInBackups });
  } catch (error) {
    return err(failed(error, into));
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** More than the files: what is still in the write-ahead logs comes on top, and a full disk would stop the engine. */
const spareBytes = 64 * 1024 * 1024;

function refuseWithoutRoom(folder: DataFolder, into: string): void {
  const sizes = storeNames.flatMap((store) => ['', journalSuffixes[0]].map((it) => storeFileIn(folder, store) + it));
  const neededBytes = sizes.reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    spareBytes,
  );
  const { bavail, bsize } = statfsSync(into);
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  const [needed, free] = [neededBytes, freeBytes].map((bytes) => `${Math.ceil(bytes / 1024 / 1024)} MiB`);
  throw new FaultError(
    fault(
      'BACKUP_FAILED',
      `No backup was made: ${into} has ${free} free, and it needs ${needed}. Free some space, or name another place with --to.`,
      {
        into,
        neededBytes,
        freeBytes,
      },
    ),
  );
}

async function copyStore(copy: {
  readonly store: StoreName;
  readonly from: string;
  readonly into: string;
  readonly watch: ConnectionWatch;
}): Promise<BackedUpStore> {
  const { store, from, into, watch } = copy;
  const file = path.join(into, fileNameOf(store));
  const source = new Database(from, { readonly: true, fileMustExist: true });
  try {
    // All pages in one step are one state of the file, whatever is written meanwhile; in several, each write would begin the copy anew.
    await source.backup(file, { progress: () => Number.MAX_SAFE_INTEGER });
  } finally {
    source.close();
  }
  const inspected = inspectStore(file, watch);
  if (!inspected.ok) throw new FaultError(inspected.error);
  flushFile(file);
  const { schemaVersion, events } = inspected.value;
  return { store, schemaVersion, sizeBytes: statSync(file).size, sha256: hashOfFile(file), events };
}

const nothingThere = (folder: DataFolder): Fault =>
  fault('BACKUP_FAILED', `No backup was made: ${folder.path} holds no store yet. Check --data.`, {
    folder: folder.path,
  });

function failed(error: unknown, into: string): Fault {
  if (error instanceof FaultError && error.fault.code === 'BACKUP_FAILED') return error.fault;
  if (!(error instanceof Error && ('code' in error || error instanceof FaultError))) throw error;
  const reason = error instanceof FaultError ? error.fault.message : error.message;
  const message = `No backup was made in ${into}: ${reason} The stores themselves were not touched, and earlier backups are as they were.`;
  return fault('BACKUP_FAILED', message, { into, reason });
}
