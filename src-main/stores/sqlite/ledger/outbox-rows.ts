import type { LedgerOutbox, LedgerTopic, OutboxRow } from '#main/ports/ledger-outbox.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { selectEvent } from './event-rows.ts';

export function insertOutboxRow(db: WritableDb, { sequence, topic, key }: OutboxRow): void {
  db.command('INSERT INTO outbox (sequence, topic, key) VALUES (?, ?, ?)').run(sequence, topic, key);
}

export const sqliteOutbox = (db: ReadableDb): LedgerOutbox => ({
  after: (sequence, limit) =>
    db
      .query<{ readonly sequence: number; readonly topic: LedgerTopic; readonly key: string }>(
        `SELECT sequence, topic, key FROM outbox WHERE sequence > ? AND sequence <=
           (SELECT max(sequence) FROM (SELECT sequence FROM outbox WHERE sequence > ? ORDER BY sequence LIMIT ?))
         ORDER BY sequence, topic, key`,
      )
      .all(sequence, sequence, limit),
  depth: (sequence) =>
    db.query<{ readonly rows: number }>('SELECT count(*) AS rows FROM outbox WHERE sequence > ?').first(sequence)
      ?.rows ?? 0,
  newest: () =>
    db.query<{ readonly sequence: number }>('SELECT sequence FROM outbox ORDER BY sequence DESC LIMIT 1').first()
      ?.sequence ?? 0,
  hashAt: (sequence) => selectEvent(db, sequence)?.hash.toString('hex') ?? null,
});
