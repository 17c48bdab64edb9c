import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import { Connection } from './connection.ts';
import { migrate, storedVersion } from './migrate.ts';
import type { ReadableDb } from './readable-db.ts';
import { latestVersion, type StoreDefinition } from './store-definition.ts';
import { damagedLog, foreignStore, newerStore, olderStore, statementFault, storeFault } from './store-fault.ts';
import { lostCommits } from './write-ahead-log.ts';

export interface StoreContext {
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly logger: Logger;
}

export interface StoreOpening {
  readonly definition: StoreDefinition;
  readonly file: string;
  readonly context: StoreContext;
}

/** A connection that cannot write: its handle itself refuses. */
export type ReadingConnection = ReadableDb & Disposable;

/** How long a statement waits for another connection's lock. Writers never meet: the data folder's lock lets in one. */
const busyTimeoutMs = 5000;

const journalBytesMax = 64 * 1024 * 1024;

export interface WriterOpening extends StoreOpening {
  readonly backupsFolder: string;
  /** For who must not wait so long once it is open: the engine's loop stands still meanwhile. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens a store for its one writer, makes it where it is missing, and brings it forward. The caller holds the data folder's lock.
 * STORE_NEWER_THAN_PROGRAM, STORE_UNREADABLE, STORE_DAMAGED, DATA_FOLDER_UNUSABLE; a file that is refused is left as it was found.
 */
export function openForWriting(opening: WriterOpening): Result<Connection, Fault> {
  const { definition, file, backupsFolder, context } = opening;
  let database: Database.Database | null = null;
  try {
    if (!existsSync(file)) createPrivateFile(file);
    // On a disk that is write-protected SQLite would open it all the same, to be read.
    accessSync(file, constants.W_OK);
    refuseLostCommits(opening);
    database = new Database(file, { timeout: busyTimeoutMs });
    refuseUnlessOurs(database, opening);
    setWriterPragmas(database, definition);
    const backupFile = migrate(database, { definition, backupsFolder, nowUtcMs: context.wallClock.nowUtcMs() });
    if (backupFile !== null) context.logger.info('store brought forward', { store: definition.name, backupFile });
    if (opening.busyTimeoutMs !== undefined) database.pragma(`busy_timeout = ${opening.busyTimeoutMs}`);
    return ok(connectionOf(database, opening));
  } catch (error) {
    database?.close();
    return err(faultOf(error, opening));
  }
}

/**
 * Opens a store beside its writer, or without any; null where nothing was stored yet. STORE_NEWER_THAN_PROGRAM, STORE_UNREADABLE (also
 * for an older schema, which only the writer may bring forward), DATA_FOLDER_UNUSABLE.
 */
export function openForReading(opening: StoreOpening): Result<ReadingConnection | null, Fault> {
  const { definition, file } = opening;
  if (!existsSync(file)) return ok(null);
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true, timeout: busyTimeoutMs });
    refuseUnlessOurs(database, opening);
    const version = storedVersion(database);
    if (version === latestVersion(definition)) return ok(connectionOf(database, opening));
    if (version !== 0) throw new FaultError(olderStore(opening, version));
    database.close();
    return ok(null);
  } catch (error) {
    database?.close();
    return err(faultOf(error, opening));
  }
}

const connectionOf = (database: Database.Database, opening: StoreOpening): Connection =>
  new Connection(database, {
    clock: opening.context.monotonicClock,
    logger: opening.context.logger,
    faultOf: (error) => statementFault(error, opening),
  });

/** Only where each commit was flushed: elsewhere a loss of power may tear several, and that is no damage. */
function refuseLostCommits({ definition, file }: StoreOpening): void {
  const log = `${file}-wal`;
  if (definition.synchronous !== 'FULL' || !existsSync(log)) return;
  const lost = lostCommits(log);
  if (lost !== null) throw new FaultError(damagedLog({ definition, file }, lost));
}

/** SQLite gives its journals the mode of the database file. Only a new file is opened here: see the lock on POSIX and closed handles. */
function createPrivateFile(file: string): void {
  closeSync(openSync(file, 'wx', 0o600));
}

/** The first read of the file: it also finds what is no database, and a database that was cut short. */
function refuseUnlessOurs(database: Database.Database, opening: StoreOpening): void {
  const version = storedVersion(database);
  const applicationId = database.pragma('application_id', { simple: true });
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  const isNew = version === 0 && applicationId === 0 && tables === 0;
  if (!isNew && applicationId !== opening.definition.applicationId) throw new FaultError(foreignStore(opening));
  if (version > latestVersion(opening.definition)) throw new FaultError(newerStore(opening, version));
}

function setWriterPragmas(database: Database.Database, definition: StoreDefinition): void {
  database.pragma('journal_mode = WAL');
  database.pragma(`synchronous = ${definition.synchronous}`);
  // Without it macOS leaves a commit in the drive's own cache.
  database.pragma(`fullfsync = ${definition.synchronous === 'FULL' ? 1 : 0}`);
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  // A log that a long import has made large is cut back once it begins anew.
  database.pragma(`journal_size_limit = ${journalBytesMax}`);
}

function faultOf(error: unknown, opening: StoreOpening): Fault {
  if (error instanceof FaultError) return error.fault;
  const fault = storeFault(error, opening);
  if (fault === null) throw error;
  return fault;
}
