import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataFolderAt } from '../data-folder/data-folder.ts';
import { ledgerDefinition } from '../sqlite/ledger/ledger-definition.ts';
import { openLedger } from '../sqlite/ledger/open-ledger.ts';
import { putVersionOneLedger } from '../sqlite/ledger/version-one-ledger.suite.ts';
import { marketDefinition } from '../sqlite/market/market-definition.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../temporary-stores.suite.ts';
import { finishRestore } from './finish-restore.ts';
import { inspectStore } from './inspect-store.ts';
import { restoreBackup, restoreBySteps } from './restore-backup.ts';
import { backedUpAndGoneOn, restoreWish, startOn, type Found } from './restore-rig.suite.ts';

let stores: TemporaryStores;
let backup: string;

beforeEach(async () => {
  stores = temporaryStores();
  backup = await backedUpAndGoneOn(stores);
});

afterEach(() => {
  stores[Symbol.dispose]();
});

const restore = (from = backup) => restoreBackup(restoreWish(stores, from));

const gone = { events: ['before the backup', 'after the backup'], bars: 20 };
const restored = { events: ['before the backup'], bars: 10 };

/** The files of the stores and what stands beside them, by name and bytes. */
function bytesOfStores(): Record<string, string> {
  const names = readdirSync(stores.folder.path).filter((name) => /^(ledger|market)\.db/.test(name));
  return Object.fromEntries(names.map((name) => [name, readFileSync(path.join(stores.folder.path, name), 'base64')]));
}

const tagIn = (file: string): unknown => {
  const database = new Database(file, { readonly: true });
  const tag = database.prepare('SELECT installation_tag FROM order_ids').pluck().get();
  database.close();
  return tag;
};

test('a backup takes the place of what is there, under a new installation tag, and what was there is kept whole', () => {
  const tagBefore = tagIn(path.join(backup, 'ledger.db'));
  const { installationTag, keptIn, ...rest } = valueOf(restore());
  expect(rest).toEqual({
    stores: [
      { store: 'ledger', schemaVersion: ledgerDefinition.migrations.length, events: 1 },
      { store: 'market', schemaVersion: marketDefinition.migrations.length, events: null },
    ],
    createdAtUtcMs: stores.context.wallClock.nowUtcMs(),
  });
  expect(installationTag).not.toBe(tagBefore);
  expect(startOn(stores)).toEqual({ ...restored, installationTag });
  expect(keptIn).toBe(path.join(stores.folder.backupsFolder, 'replaced-2024-01-02T00-00-00.000Z'));
  expect(startOn(stores, dataFolderAt(keptIn))).toEqual({ ...gone, installationTag: tagBefore });
  expect(existsSync(path.join(stores.folder.path, 'restoring'))).toBe(false);
});

test('a backup can be restored into an empty folder', () => {
  const fresh = temporaryStores(path.join(stores.folder.path, 'fresh'));
  mkdirSync(fresh.folder.path);
  expect(restoreBackup(restoreWish(fresh, backup)).ok).toBe(true);
  expect(startOn(fresh)).toMatchObject(restored);
});

test('one file replaces one store, whatever it is called and with the log beside it', () => {
  const file = path.join(stores.folder.path, 'copy of my ledger');
  for (const suffix of ['', '-wal']) cpSync(`${stores.folder.ledgerFile}${suffix}`, file + suffix);
  expect(valueOf(restore(path.join(backup, 'ledger.db')))).toMatchObject({ createdAtUtcMs: null });
  expect(startOn(stores)).toMatchObject({ events: restored.events, bars: gone.bars });
  stores.clock.advance(1000);
  expect(valueOf(restore(file)).stores).toMatchObject([{ store: 'ledger', events: 2 }]);
  expect(startOn(stores)).toMatchObject(gone);
  stores.clock.advance(1000);
  expect(valueOf(restore(path.join(backup, 'market.db')))).toMatchObject({ installationTag: null });
  expect(startOn(stores)).toMatchObject({ events: gone.events, bars: restored.bars });
});

