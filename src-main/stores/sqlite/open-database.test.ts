import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NewEvent } from '#main/ports/event-log.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../temporary-stores.suite.ts';
import { ledgerDefinition } from './ledger/ledger-definition.ts';
import { openLedger, openLedgerToRead } from './ledger/open-ledger.ts';
import { marketDefinition } from './market/market-definition.ts';
import { openMarketStore } from './market/open-market-store.ts';
import { openForReading, openForWriting } from './open-database.ts';
import { latestVersion, type Migration, type StoreDefinition } from './store-definition.ts';

let stores: TemporaryStores;
let file: string;

beforeEach(() => {
  stores = temporaryStores();
  file = stores.folder.ledgerFile;
});

afterEach(() => {
  stores[Symbol.dispose]();
});

const createNotes: Migration = { version: 1, name: 'create notes', sql: 'CREATE TABLE notes (text TEXT) STRICT' };
const addAuthors: Migration = { version: 2, name: 'add authors', sql: 'ALTER TABLE notes ADD COLUMN author TEXT' };
const fail: Migration = { version: 3, name: 'fail', sql: 'CREATE TABLE half (done TEXT) STRICT; DROP TABLE missing' };

const definitionWith = (...migrations: readonly Migration[]): StoreDefinition => ({
  name: 'ledger',
  applicationId: 0x4e4f5445,
  synchronous: 'NORMAL',
  migrations,
  remedy: 'Do this.',
});

const openNotes = (...migrations: readonly Migration[]) =>
  openForWriting({
    definition: definitionWith(...migrations),
    file,
    backupsFolder: stores.folder.backupsFolder,
    context: stores.context,
  });

const readNotes = (...migrations: readonly Migration[]) =>
  openForReading({ definition: definitionWith(...migrations), file, context: stores.context });

function lookAt<T>(filePath: string, look: (database: Database.Database) => T): T {
  const database = new Database(filePath, { readonly: true });
  try {
    return look(database);
  } finally {
    database.close();
  }
}

const versionOf = (filePath: string) => lookAt(filePath, (it) => it.pragma('user_version', { simple: true }));

const openBoth = () => [openLedger(stores.folder, stores.context), openLedgerToRead(stores.folder, stores.context)];

test('a new store is private, and a new database is migrated without a backup', () => {
  valueOf(openNotes(createNotes, addAuthors))[Symbol.dispose]();
  expect(versionOf(file)).toBe(2);
  expect(existsSync(stores.folder.backupsFolder)).toBe(false);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a database of the version before is brought forward behind a backup that keeps the old one', () => {
  {
    using notes = valueOf(openNotes(createNotes));
    notes.command('INSERT INTO notes VALUES (?)').run('kept');
  }
  {
    using notes = valueOf(openNotes(createNotes, addAuthors));
    expect(notes.query('SELECT text, author FROM notes').all()).toEqual([{ text: 'kept', author: null }]);
  }
  const backupFile = path.join(stores.folder.backupsFolder, 'ledger-v1-2024-01-02T00-00-00.000Z.db');
  expect(readdirSync(stores.folder.backupsFolder)).toEqual([path.basename(backupFile)]);
  expect(versionOf(backupFile)).toBe(1);
  expect(lookAt(backupFile, (it) => it.prepare('SELECT * FROM notes').all())).toEqual([{ text: 'kept' }]);
  expect(stores.lines).toEqual([
    { level: 'info', message: 'store brought forward', facts: { store: 'ledger', backupFile } },
  ]);
  valueOf(openNotes(createNotes, addAuthors))[Symbol.dispose]();
  expect(readdirSync(stores.folder.backupsFolder)).toHaveLength(1);
});

