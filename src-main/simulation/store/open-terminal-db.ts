import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { createTerminal } from './migrations/0001-create-terminal.ts';
import { speakWholeProtocol } from './migrations/0002-speak-whole-protocol.ts';
import { tradeSeveralSymbols } from './migrations/0003-trade-several-symbols.ts';

export type TerminalDb = Database.Database;

const migrations: readonly string[] = [createTerminal, speakWholeProtocol, tradeSeveralSymbols];

/**
 * Opens the terminal's file in its folder and makes both where they are missing. It is this process's alone: a second one is told
 * DATA_FOLDER_IN_USE. Every commit is on the disk before it returns. A newer file is STORE_NEWER_THAN_PROGRAM, one that is no database
 * STORE_UNREADABLE; neither is touched.
 */
export function openTerminalDb(folder: string): Result<TerminalDb, Fault> {
  const file = join(folder, 'terminal.db');
  let db: TerminalDb | null = null;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    db = new Database(file, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    const version = db.pragma('user_version', { simple: true }) as number;
    if (version > migrations.length) {
      db.close();
      return err(newer(file, version));
    }
    migrate(db, version);
    return ok(db);
  } catch (error) {
    db?.close();
    return err(openingFault(file, error));
  }
}

function migrate(db: TerminalDb, version: number): void {
  const run = db.transaction(() => {
    for (const migration of migrations.slice(version)) db.exec(migration);
    db.pragma(`user_version = ${migrations.length}`);
  });
  run.exclusive();
}

function openingFault(file: string, error: unknown): Fault {
  const reason = error instanceof Error ? error.message : String(error);
  const code = error instanceof Database.SqliteError ? error.code : '';
  if (code.startsWith('SQLITE_BUSY'))
    return fault(
      'DATA_FOLDER_IN_USE',
      'Another simulated terminal uses this folder. Nothing was changed. Stop it, or give this one a folder of its own.',
      { file },
    );
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return fault(
      'STORE_UNREADABLE',
      'The simulated terminal’s file is damaged. It was left as it is. Move it away to begin with a new account.',
      { file, reason },
    );
  return fault('DATA_FOLDER_UNUSABLE', 'The simulated terminal’s folder cannot be used.', { file, reason });
}

const newer = (file: string, version: number): Fault =>
  fault(
    'STORE_NEWER_THAN_PROGRAM',
    'The simulated terminal’s file was written by a newer version of the program. It was left as it is. Update the program.',
    { file, version, known: migrations.length },
  );
