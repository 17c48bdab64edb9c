import type { ReadableDb, WritableDb } from '../readable-db.ts';
import type { ChainedEvent } from './event-hash.ts';

export interface EventRow extends ChainedEvent {
  readonly hash: Buffer;
}

const columns = `sequence, kind, version, occurred_at_utc_ms AS occurredAtUtcMs, received_at_utc_ms AS receivedAtUtcMs, body,
  previous_hash AS previousHash, hash`;

export function insertEvent(db: WritableDb, row: EventRow): void {
  db.command('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
    row.sequence,
    row.kind,
    row.version,
    row.occurredAtUtcMs,
    row.receivedAtUtcMs,
    row.body,
    row.previousHash,
    row.hash,
  );
}

export const selectEventsAfter = (db: ReadableDb, sequence: number, limit: number): readonly EventRow[] =>
  db.query<EventRow>(`SELECT ${columns} FROM events WHERE sequence > ? ORDER BY sequence LIMIT ?`).all(sequence, limit);

export const selectEvent = (db: ReadableDb, sequence: number): EventRow | undefined =>
  db.query<EventRow>(`SELECT ${columns} FROM events WHERE sequence = ?`).first(sequence);

export const selectLastEvent = (db: ReadableDb): EventRow | undefined =>
  db.query<EventRow>(`SELECT ${columns} FROM events ORDER BY sequence DESC LIMIT 1`).first();
