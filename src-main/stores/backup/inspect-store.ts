import Database from 'better-sqlite3';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { Connection, type ConnectionWatch } from '../sqlite/connection.ts';
import { verifyEventLog } from '../sqlite/ledger/event-chain.ts';
import { storedVersion } from '../sqlite/migrate.ts';
import { latestVersion } from '../sqlite/store-definition.ts';
import { newerStore } from '../sqlite/store-fault.ts';
import { definitionOf, storeNames, type StoreName } from './store-files.ts';

/** What a database file turned out to be, all of it read. */
export interface InspectedStore {
  readonly store: StoreName;
  readonly schemaVersion: number;
  readonly events: number | null;
}

/**
 * Reads a copy of a store from end to end: whose it is, its version, SQLite's own integrity check, and of a ledger the chain of hashes. The copy
 * may be changed by it: a write-ahead log beside it is moved into it, and it is left as one file at rest. STORE_UNREADABLE,
 * STORE_DAMAGED, STORE_NEWER_THAN_PROGRAM, EVENT_LOG_BROKEN.
 */
export function inspectStore(file: string, watch: ConnectionWatch): Result<InspectedStore, Fault> {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { fileMustExist: true });
    database.pragma('journal_mode = DELETE');
    const store = storeIn(database);
    if (store === null) return err(noStore(file, 'it is the database of something else'));
    const schemaVersion = storedVersion(database);
    if (schemaVersion > latestVersion(definitionOf[store]))
      return err(newerStore({ definition: definitionOf[store], file }, schemaVersion));
    const flaws = flawsOf(database);
    if (flaws.length > 0) return err(damaged(file, flaws.join('; ')));
    if (store === 'market') return ok({ store, schemaVersion, events: null });
    const events = chainOf(new Connection(database, watch));
    return events.ok ? ok({ store, schemaVersion, events: events.value }) : events;
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    if (!(error instanceof Database.SqliteError)) throw error;
    return err(error.code === 'SQLITE_NOTADB' ? noStore(file, error.message) : damaged(file, error.message));
  } finally {
    database?.close();
  }
}

/** A ledger and a market say by four letters in their header what they are. */
function storeIn(database: Database.Database): StoreName | null {
  const applicationId = database.pragma('application_id', { simple: true });
  return storeNames.find((name) => definitionOf[name].applicationId === applicationId) ?? null;
}

/** How many flaws are named before SQLite stops to look. */
const flawsMax = 5;

/** What SQLite finds wrong with pages, indexes, constraints and references; empty where all is well. */
export function flawsOf(database: Database.Database): readonly string[] {
  const found = database.pragma(`integrity_check(${flawsMax})`) as readonly { readonly integrity_check: string }[];
  const texts = found.map((row) => row.integrity_check);
  return texts.length === 1 && texts[0] === 'ok' ? [] : texts;
}

function chainOf(ledger: Connection): Result<number, Fault> {
  const pages = verifyEventLog(ledger);
  let page = pages.next();
  while (page.done !== true) page = pages.next();
  return page.value;
}

const noStore = (file: string, reason: string): Fault =>
  fault('STORE_UNREADABLE', `${file} is no store of ATS Cockpit: ${reason}.`, { file, reason });

const damaged = (file: string, reason: string): Fault =>
  fault('STORE_DAMAGED', `${file} is damaged: ${reason}.`, { file, reason });
