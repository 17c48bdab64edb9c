import path from 'node:path';
import Database from 'better-sqlite3';
import { fault, type Fault } from '#shared/base/fault.ts';
import { unusableDataFolder } from '../data-folder/data-folder.ts';
import { latestVersion, type StoreDefinition } from './store-definition.ts';
import type { LostCommits } from './write-ahead-log.ts';

export interface StoreFile {
  readonly definition: StoreDefinition;
  readonly file: string;
}

/** What a person is told when a store does not open; null where the error is no matter of their disk but a mistake of ours. */
export function storeFault(error: unknown, store: StoreFile): Fault | null {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return null;
  const folder = path.dirname(store.file);
  if (!(error instanceof Database.SqliteError)) return unusableDataFolder(folder, error);
  if (/^SQLITE_(CORRUPT|NOTADB|FORMAT)/.test(error.code)) return unreadableStore(store, error.message);
  if (/^SQLITE_(CANTOPEN|READONLY|IOERR|PERM|AUTH)/.test(error.code)) return unusableDataFolder(folder, error);
  return statementFault(error, store);
}

/**
 * What a person is told when a store that is open fails them; null where the error is no matter of their disk but a mistake of ours. The
 * transaction that failed has left nothing. STORE_FULL, STORE_BUSY, STORE_DAMAGED; STORE_READ_ONLY also where the disk refuses in any other way.
 */
export function statementFault(error: unknown, { definition, file }: StoreFile): Fault | null {
  if (!(error instanceof Database.SqliteError)) return null;
  const facts = { store: definition.name, file, reason: `${error.code}: ${error.message}` };
  const kept = 'What was stored before is whole; only the newest is not in it.';
  if (error.code === 'SQLITE_FULL')
    return fault(
      'STORE_FULL',
      `The disk is full: the ${definition.name} ${file} takes no more. ${kept} Free some space on that disk.`,
      facts,
    );
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code))
    return fault(
      'STORE_BUSY',
      `Another program keeps the ${definition.name} ${file} locked. ${kept} Close what has it open: a backup, a virus scanner, a database viewer.`,
      facts,
    );
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR_CORRUPTFS|IOERR_SHORT_READ)/.test(error.code))
    return damagedStore({ definition, file }, error.message);
  if (/^SQLITE_(READONLY|IOERR|CANTOPEN|PERM)/.test(error.code))
    return fault(
      'STORE_READ_ONLY',
      `The ${definition.name} ${file} cannot be written (${error.message}). ${kept} See whether its folder may be written to, and whether ` +
        'the disk is write-protected, gone or failing.',
      facts,
    );
  return null;
}

/** It was opened, and pages of it turn out to be wrong. */
export const damagedStore = ({ definition, file }: StoreFile, reason: string): Fault =>
  fault(
    'STORE_DAMAGED',
    `The ${definition.name} ${file} is damaged: ${reason}. It is left as it is. ${definition.remedy}`,
    { store: definition.name, file, reason },
  );

/** Commits were answered for and cannot be read again: to go on without them is a person's decision. */
export const damagedLog = ({ definition, file }: StoreFile, { frame, frames }: LostCommits): Fault =>
  fault(
    'STORE_DAMAGED',
    `The write-ahead log ${file}-wal is damaged at frame ${frame} of ${frames}, and commits of the ${definition.name} lie behind. Both files are left as ` +
      `they are. ${definition.remedy}`,
    { store: definition.name, file, frame, frames },
  );

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
