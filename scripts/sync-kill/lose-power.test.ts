import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { whySkipped } from '../../mql5/host-test/build/variant.ts';
import { inProject } from '../project-root.ts';
import { buildDiskWatch } from './build-disk-watch.ts';
import { losePower } from './lose-power.ts';

const why = whySkipped('plain');
const diskTest = test.skipIf(why !== null);
/** Generous: each run is a process. */
const timeout = 120_000;

const suffix = why === null ? '' : ` (${why})`;

let root = '';
let library = '';

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'ats-disk-'));
  if (why === null) library = buildDiskWatch(root);
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Commits one row after the other, with checkpoints in between, and writes down how many were committed. */
const writer = `
  const [Database, folder, synchronous] = [require(process.argv[1]), process.argv[2], process.argv[3]];
  const db = new Database(folder + '/market.db');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = ' + synchronous);
  db.pragma('wal_autocheckpoint = 20');
  db.exec('CREATE TABLE IF NOT EXISTS written (number INTEGER PRIMARY KEY, filler TEXT)');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const insert = db.prepare('INSERT INTO written (filler) VALUES (?)');
  for (let row = 0; row < 60; row++) {
    insert.run('x'.repeat(2500));
    require('node:fs').writeFileSync(folder + '/told', String(row + 1));
  }
  db.close();
`;

interface Found {
  readonly told: number;
  readonly numbers: readonly number[];
  readonly integrity: unknown;
  readonly lostChanges: number;
}

/** What is on the disk after the writer died before a change of its files, or in the middle of it, and the power went. */
function afterDeath(run: number, synchronous: 'FULL' | 'NORMAL'): Found {
  const random = seededRandom(run);
  const folder = path.join(root, `${synchronous}-${run}`);
  mkdirSync(folder);
  const { signal } = spawnSync(
    process.execPath,
    ['-e', writer, inProject('node_modules/better-sqlite3'), folder, synchronous],
    {
      env: {
        ...process.env,
        LD_PRELOAD: library,
        ATS_KILL_BEFORE_CHANGE: String(40 + Math.floor(random() * 250)),
        ATS_KILL_TEARS: random() < 0.5 ? '1' : '0',
      },
    },
  );
  expect(signal).toBe('SIGKILL');
  const keptRatio = random();
  const lostChanges = losePower(folder, () => random() < keptRatio);
  const db = new Database(path.join(folder, 'market.db'));
  try {
    const rows = db.prepare('SELECT number FROM written ORDER BY number').pluck().all() as readonly number[];
    const integrity = db.pragma('integrity_check', { simple: true });
    return { told: Number(readFileSync(path.join(folder, 'told'), 'utf8')), numbers: rows, integrity, lostChanges };
  } finally {
    db.close();
  }
}

const runs = Array.from({ length: 25 }, (_, run) => run);

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

diskTest(`a loss of power takes nothing that was synced, and leaves the database whole${suffix}`, { timeout }, () => {
  for (const run of runs) {
    const { told, numbers, integrity } = afterDeath(run, 'FULL');
    expect(integrity).toBe('ok');
    expect([numbers, [told, told + 1]]).toEqual([upTo(numbers.length), expect.arrayContaining([numbers.length])]);
  }
});

diskTest(
  `it takes what was not synced: the last commits, and never one from their middle${suffix}`,
  { timeout },
  () => {
    const found = runs.map((run) => afterDeath(run, 'NORMAL'));
    for (const { numbers, integrity } of found) {
      expect(integrity).toBe('ok');
      expect(numbers).toEqual(upTo(numbers.length));
    }
    expect(found.filter(({ told, numbers }) => numbers.length < told).length).toBeGreaterThan(5);
    expect(Math.max(...found.map(({ lostChanges }) => lostChanges))).toBeGreaterThan(20);
  },
);