test('the copy that was made before a migration can be restored, and is brought forward again', () => {
  const copy = path.join(stores.folder.path, 'ledger-v1.db');
  putVersionOneLedger(copy);
  const { stores: inspected, installationTag } = valueOf(restore(copy));
  expect(inspected).toMatchObject([{ store: 'ledger', schemaVersion: 1 }]);
  using ledger = valueOf(openLedger(stores.folder, stores.context));
  expect(ledger.orderIds.installationTag).toBe(installationTag);
  expect(ledger.trades.trades({ before: null, limit: 100 })).toHaveLength(4);
});

describe('is refused, and nothing is touched, where', () => {
  const changeLedger = (change: (database: Database.Database) => void): void => {
    const database = new Database(path.join(backup, 'ledger.db'));
    change(database);
    database.close();
  };

  const ledgerAlone = (): string => path.join(backup, 'ledger.db');

  const cases: Record<string, readonly [code: string, prepare: () => string]> = {
    'nothing is there': ['RESTORE_REFUSED', () => path.join(backup, 'nothing')],
    'a folder is no backup': [
      'RESTORE_REFUSED',
      () => {
        rmSync(path.join(backup, 'manifest.json'));
        return backup;
      },
    ],
    'the manifest is none': [
      'RESTORE_REFUSED',
      () => {
        writeFileSync(path.join(backup, 'manifest.json'), '{"format":1}');
        return backup;
      },
    ],
    'a file of the backup is missing': [
      'STORE_DAMAGED',
      () => {
        rmSync(path.join(backup, 'market.db'));
        return backup;
      },
    ],
    'a single bit of it has changed': [
      'STORE_DAMAGED',
      () => {
        const file = path.join(backup, 'market.db');
        const bytes = readFileSync(file);
        bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
        writeFileSync(file, bytes);
        return backup;
      },
    ],
    'the files were swapped': [
      'STORE_DAMAGED',
      () => {
        const manifest = path.join(backup, 'manifest.json');
        const text = readFileSync(manifest, 'utf8');
        writeFileSync(
          manifest,
          text.replace('"ledger"', '"x"').replace('"market"', '"ledger"').replace('"x"', '"market"'),
        );
        for (const [from, to] of [
          ['ledger', 'x'],
          ['market', 'ledger'],
          ['x', 'market'],
        ] as const)
          cpSync(path.join(backup, `${from}.db`), path.join(backup, `${to}.db`));
        return backup;
      },
    ],
    'it is newer than the program': [
      'STORE_NEWER_THAN_PROGRAM',
      () => {
        changeLedger((database) => database.pragma('user_version = 99'));
        return ledgerAlone();
      },
    ],
    'it is the database of something else': [
      'STORE_UNREADABLE',
      () => {
        changeLedger((database) => database.pragma('application_id = 7'));
        return ledgerAlone();
      },
    ],
    'it is no database': [
      'STORE_UNREADABLE',
      () => {
        writeFileSync(ledgerAlone(), 'Dear diary, '.repeat(1000));
        return ledgerAlone();
      },
    ],
    'its chain does not hold': [
      'EVENT_LOG_BROKEN',
      () => {
        changeLedger((database) => {
          database.exec(`DROP TRIGGER events_are_never_changed; UPDATE events SET occurred_at_utc_ms = 1`);
        });
        return ledgerAlone();
      },
    ],
    'an index does not fit its table': [
      'STORE_DAMAGED',
      () => {
        changeLedger((database) => {
          database.unsafeMode();
          database.pragma('writable_schema = ON');
          database.exec(
            `UPDATE sqlite_schema SET sql = replace(sql, 'occurred_at_utc_ms, sequence', 'sequence, occurred_at_utc_ms') WHERE name = 'deals_by_time'`,
          );
          database.exec(
            `UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'trades_by_opening') WHERE name = 'deals_by_time'`,
          );
        });
        return ledgerAlone();
      },
    ],
  };

  test.each(Object.keys(cases))('%s', (name) => {
    const [code, prepare] = cases[name] ?? ['', () => ''];
    const from = prepare();
    const before = bytesOfStores();
    expect(restore(from)).toMatchObject({ ok: false, error: { code } });
    expect(bytesOfStores()).toEqual(before);
    expect(existsSync(path.join(stores.folder.path, 'restoring'))).toBe(false);
    expect(startOn(stores)).toMatchObject(gone);
  });
});

