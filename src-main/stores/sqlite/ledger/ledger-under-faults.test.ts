import { readFileSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FaultError } from '#shared/base/fault.ts';
import type { EventLog, NewEvent } from '#main/ports/event-log.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { systemRng, temporaryStores, valueOf, type TemporaryStores } from '../../temporary-stores.suite.ts';
import type { Connection } from '../connection.ts';
import { openForWriting } from '../open-database.ts';
import { ledgerDefinition } from './ledger-definition.ts';
import { openLedger, openLedgerToRead } from './open-ledger.ts';
import { sqliteEventLog } from './sqlite-event-log.ts';
import { sqliteOrderIds } from './sqlite-order-ids.ts';

let stores: TemporaryStores;
let file: string;
let db: Connection;
let log: EventLog;

beforeEach(() => {
  stores = temporaryStores();
  file = stores.folder.ledgerFile;
  valueOf(openLedger(stores.folder, stores.context))[Symbol.dispose]();
  const { backupsFolder } = stores.folder;
  db = valueOf(openForWriting({ definition: ledgerDefinition, file, backupsFolder, context: stores.context }));
  log = sqliteEventLog(db, stores.context.wallClock);
});

afterEach(() => {
  db[Symbol.dispose]();
  stores[Symbol.dispose]();
});

const happened = (event: NewEvent['event']): NewEvent => ({ occurredAtUtcMs: sampleStartUtcMs, event });
const stopped = (reason: string): NewEvent => happened({ kind: 'engineStopped', reason });

/** The code and the first words that a statement is refused with; null where it is not. */
function refusal(run: () => unknown): string | null {
  try {
    run();
    return null;
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    expect(error.fault.facts).toMatchObject({ store: 'ledger', file });
    return error.fault.code;
  }
}

/** What a start on the folder reads, with the whole chain followed. */
function reasonsAfterRestart(): readonly string[] {
  db[Symbol.dispose]();
  using reader = valueOf(openLedgerToRead(stores.folder, stores.context));
  return [...(reader?.log.readAfter(0) ?? [])].map(({ event }) =>
    event.kind === 'engineStopped' ? event.reason : event.kind,
  );
}

test('a disk that is full takes nothing of a batch, loses nothing that was answered for, and the log goes on once there is room', () => {
  db.query('PRAGMA max_page_count = 70').first();
  const kept: string[] = [];
  const fill = (): unknown => {
    for (;;) {
      const reason = `${kept.length} ${'long '.repeat(100)}`;
      log.append([
        stopped(reason),
        happened({ kind: 'dealRecorded', deal: sampleDeal({ dealTicket: String(kept.length + 1) }) }),
      ]);
      kept.push(reason, 'dealRecorded');
    }
  };
  expect(refusal(fill)).toBe('STORE_FULL');
  expect(refusal(() => log.append([stopped('again '.repeat(2000))]))).toBe('STORE_FULL');
  expect(kept.length).toBeGreaterThan(10);
  db.query('PRAGMA max_page_count = 100000').first();
  log.append([stopped('there is room')]);
  expect(reasonsAfterRestart()).toEqual([...kept, 'there is room']);
});

test('an order id is given out only where its block could be written', () => {
  const ids = sqliteOrderIds(db, systemRng);
  db.command('PRAGMA query_only = 1').run();
  expect(refusal(() => ids.next())).toBe('STORE_READ_ONLY');
  db.command('PRAGMA query_only = 0').run();
  expect(Number(BigInt(ids.next()) & 0x7ffffffffn)).toBe(1);
});

test('a ledger that may only be read says so, and what was written stays', () => {
  log.append([stopped('one')]);
  db.command('PRAGMA query_only = 1').run();
  expect(refusal(() => log.append([stopped('two')]))).toBe('STORE_READ_ONLY');
  expect(reasonsAfterRestart()).toEqual(['one']);
});

test('a ledger that somebody else keeps locked refuses, and takes the same events afterwards', () => {
  db.query('PRAGMA busy_timeout = 0').first();
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  expect(refusal(() => log.append([stopped('one')]))).toBe('STORE_BUSY');
  other.close();
  log.append([stopped('one')]);
  expect(reasonsAfterRestart()).toEqual(['one']);
});

test('fifty who read while it is written stand in nobody’s way', () => {
  const readers = Array.from({ length: 50 }, () => {
    const reader = new Database(file, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM events').get();
    return reader;
  });
  for (let count = 1; count <= 20; count++) log.append([stopped(`${count}`)]);
  expect(readers.map((reader) => reader.prepare('SELECT count(*) FROM events').pluck().get())).toEqual(
    readers.map(() => 0),
  );
  for (const reader of readers) reader.close();
  expect(reasonsAfterRestart()).toHaveLength(20);
});

test('a page that was damaged is found at the start or when it is read, and the file is left as it is', () => {
  for (let count = 0; count < 200; count++) log.append([stopped(`${count} ${'long '.repeat(100)}`)]);
  db[Symbol.dispose]();
  const bytes = readFileSync(file);
  const pages = bytes.length / 4096;
  bytes.fill(0xa5, Math.floor(pages * 0.6) * 4096, Math.floor(pages * 0.8) * 4096);
  writeFileSync(file, bytes);
  const read = (): unknown => {
    const opened = openLedger(stores.folder, stores.context);
    if (!opened.ok) throw new FaultError(opened.error);
    using ledger = opened.value;
    return [...ledger.log.readAfter(0)];
  };
  expect(refusal(read)).toBe('STORE_DAMAGED');
  expect(readFileSync(file).subarray(4096).equals(bytes.subarray(4096))).toBe(true);
});
