import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../build/places.ts';
import { bundleCockpit } from './bundle-cockpit.ts';
import { windowsPath, WinePrefix } from './wine-prefix.ts';
import { findWineRig } from './wine-rig.ts';

const rig = await findWineRig();
const logFile = join(root, 'test-results/wine.log');
const setUpMsMax = 400_000;

interface Setting {
  readonly node: string;
  readonly prefix: WinePrefix;
  readonly bundle: Awaited<ReturnType<typeof bundleCockpit>>;
  /** A temporary folder of this machine, which is on `Z:` there. */
  readonly home: string;
}

let setting: Setting;

beforeAll(async () => {
  if (rig.kind === 'skipped') return;
  await mkdir(dirname(logFile), { recursive: true });
  await rm(logFile, { force: true });
  const [bundle, prefix, home] = await Promise.all([
    bundleCockpit(),
    WinePrefix.create(rig.wine, logFile),
    mkdtemp(join(tmpdir(), 'ats-wine-test-')),
  ]);
  setting = { node: rig.node, prefix, bundle, home };
}, setUpMsMax);

afterAll(async () => {
  if (rig.kind === 'skipped') return;
  await setting.prefix[Symbol.asyncDispose]();
  await rm(setting.home, { recursive: true, force: true });
  await rm(setting.bundle.folder, { recursive: true, force: true });
});

const why = rig.kind === 'skipped' ? `${rig.why}: ` : '';
const onWine = test.skipIf(rig.kind === 'skipped');

onWine(`${why}the engine keeps its books with the Windows binary of SQLite`, async () => {
  const { node, prefix, bundle, home } = setting;
  const data = join(home, 'data');
  await mkdir(join(data, 'window'), { recursive: true });
  await writeFile(join(data, 'window/index.html'), '<!doctype html>');
  const stop = join(home, 'stop');
  const cockpit = prefix.start({ program: node, arguments: [bundle.entry, data, stop].map(windowsPath) });
  await expect.poll(() => existsSync(join(data, 'session')), { timeout: 30_000 }).toBe(true);
  await writeFile(stop, '');
  expect(await cockpit.ended).toBe(0);
  expect(await readFile(logFile, 'utf8')).toContain('the cockpit runs on Node 22');
  expect(ask(join(data, 'ledger.db'), 'PRAGMA integrity_check')).toBe('ok');
  expect(ask(join(data, 'ledger.db'), 'SELECT count(*) FROM events')).toBeGreaterThan(0);
});

/** The first value of a query, by the SQLite of this machine. */
function ask(path: string, query: string): unknown {
  const database = new Database(path, { readonly: true });
  try {
    return database.prepare(query).pluck().get();
  } finally {
    database.close();
  }
}
