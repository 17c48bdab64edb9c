import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { Connection, type ConnectionWatch } from '../sqlite/connection.ts';
import { renewInstallationTag } from '../sqlite/ledger/sqlite-order-ids.ts';
import { stampOf } from './backup-folders.ts';
import { readManifest } from './backup-manifest.ts';
import { flushFile, hashOfFile } from './durable-files.ts';
import { restoreSteps, unfinished } from './finish-restore.ts';
import { inspectStore, type InspectedStore } from './inspect-store.ts';
import { isRestoreDecided, stagingFolderOf, writePlan } from './restore-plan.ts';
import { runSteps } from './run-steps.ts';
import { fileNameOf, type StoreName } from './store-files.ts';

export interface RestoreWish {
  readonly folder: DataFolder;
  /** A folder that `ats backup` made, or one database file of this cockpit, such as the copy before a migration. */
  readonly from: string;
  readonly nowUtcMs: UtcMs;
  readonly rng: Rng;
  readonly watch: ConnectionWatch;
}

export interface Restored {
  readonly stores: readonly InspectedStore[];
  /** Of the backup; null for a single file, which does not say. */
  readonly createdAtUtcMs: UtcMs | null;
  /** Where all that was replaced lies now. */
  readonly keptIn: string;
  /** Under which orders are sent from now on; null where the ledger was not restored. */
  readonly installationTag: number | null;
}

/**
 * Puts a backup into the place of what a data folder holds. Everything is copied beside the stores and read from end to end first; then a plan is
 * written, and from there on a kill at any moment is made good by the next start. A restored ledger draws a new installation tag before it takes
 * its place: the old one's order ids may be with the broker already. The caller holds the folder's lock. RESTORE_REFUSED,
 * STORE_NEWER_THAN_PROGRAM, STORE_DAMAGED, STORE_UNREADABLE, EVENT_LOG_BROKEN: nothing was touched then.
 */
export const restoreBackup = (wish: RestoreWish): Result<Restored, Fault> =>
  runSteps(restoreBySteps(wish), (error) => notPossible(wish, error));

/** The same, step by step; throws FaultError. */
export function* restoreBySteps(wish: RestoreWish): Generator<string, Restored> {
  const { folder, rng, watch } = wish;
  // What an earlier restore began counts first: its end is what may be replaced now.
  yield* restoreSteps(folder);
  const { files, createdAtUtcMs } = contentOf(wish.from);
  try {
    mkdirSync(stagingFolderOf(folder), { mode: 0o700 });
    const stores: InspectedStore[] = [];
    for (const file of files) {
      stores.push(stage(folder, file, watch));
      yield `checked ${path.basename(file.path)}`;
    }
    const installationTag = stores.some(({ store }) => store === 'ledger') ? drawTag(folder, { rng, watch }) : null;
    for (const { store } of stores) flushFile(stagedFile(folder, store));
    yield 'drew an installation tag';
    const keptIn = keptFolder(folder, wish.nowUtcMs);
    writePlan(folder, { stores: stores.map(({ store }) => store), keptIn });
    yield 'decided';
    yield* restoreSteps(folder);
    return { stores, createdAtUtcMs, keptIn, installationTag };
  } catch (error) {
    if (!isRestoreDecided(folder)) rmSync(stagingFolderOf(folder), { recursive: true, force: true });
    throw error;
  }
}

interface BackupFile {
  readonly path: string;
  /** What the manifest says; null for a single file, which nobody vouches for. */
  readonly said: { readonly store: StoreName; readonly sha256: string } | null;
}

function contentOf(from: string): { readonly files: readonly BackupFile[]; readonly createdAtUtcMs: UtcMs | null } {
  if (!statSync(from).isDirectory()) return { files: [{ path: from, said: null }], createdAtUtcMs: null };
  const { stores, createdAtUtcMs } = valueOf(readManifest(from));
  const files = stores.map((said) => ({ path: path.join(from, fileNameOf(said.store)), said }));
  return { files, createdAtUtcMs };
}

const stagedFile = (folder: DataFolder, store: StoreName): string =>
  path.join(stagingFolderOf(folder), fileNameOf(store));

/** Copies a file beside the stores and reads the copy: what is checked is what will be used. */
function stage(folder: DataFolder, { path: file, said }: BackupFile, watch: ConnectionWatch): InspectedStore {
  const copy = path.join(stagingFolderOf(folder), 'copy.db');
  for (const suffix of ['', '-wal']) if (existsSync(file + suffix)) copyFileSync(file + suffix, copy + suffix);
  if (!existsSync(copy)) throw new FaultError(unlikeManifest(file, 'it is missing'));
  if (said !== null && hashOfFile(copy) !== said.sha256)
    throw new FaultError(unlikeManifest(file, 'its bytes are others'));
  const inspected = inspectStore(copy, watch);
  if (!inspected.ok) throw new FaultError(ofSource(inspected.error, { copy, file }));
  const { store } = inspected.value;
  if (said !== null && said.store !== store) throw new FaultError(unlikeManifest(file, `it is the ${store}`));
  renameSync(copy, stagedFile(folder, store));
  return inspected.value;
}

function drawTag(folder: DataFolder, { rng, watch }: Pick<RestoreWish, 'rng' | 'watch'>): number {
  using ledger = new Connection(new Database(stagedFile(folder, 'ledger')), watch);
  return renewInstallationTag(ledger, rng);
}

/** On the disk of the stores, where a file can be moved to at once. */
function keptFolder(folder: DataFolder, nowUtcMs: UtcMs): string {
  mkdirSync(folder.backupsFolder, { recursive: true, mode: 0o700 });
  const isSameDisk = statSync(folder.backupsFolder).dev === statSync(folder.path).dev;
  return path.join(isSameDisk ? folder.backupsFolder : folder.path, `replaced-${stampOf(nowUtcMs)}`);
}

const unlikeManifest = (file: string, reason: string): Fault =>
  fault('STORE_DAMAGED', `${file} is not as its backup says: ${reason}. Nothing was changed. Use another backup.`, {
    file,
    reason,
  });

/** People know the file that they named, not its copy. */
const ofSource = (
  { code, message, facts }: Fault,
  { copy, file }: { readonly copy: string; readonly file: string },
): Fault => fault(code, `${message.replaceAll(copy, file)} Nothing was changed.`, { ...facts, file });

function notPossible({ from, folder }: RestoreWish, { message: reason }: Error): Fault {
  if (isRestoreDecided(folder)) return unfinished(folder, reason);
  return fault('RESTORE_REFUSED', `${from} was not restored: ${reason}. Nothing was changed.`, { from, reason });
}

function valueOf<T>(result: Result<T, Fault>): T {
  if (!result.ok) throw new FaultError(result.error);
  return result.value;
}
