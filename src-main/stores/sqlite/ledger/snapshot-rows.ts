import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { StateSnapshot } from '#main/ports/event-log.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

/** One to start from, and the one before it. */
const snapshotsKept = 2;

/** Keeps the newest two of this reducer version; those of any other were made by another meaning of the events, and go. */
export function replaceSnapshots(db: WritableDb, reducerVersion: number, snapshot: StateSnapshot): void {
  db.transaction(() => {
    db.command('INSERT OR REPLACE INTO snapshots (reducer_version, sequence, state) VALUES (?, ?, ?)').run(
      reducerVersion,
      snapshot.sequence,
      canonicalJson(snapshot.state as JsonValue),
    );
    db.command(
      `DELETE FROM snapshots WHERE reducer_version <> ? OR sequence NOT IN
         (SELECT sequence FROM snapshots WHERE reducer_version = ? ORDER BY sequence DESC LIMIT ?)`,
    ).run(reducerVersion, reducerVersion, snapshotsKept);
  });
}

export function selectLatestSnapshot(db: ReadableDb, reducerVersion: number): StateSnapshot | null {
  const row = db
    .query<{
      readonly sequence: number;
      readonly state: string;
    }>('SELECT sequence, state FROM snapshots WHERE reducer_version = ? ORDER BY sequence DESC LIMIT 1')
    .first(reducerVersion);
  return row === undefined ? null : { sequence: row.sequence, state: JSON.parse(row.state) as object };
}
