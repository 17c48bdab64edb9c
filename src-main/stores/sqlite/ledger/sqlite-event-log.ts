import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { WallClock } from '#main/ports/clock.ts';
import type { EventLog, NewEvent, StoredEvent } from '#main/ports/event-log.ts';
import { engineEventVersions } from '#shared/events/engine-event.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';
import { eventUpcasters } from '../upcasters/event-upcasters.ts';
import { checkedEvent, storedEventOf } from './event-body.ts';
import { lastLink, linkAt, verifiedPages, type ChainEnd } from './event-chain.ts';
import { eventHash } from './event-hash.ts';
import { insertEvent } from './event-rows.ts';
import { projectEvent } from './project-event.ts';
import { replaceSnapshots, selectLatestSnapshot } from './snapshot-rows.ts';

export type EventLogReads = Pick<EventLog, 'readAfter' | 'latestSnapshot'>;

export function eventLogReads(db: ReadableDb): EventLogReads {
  return {
    *readAfter(sequence) {
      for (const page of verifiedPages(db, linkAt(db, sequence)))
        for (const row of page) yield storedEventOf(row, eventUpcasters);
    },
    latestSnapshot: (reducerVersion) => selectLatestSnapshot(db, reducerVersion),
  };
}

/**
 * The event log in a ledger whose only writer this is. `append` writes the events and what follows from them in the other tables in one
 * transaction; the end of the chain is remembered here, so it costs one insert an event.
 */
export function sqliteEventLog(db: WritableDb, clock: WallClock): EventLog {
  let end = lastLink(db);
  return {
    ...eventLogReads(db),
    append: (events) => {
      if (events.length === 0) return [];
      const receivedAtUtcMs = clock.nowUtcMs();
      const appended = db.transaction(() => appendAll(db, { events, receivedAtUtcMs, end }));
      end = appended.end;
      return appended.stored;
    },
    saveSnapshot: (reducerVersion, snapshot) => replaceSnapshots(db, reducerVersion, snapshot),
  };
}

function appendAll(
  db: WritableDb,
  batch: { readonly events: readonly NewEvent[]; readonly receivedAtUtcMs: UtcMs; readonly end: ChainEnd },
): { readonly stored: readonly StoredEvent[]; readonly end: ChainEnd } {
  const { receivedAtUtcMs } = batch;
  const stored: StoredEvent[] = [];
  let { end } = batch;
  for (const { occurredAtUtcMs, event } of batch.events) {
    const checked = checkedEvent(event);
    const { kind, ...body } = checked;
    const link = {
      sequence: end.sequence + 1,
      kind,
      version: engineEventVersions[kind],
      occurredAtUtcMs,
      receivedAtUtcMs,
      body: canonicalJson(body),
      previousHash: end.hash,
    };
    const row = { ...link, hash: eventHash(link) };
    const storedEvent: StoredEvent = { sequence: row.sequence, occurredAtUtcMs, receivedAtUtcMs, event: checked };
    insertEvent(db, row);
    projectEvent(db, storedEvent);
    stored.push(storedEvent);
    end = row;
  }
  return { stored, end };
}
