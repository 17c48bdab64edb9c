import { closeSync, existsSync, openSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { assert } from '#shared/base/assert.ts';
import { Connection } from '../sqlite/connection.ts';
import { migrate, storedVersion } from '../sqlite/migrate.ts';
import type { StoreContext } from '../sqlite/open-database.ts';
import { latestVersion } from '../sqlite/store-definition.ts';
import { statementFault } from '../sqlite/store-fault.ts';
import { agentsDefinition } from './agents-definition.ts';

/** One handle: the graphs' saver writes by the bare one, everything else by the connection around it. */
export interface AgentsDatabase {
  readonly database: Database.Database;
  readonly connection: Connection;
}

export interface AgentsOpening {
  readonly file: string;
  readonly backupsFolder: string;
  readonly context: StoreContext;
}

/** The engine's loop waits so long for a lock of somebody else's; then words are lost, which nobody trades by. */
const busyTimeoutMs = 20;

/**
 * Opens the file of agents, which is disposable: one that is damaged, newer, or somebody else's is deleted and made anew, with a warning. Where the disk
 * takes none at all, it is kept in memory: agents still speak, and are forgotten with the process.
 */
export function openAgentsDatabase(opening: AgentsOpening): AgentsDatabase {
  const { file, context } = opening;
  try {
    return openAt(file, opening);
  } catch (error) {
    context.logger.warn('what agents said is deleted: its file cannot be used', { file, reason: reasonOf(error) });
  }
  try {
    deleteAgentsFile(file);
    return openAt(file, opening);
  } catch (error) {
    context.logger.warn('what agents say is kept in memory alone', { file, reason: reasonOf(error) });
    return openAt(':memory:', opening);
  }
}

/** With what SQLite lays beside it. */
export function deleteAgentsFile(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
}

function openAt(file: string, { backupsFolder, context }: AgentsOpening): AgentsDatabase {
  const wasClosed = !existsSync(`${file}-wal`);
  if (file !== ':memory:' && !existsSync(file)) closeSync(openSync(file, 'wx', 0o600));
  const database = new Database(file, { timeout: busyTimeoutMs });
  try {
    refuseOthers(database);
    if (!wasClosed) refuseDamaged(database);
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${agentsDefinition.synchronous}`);
    database.pragma('foreign_keys = ON');
    database.pragma('trusted_schema = OFF');
    migrate(database, { definition: agentsDefinition, backupsFolder, nowUtcMs: context.wallClock.nowUtcMs() });
    const connection = new Connection(database, {
      clock: context.monotonicClock,
      logger: context.logger,
      faultOf: (error) => statementFault(error, { definition: agentsDefinition, file }),
    });
    return { database, connection };
  } catch (error) {
    database.close();
    throw error;
  }
}

function refuseOthers(database: Database.Database): void {
  const version = storedVersion(database);
  const applicationId = database.pragma('application_id', { simple: true });
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  const isNew = version === 0 && applicationId === 0 && tables === 0;
  assert(isNew || applicationId === agentsDefinition.applicationId, 'it is the database of something else');
  assert(version <= latestVersion(agentsDefinition), `it is of a newer program: schema ${version}`);
}

/** Of a file that its last writer did not close. It is small enough to be looked through while the cockpit starts. */
function refuseDamaged(database: Database.Database): void {
  const found = database.pragma('quick_check(1)', { simple: true });
  assert(found === 'ok', () => `it is damaged: ${String(found)}`);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
