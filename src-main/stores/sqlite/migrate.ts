import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { assert } from '#shared/base/assert.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import { latestVersion, type StoreDefinition } from './store-definition.ts';

export interface MigrationRun {
  readonly definition: StoreDefinition;
  readonly backupsFolder: string;
  readonly nowUtcMs: UtcMs;
}

/**
 * Brings a database forward to the newest version, each step in one transaction, so that a kill leaves it at a whole version. A copy in
 * the backups folder precedes the first step of a database that holds anything; its path is answered, else null.
 */
export function migrate(
  database: Database.Database,
  { definition, backupsFolder, nowUtcMs }: MigrationRun,
): string | null {
  definition.migrations.forEach(({ version }, index) =>
    assert(version === index + 1, `${definition.name}: migrations count from 1 without a gap`),
  );
  const version = storedVersion(database);
  if (version >= latestVersion(definition)) return null;
  const backupFile = version === 0 ? null : backUp(database, { definition, backupsFolder, nowUtcMs });
  // A table that others refer to can only be made anew while references are not followed; each step checks them before it is committed.
  database.pragma('foreign_keys = OFF');
  for (const migration of definition.migrations.slice(version))
    database
      .transaction(() => {
        database.exec(migration.sql);
        const broken = database.pragma('foreign_key_check') as readonly unknown[];
        assert(broken.length === 0, `${definition.name}: migration ${migration.version} leaves references whole`);
        database.pragma(`application_id = ${definition.applicationId}`);
        database.pragma(`user_version = ${migration.version}`);
      })
      .immediate();
  database.pragma('foreign_keys = ON');
  return backupFile;
}

export const storedVersion = (database: Database.Database): number =>
  database.pragma('user_version', { simple: true }) as number;

function backUp(database: Database.Database, { definition, backupsFolder, nowUtcMs }: MigrationRun): string {
  mkdirSync(backupsFolder, { recursive: true, mode: 0o700 });
  const stamp = new Date(nowUtcMs).toISOString().replaceAll(':', '-');
  const backupFile = path.join(backupsFolder, `${definition.name}-v${storedVersion(database)}-${stamp}.db`);
  database.prepare('VACUUM INTO ?').run(backupFile);
  return backupFile;
}
