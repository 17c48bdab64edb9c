import Database from 'better-sqlite3';
import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { DataFolder } from '../data-folder/data-folder.ts';
import { damagedStore, storeFault } from '../sqlite/store-fault.ts';
import { flawsOf } from './inspect-store.ts';
import { definitionOf, storeFileIn, type StoreName } from './store-files.ts';

/**
 * SQLite's own check of a store as it lies in its folder: pages, indexes, constraints. It may take a minute for each gigabyte and holds its thread.
 * STORE_DAMAGED, STORE_UNREADABLE, DATA_FOLDER_UNUSABLE.
 */
export function verifyPages(folder: DataFolder, store: StoreName): Result<void, Fault> {
  const file = { definition: definitionOf[store], file: storeFileIn(folder, store) };
  let database: Database.Database | null = null;
  try {
    database = new Database(file.file, { readonly: true, fileMustExist: true });
    const flaws = flawsOf(database);
    return flaws.length === 0 ? ok(undefined) : err(damagedStore(file, flaws.join('; ')));
  } catch (error) {
    const fault = storeFault(error, file);
    if (fault === null) throw error;
    return err(fault);
  } finally {
    database?.close();
  }
}
