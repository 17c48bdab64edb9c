import path from 'node:path';
import Database from 'better-sqlite3';
import { fault, type Fault } from '#shared/base/fault.ts';
import { unusableDataFolder } from '../data-folder/data-folder.ts';
import { latestVersion, type StoreDefinition } from './store-definition.ts';

interface StoreFile {
  readonly definition: StoreDefinition;
  readonly file: string;
}

/** What a person is told when a store does not open; null where the error is no matter of their disk but a mistake of ours. */
export function storeFault(error: unknown, store: StoreFile): Fault | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null;
  const folder = path.dirname(store.file);
  if (!(error instanceof Database.SqliteError)) return unusableDataFolder(folder, error);
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(error.code)) return unreadableStore(store, error.message);
  if (/^SQLITE_(CANTOPEN|READONLY|FULL|IOERR|PERM|AUTH|BUSY)/.test(error.code))
    return unusableDataFolder(folder, error);
  return null;
}

export const foreignStore = (store: StoreFile): Fault => unreadableStore(store, 'it is the database of something else');

export function olderStore({ definition: { name }, file }: StoreFile, found: number): Fault {
  return fault(
    'STORE_UNREADABLE',
    `The ${name} ${file} was written by an older version of ATS Cockpit (schema ${found}). Nothing was lost. ` +
      'Start the cockpit on this data folder once: it makes a backup and brings the file forward.',
    { file, found },
  );
}

export function newerStore({ definition, file }: StoreFile, found: number): Fault {
  const known = latestVersion(definition);
  return fault(
    'STORE_NEWER_THAN_PROGRAM',
    `The ${definition.name} ${file} was written by a newer version of ATS Cockpit (schema ${found}, this one knows ${known}). ` +
      'It was left as it is. Install the newer version again, or name another folder with --data.',
    { file, found, known },
  );
}

function unreadableStore({ definition, file }: StoreFile, reason: string): Fault {
  return fault(
    'STORE_UNREADABLE',
    `The ${definition.name} ${file} cannot be read: ${reason}. It was left as it is. ${definition.remedy}`,
    { file, reason },
  );
}
