import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { fault } from '#shared/base/fault.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../temporary-stores.suite.ts';
import { openLedger, type Ledger } from '../sqlite/ledger/open-ledger.ts';
import { openMarketStore, type MarketStore } from '../sqlite/market/open-market-store.ts';
import { backupsIn, newestBackupUtcMs } from './backup-folders.ts';
import { readManifest } from './backup-manifest.ts';
import { hashOfFile } from './durable-files.ts';
import { writeBackup, type BackupWish } from './write-backup.ts';

let stores: TemporaryStores;
let opened: DisposableStack;
let ledger: Ledger;
let market: MarketStore;

beforeEach(() => {
  stores = temporaryStores();
  opened = new DisposableStack();
  const { clock, context } = stores;
  ledger = opened.use(valueOf(openLedger(stores.folder, context)));
  market = opened.use(valueOf(openMarketStore(stores.folder, { ...context, marketClock: clock.market })));
});

afterEach(() => {
  opened.dispose();
  stores[Symbol.dispose]();
});

const stop = (reason = 'done'): unknown =>
  ledger.log.append([{ occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'engineStopped', reason } }]);

const backUp = (changes: Partial<BackupWish> = {}) => {
  const { folder, context } = stores;
  const wish = { folder, into: null, keep: 10, nowUtcMs: sampleStartUtcMs, programVersion: '1.2.3', ...changes };
  return writeBackup(wish, { clock: context.monotonicClock, logger: context.logger });
};

const minutes = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'utc' } as const;

test('both stores are copied while they are written, each whole, with what the manifest says of it', async () => {
  stop();
  market.bars.append(minutes, sampleBars({ count: 50, startUtcMs: utcMs(sampleStartUtcMs - 86_400_000) }));
  const writing = backUp();
  for (let count = 0; count < 50; count++) stop();
  const report = valueOf(await writing);
  const { folder, stores: files } = report;
  expect(report).toMatchObject({
    folder: path.join(stores.folder.backupsFolder, 'backup-2024-01-02T00-00-00.000Z'),
    createdAtUtcMs: sampleStartUtcMs,
    removed: [],
    notIncluded: ['settings', 'pairing', 'logs', 'runs', 'agents'],
  });
  expect(readdirSync(folder).toSorted()).toEqual(['ledger.db', 'manifest.json', 'market.db']);
  expect(valueOf(readManifest(folder))).toEqual({
    format: 1,
    createdAtUtcMs: sampleStartUtcMs,
    programVersion: '1.2.3',
    stores: files,
  });
  for (const { store, sha256, sizeBytes } of files) {
    const file = path.join(folder, `${store}.db`);
    expect([hashOfFile(file), statSync(file).size]).toEqual([sha256, sizeBytes]);
    if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
  }
  const [copied] = files;
  expect(copied?.events).toBeGreaterThanOrEqual(1);
  const copy = new Database(path.join(folder, 'ledger.db'), { readonly: true });
  expect(copy.prepare('SELECT max(sequence) FROM events').pluck().get()).toBe(copied?.events);
  expect(copy.pragma('journal_mode', { simple: true })).toBe('delete');
  copy.close();
  const bars = new Database(path.join(folder, 'market.db'), { readonly: true });
  expect(bars.prepare('SELECT count(*) FROM bars').pluck().get()).toBe(50);
  bars.close();
});

test('the newest few stay, and whatever else lies there stays too', async () => {
  const { backupsFolder } = stores.folder;
  mkdirSync(path.join(backupsFolder, 'backup-2023-01-01T00-00-00.000Z.unfinished'), { recursive: true });
  mkdirSync(path.join(backupsFolder, 'backup-2020-01-01T00-00-00.000Z'));
  mkdirSync(path.join(backupsFolder, 'replaced-2020-01-01T00-00-00.000Z'));
  writeFileSync(path.join(backupsFolder, 'ledger-v1-2020-01-01T00-00-00.000Z.db'), '');
  expect(newestBackupUtcMs(backupsFolder)).toBeNull();
  for (const minute of [0, 1, 2]) {
    const nowUtcMs = utcMs(sampleStartUtcMs + minute * 60_000);
    const { removed } = valueOf(await backUp({ keep: 2, nowUtcMs }));
    expect(removed).toEqual(minute === 2 ? ['backup-2024-01-02T00-00-00.000Z'] : []);
  }
  expect(backupsIn(backupsFolder)).toEqual(['backup-2024-01-02T00-02-00.000Z', 'backup-2024-01-02T00-01-00.000Z']);
  expect(newestBackupUtcMs(backupsFolder)).toBe(sampleStartUtcMs + 120_000);
  expect(readdirSync(backupsFolder)).toHaveLength(5);
});

test('in a place that was named nothing is removed', async () => {
  const into = path.join(stores.folder.path, 'elsewhere', 'deep');
  for (const minute of [0, 1])
    valueOf(await backUp({ into, keep: 1, nowUtcMs: utcMs(sampleStartUtcMs + minute * 60_000) }));
  expect(backupsIn(into)).toHaveLength(2);
  expect(existsSync(stores.folder.backupsFolder)).toBe(false);
});

test('a ledger that does not hold makes no backup, and says where', async () => {
  stop('one');
  stop('two');
  const tampering = new Database(stores.folder.ledgerFile);
  tampering.exec(
    `DROP TRIGGER events_are_never_changed; UPDATE events SET body = '{"reason":"owt"}' WHERE sequence = 2`,
  );
  tampering.close();
  expect(await backUp()).toMatchObject({
    error: { code: 'BACKUP_FAILED', message: expect.stringContaining('does not hold at event 2') as string },
  });
  expect(readdirSync(stores.folder.backupsFolder)).toEqual([]);
});

test('pages that are damaged make no backup', async () => {
  for (let count = 0; count < 50; count++) stop('long '.repeat(200));
  opened.dispose();
  const bytes = readFileSync(stores.folder.ledgerFile);
  bytes.fill(0xff, bytes.length - 8192, bytes.length - 4096);
  writeFileSync(stores.folder.ledgerFile, bytes);
  expect(await backUp()).toMatchObject({ error: { code: 'BACKUP_FAILED' } });
  expect(readFileSync(stores.folder.ledgerFile).equals(bytes)).toBe(true);
});

test('a folder without stores has nothing to back up', async () => {
  const empty = temporaryStores(path.join(stores.folder.path, 'empty'));
  expect(await backUp({ folder: empty.folder })).toMatchObject({
    error: fault('BACKUP_FAILED', expect.stringContaining('no store yet') as string, { folder: empty.folder.path }),
  });
});

const maySeal = process.getuid?.() !== 0 && process.platform !== 'win32';

test.skipIf(!maySeal)(
  maySeal ? 'a place that cannot be written is named' : 'skipped: no folder can be sealed against root, or on Windows',
  async () => {
    const into = path.join(stores.folder.path, 'locked');
    mkdirSync(into, { mode: 0o500 });
    expect(await backUp({ into })).toMatchObject({ error: { code: 'BACKUP_FAILED', facts: { into } } });
    chmodSync(into, 0o700);
  },
);

test('a place that is a file is named', async () => {
  const into = path.join(stores.folder.path, 'a-file');
  writeFileSync(into, '');
  expect(await backUp({ into })).toMatchObject({ error: { code: 'BACKUP_FAILED', facts: { into } } });
});