test('what a person named is what the fault names', () => {
  const file = path.join(backup, 'manifest.json');
  const refused = restore(file);
  expect(refused).toMatchObject({ error: { facts: { file } } });
  expect(JSON.stringify(refused)).not.toContain('restoring');
});

test('a place that has gone wrong after the decision is said to be finished later, and is', () => {
  mkdirSync(stores.folder.backupsFolder);
  const keptIn = path.join(stores.folder.backupsFolder, 'replaced-2024-01-02T00-00-00.000Z');
  writeFileSync(keptIn, 'in the way');
  expect(restore()).toMatchObject({
    error: { code: 'RESTORE_REFUSED', message: expect.stringContaining('the next start') as string },
  });
  expect(finishRestore(stores.folder)).toMatchObject({ error: { code: 'RESTORE_REFUSED' } });
  rmSync(keptIn);
  expect(startOn(stores)).toMatchObject(restored);
});

test(
  'killed after any of its steps, a restore leaves all that was there or all that was restored, and nothing is lost',
  { timeout: 120_000 },
  () => {
    const aside = path.join(stores.folder.path, '..', `${path.basename(stores.folder.path)}-runs`);
    const script = fileURLToPath(new URL('./killed-restore.suite.ts', import.meta.url));
    const names = ['ledger.db', 'ledger.db-wal', 'market.db', 'market.db-wal'];
    const fresh = (run: string): TemporaryStores => {
      const it = temporaryStores(path.join(aside, run));
      mkdirSync(it.folder.path, { recursive: true });
      for (const name of names) cpSync(path.join(stores.folder.path, name), path.join(it.folder.path, name));
      return it;
    };
    const undisturbed = [...restoreBySteps(restoreWish(fresh('undisturbed'), backup))];
    const decidedAfter = undisturbed.indexOf('decided') + 1;
    expect(undisturbed.length).toBeGreaterThan(8);
    const outcomes = undisturbed.map((_step, index) => {
      const run = fresh(`${index + 1}`);
      const killed = spawnSync(process.execPath, [script, run.folder.path, backup, String(index + 1)], {
        encoding: 'utf8',
      });
      expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', '']);
      const found = startOn(run);
      const isRestored = index + 1 >= decidedAfter;
      expect(found).toMatchObject(isRestored ? restored : gone);
      if (isRestored) expect(whatWasKept(run)).toMatchObject(gone);
      expect(startOn(run)).toEqual(found);
      return isRestored;
    });
    rmSync(aside, { recursive: true });
    expect([outcomes[0], outcomes.at(-1)]).toEqual([false, true]);
  },
);

test('a plan that cannot be read stops the start, which touches nothing', () => {
  const staging = path.join(stores.folder.path, 'restoring');
  mkdirSync(staging);
  for (const plan of ['{"stores":["ledger"', '{"stores":["moon"],"keptIn":"x"}']) {
    writeFileSync(path.join(staging, 'plan.json'), plan);
    const before = bytesOfStores();
    for (const refused of [finishRestore(stores.folder), restore()])
      expect(refused).toMatchObject({ ok: false, error: { code: 'RESTORE_REFUSED' } });
    expect(bytesOfStores()).toEqual(before);
  }
});

function whatWasKept(run: TemporaryStores): Found {
  const [kept = ''] = readdirSync(run.folder.backupsFolder);
  return startOn(run, dataFolderAt(path.join(run.folder.backupsFolder, kept)));
}

test('a store that was restored holds when it is read from end to end', () => {
  valueOf(restore());
  const { monotonicClock: clock, logger } = stores.context;
  expect(inspectStore(stores.folder.ledgerFile, { clock, logger })).toMatchObject({
    value: { store: 'ledger', events: 1 },
  });
});
