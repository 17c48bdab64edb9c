import Database from 'better-sqlite3';
import { ticksFrom } from './sample-ticks.ts';

/** The limit that the way from the pipe is measured by: the same rows into the same table, by SQLite alone, in transactions of one message. */
export function insertRaw(rows: {
  readonly file: string;
  readonly first: number;
  readonly count: number;
  readonly perTransaction: number;
}): { readonly tookMs: number } {
  const { first, count, perTransaction } = rows;
  const db = new Database(rows.file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(
    'CREATE TABLE IF NOT EXISTS ticks (symbol_id INTEGER NOT NULL, occurred_at_utc_ms INTEGER NOT NULL, ordinal INTEGER NOT NULL, bid REAL NOT NULL, ask REAL NOT NULL, PRIMARY KEY (symbol_id, occurred_at_utc_ms, ordinal)) STRICT, WITHOUT ROWID',
  );
  const insert = db.prepare('INSERT INTO ticks VALUES (1, ?, 0, ?, ?)');
  const startedAtMs = performance.now();
  for (let sent = 0; sent < count; sent += perTransaction) {
    const ticks = ticksFrom(first + sent, Math.min(perTransaction, count - sent));
    db.transaction(() => {
      for (const { offsetMs, bid, ask } of ticks) insert.run(offsetMs, bid, ask);
    })();
  }
  const tookMs = performance.now() - startedAtMs;
  db.close();
  return { tookMs };
}