test('a migration that fails leaves the version before it, whole', () => {
  valueOf(openNotes(createNotes))[Symbol.dispose]();
  expect(() => openNotes(createNotes, addAuthors, fail)).toThrow('missing');
  expect(versionOf(file)).toBe(2);
  expect(lookAt(file, (it) => it.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'half'`).pluck().get())).toBe(
    0,
  );
});

test('a commit of the ledger is on the disk before it is answered; the market may lose its last ones', () => {
  const synchronousOf = (definition: StoreDefinition, file: string) => {
    const { backupsFolder } = stores.folder;
    using store = valueOf(openForWriting({ definition, file, backupsFolder, context: stores.context }));
    return [store.query('PRAGMA journal_mode').first(), store.query('PRAGMA synchronous').first()];
  };
  const [inWal, full, normal] = [{ journal_mode: 'wal' }, { synchronous: 2 }, { synchronous: 1 }];
  expect(synchronousOf(ledgerDefinition, file)).toEqual([inWal, full]);
  expect(synchronousOf(marketDefinition, stores.folder.marketFile)).toEqual([inWal, normal]);
});

test('migrations count from one without a gap', () => {
  expect(() => openNotes(createNotes, fail)).toThrow('without a gap');
});

test('a reader finds nothing before the first start, and leaves an older schema to the writer', () => {
  expect(readNotes(createNotes)).toEqual({ ok: true, value: null });
  writeFileSync(file, '');
  expect(readNotes(createNotes)).toEqual({ ok: true, value: null });
  valueOf(openNotes(createNotes))[Symbol.dispose]();
  expect(readNotes(createNotes, addAuthors)).toMatchObject({
    error: { code: 'STORE_UNREADABLE', message: expect.stringContaining('Start the cockpit') as string },
  });
  expect(versionOf(file)).toBe(1);
});

test('a reading connection cannot write', () => {
  valueOf(openNotes(createNotes))[Symbol.dispose]();
  using reader = valueOf(readNotes(createNotes));
  expect(() => reader?.query(`INSERT INTO notes VALUES ('x') RETURNING text`).all()).toThrow('readonly');
});

test('at rest a store is one file that can be read without writing beside it', () => {
  const written: NewEvent = { occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'engineStopped', reason: 'done' } };
  const writer = valueOf(openLedger(stores.folder, stores.context));
  writer.log.append([written]);
  const reader = valueOf(openLedgerToRead(stores.folder, stores.context));
  expect([...(reader?.log.readAfter(0) ?? [])]).toHaveLength(1);
  expect(readdirSync(stores.folder.path)).toContain('ledger.db-wal');
  writer[Symbol.dispose]();
  expect([...(reader?.log.readAfter(0) ?? [])]).toHaveLength(1);
  reader?.[Symbol.dispose]();

  valueOf(openLedger(stores.folder, stores.context))[Symbol.dispose]();
  expect(readdirSync(stores.folder.path)).toEqual(['ledger.db']);
  using again = valueOf(openLedgerToRead(stores.folder, stores.context));
  expect([...(again?.log.readAfter(0) ?? [])]).toHaveLength(1);
  expect(readdirSync(stores.folder.path)).toEqual(['ledger.db']);
});

test('a store of a newer version is refused and left alone', () => {
  valueOf(openLedger(stores.folder, stores.context))[Symbol.dispose]();
  const database = new Database(file);
  database.pragma('user_version = 99');
  database.close();
  const before = readFileSync(file);
  for (const opened of openBoth())
    expect(opened).toMatchObject({
      error: {
        code: 'STORE_NEWER_THAN_PROGRAM',
        message: expect.stringContaining('newer version') as string,
        facts: { found: 99, known: latestVersion(ledgerDefinition) },
      },
    });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a text file, another program and the other store are refused and left alone', () => {
  const foreign = path.join(stores.folder.path, 'foreign.db');
  const database = new Database(foreign);
  database.exec('CREATE TABLE theirs (x)');
  database.close();
  const market = openMarketStore(stores.folder, { ...stores.context, marketClock: stores.clock.market });
  valueOf(market)[Symbol.dispose]();
  const impostors = [foreign, stores.folder.marketFile].map((impostor) => readFileSync(impostor));
  for (const bytes of [Buffer.from('time,open,high,low,close\n'.repeat(100)), ...impostors]) {
    writeFileSync(file, bytes);
    for (const opened of openBoth())
      expect(opened).toMatchObject({
        error: { code: 'STORE_UNREADABLE', message: expect.stringContaining('“ats restore”') as string },
      });
    expect(readFileSync(file).equals(bytes)).toBe(true);
  }
});

test('a database that was cut short is refused and left alone', () => {
  const writer = valueOf(openLedger(stores.folder, stores.context));
  const reason = 'long '.repeat(1000);
  writer.log.append(
    Array.from({ length: 50 }, () => ({ occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'engineStopped', reason } })),
  );
  writer[Symbol.dispose]();
  const { size } = statSync(file);
  for (const kept of [size - 4096, 8192, 1000]) {
    const whole = path.join(stores.folder.path, 'whole');
    if (!existsSync(whole)) copyFileSync(file, whole);
    copyFileSync(whole, file);
    truncateSync(file, kept);
    for (const opened of openBoth()) expect(opened).toMatchObject({ error: { code: 'STORE_UNREADABLE' } });
    expect(statSync(file).size).toBe(kept);
  }
});

test('a store that cannot be opened makes the data folder unusable', () => {
  mkdirSync(file);
  for (const opened of openBoth())
    expect(opened).toMatchObject({
      error: { code: 'DATA_FOLDER_UNUSABLE', message: expect.stringContaining('--data') as string },
    });
  const absent = temporaryStores(path.join(stores.folder.path, 'absent'));
  expect(openLedger(absent.folder, absent.context)).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE' } });
  expect(openLedgerToRead(absent.folder, absent.context)).toEqual({ ok: true, value: null });
});
