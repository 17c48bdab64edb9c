import path from 'node:path';
import Database from 'better-sqlite3';
import { ticksFrom } from './sample-ticks.ts';

/** The limit that the way from the pipe is measured by: the same rows into the same table, by SQLite alone, in transactions of one message. */
export function insertRaw(folder: string, count: number, ticksPerTransaction: number): { readonly tookMs: number } {
  const db = new Database(path.join(folder, 'raw.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(
    'CREATE TABLE ticks (symbol_id INTEGER NOT NULL, occurred_at_utc_ms INTEGER NOT NULL, ordinal INTEGER NOT NULL, bid REAL NOT NULL, ask REAL NOT NULL, PRIMARY KEY (symbol_id, occurred_at_utc_ms, ordinal)) STRICT, WITHOUT ROWID',
  );
  const insert = db.prepare('INSERT INTO ticks VALUES (1, ?, 0, ?, ?)');
  const startedAtMs = performance.now();
  for (let sent = 0; sent < count; sent += ticksPerTransaction) {
    const ticks = ticksFrom(sent, Math.min(ticksPerTransaction, count - sent));
    db.transaction(() => {
      for (const { offsetMs, bid, ask } of ticks) insert.run(offsetMs, bid, ask);
    })();
  }
  const tookMs = performance.now() - startedAtMs;
  db.close();
  return { tookMs };
}
