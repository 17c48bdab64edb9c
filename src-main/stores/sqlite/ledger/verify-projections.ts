import { isDeepStrictEqual } from 'node:util';
import Database from 'better-sqlite3';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { Connection, type ConnectionWatch } from '../connection.ts';
import { ledgerDefinition } from './ledger-definition.ts';
import { areTablesStale, projectedTables, projectLog, staleTables } from './projections.ts';

/**
 * Whether the tables of a ledger say what follows from its log: they are made once more in a database that is thrown away, and compared row by
 * row. Reads one state of the file, beside an engine that goes on writing. Yields after each page of the log; answers how many rows agree.
 * STORE_DAMAGED with the first one that does not, EVENT_LOG_BROKEN, STORE_UNREADABLE for tables of another version of the program.
 */
export function* verifyProjections(file: string, watch: ConnectionWatch): Generator<number, Result<number, Fault>> {
  const ledger = new Database(file, { readonly: true, fileMustExist: true });
  const replica = new Database('');
  try {
    ledger.exec('BEGIN');
    const log = new Connection(ledger, watch);
    if (areTablesStale(log)) return err(staleTables(file));
    replica.pragma('foreign_keys = OFF');
    for (const { sql } of ledgerDefinition.migrations) replica.exec(sql);
    replica.exec('BEGIN');
    yield* projectLog(log, new Connection(replica, watch));
    return compareTables({ file, ledger, replica });
  } catch (error) {
    if (error instanceof FaultError) return err(error.fault);
    throw error;
  } finally {
    replica.close();
    ledger.close();
  }
}

interface Compared {
  readonly file: string;
  readonly ledger: Database.Database;
  readonly replica: Database.Database;
}

function compareTables({ file, ledger, replica }: Compared): Result<number, Fault> {
  let rows = 0;
  for (const { name, key } of projectedTables) {
    const ordered = `SELECT * FROM ${name} ORDER BY ${key}`;
    const expected = replica.prepare(ordered).iterate();
    for (const found of ledger.prepare(ordered).iterate()) {
      const next = expected.next();
      if (next.done === true || !isDeepStrictEqual(found, next.value)) {
        expected.return?.();
        return err(disagreement(file, name, found as Row));
      }
      rows += 1;
    }
    const missing = expected.next();
    expected.return?.();
    if (missing.done !== true) return err(disagreement(file, name, missing.value as Row));
  }
  return ok(rows);
}

type Row = Readonly<Record<string, unknown>>;

function disagreement(file: string, table: string, row: Row): Fault {
  const [key = ''] = Object.values(row).map(String);
  return fault(
    'STORE_DAMAGED',
    `In the ledger ${file} the table ${table} does not say what follows from the event log, first at ${key}. The log itself holds, and where they ` +
      'differ it is right. Nothing was changed. Restore the newest backup with “ats restore”, and keep this file: it is evidence.',
    { file, table, key },
  );
}
