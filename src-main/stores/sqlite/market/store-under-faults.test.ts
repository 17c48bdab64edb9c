import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultError } from '#shared/base/fault.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { valueOf } from '../../temporary-stores.suite.ts';
import { openForWriting } from '../open-database.ts';
import { marketDefinition } from './market-definition.ts';
import { openMarketStore } from './open-market-store.ts';
import { quoteStorage } from './quote-storage.ts';
import { temporaryMarket, type TemporaryMarket } from './temporary-market.suite.ts';

let market: TemporaryMarket;
let file: string;

beforeEach(() => {
  market = temporaryMarket();
  file = market.folder.marketFile;
});

afterEach(() => {
  market[Symbol.dispose]();
});

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'M1', source: 'terminal', anchor: 'hour' };
const sliceLength = 1000;
const bars = sampleBars({ count: 20 * sliceLength });
const slice = (index: number): readonly Bar[] => bars.slice(index * sliceLength, (index + 1) * sliceLength);
const readAll = (): readonly Bar[] => market.store.bars.read({ series, beforeUtcMs: endOfTimeUtcMs, limit: 1_000_000 });

/** The fault that a statement is refused with. */
function faultOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof FaultError) return error.fault;
    throw error;
  }
  return null;
}

const refusal = (code: string, ...words: readonly string[]): unknown => {
  const message: unknown = expect.stringMatching(new RegExp(words.join('.*')));
  return { code, message, facts: expect.objectContaining({ store: 'market', file }) as unknown };
};

test('a file that may not grow takes nothing of a slice, says that the disk is full, and goes on once it may', () => {
  market.store[Symbol.dispose]();
  const { backupsFolder } = market.folder;
  using db = valueOf(openForWriting({ definition: marketDefinition, file, backupsFolder, context: market.context }));
  const { bars: store } = quoteStorage(db, { marketClock: market.clock.market, wallClock: market.clock.wall });
  store.record([{ series, bars: slice(0) }], null);
  db.query('PRAGMA max_page_count = 60').first();
  const record = () => store.record([{ series, bars: bars.slice(sliceLength) }], null);
  expect(faultOf(record)).toEqual(refusal('STORE_FULL', 'disk is full', 'whole', 'Free some space'));
  expect(store.summaries()).toMatchObject([{ count: sliceLength }]);
  db.query('PRAGMA max_page_count = 1000000').first();
  expect(record()).toMatchObject({ inserted: 19 * sliceLength });
});

test('a file that somebody else keeps locked is waited for only briefly, and nothing is lost', () => {
  market.store.bars.append(series, slice(0));
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const startedMs = performance.now();
  const append = () => market.store.bars.append(series, slice(1));
  expect(faultOf(append)).toEqual(refusal('STORE_BUSY', 'Another program', 'whole', 'Close'));
  expect(performance.now() - startedMs).toBeLessThan(1500);
  expect(readAll()).toEqual(slice(0));
  other.close();
  expect(append()).toMatchObject({ inserted: sliceLength });
});

test('a file that may only be read says so', () => {
  market.store[Symbol.dispose]();
  const { backupsFolder } = market.folder;
  using db = valueOf(openForWriting({ definition: marketDefinition, file, backupsFolder, context: market.context }));
  db.command('PRAGMA query_only = 1').run();
  const { bars: store } = quoteStorage(db, { marketClock: market.clock.market, wallClock: market.clock.wall });
  const append = () => store.append(series, slice(0));
  expect(faultOf(append)).toEqual(refusal('STORE_READ_ONLY', 'cannot be written', 'whole', 'write-protected'));
});

test('a page that was damaged is said to be, and is left as it is', () => {
  for (let index = 0; index < 20; index++) market.store.bars.append(series, slice(index));
  market.store[Symbol.dispose]();
  const handle = openSync(file, 'r+');
  for (let page = 70; page < 190; page++) writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(handle);
  const damaged = readFileSync(file);
  const { bars: store } = market.reopen();
  const read = () => store.read({ series, beforeUtcMs: endOfTimeUtcMs, limit: 1_000_000 });
  expect(faultOf(read)).toEqual(refusal('STORE_DAMAGED', 'damaged', 'left as it is', 'folder backups'));
  expect(readFileSync(file).subarray(4096).equals(damaged.subarray(4096))).toBe(true);
});

describe('the write-ahead log of a killed writer', () => {
  /** A second folder with the file and its log as a kill leaves them, the log changed by the test. */
  function afterKill(change: (log: string) => void): number {
    for (let index = 0; index < 4; index++) market.store.bars.append(series, slice(index));
    const killed = path.join(market.folder.path, 'killed');
    mkdirSync(killed);
    const copy = path.join(killed, 'market.db');
    for (const suffix of ['', '-wal']) writeFileSync(copy + suffix, readFileSync(file + suffix));
    change(`${copy}-wal`);
    const folder = { ...market.folder, path: killed, marketFile: copy };
    using opened = valueOf(openMarketStore(folder, { ...market.context, marketClock: market.clock.market }));
    const kept = opened.bars.read({ series, beforeUtcMs: endOfTimeUtcMs, limit: 1_000_000 });
    expect(kept).toEqual(bars.slice(0, kept.length));
    expect(opened.bars.summaries()[0]?.count ?? 0).toBe(kept.length);
    return kept.length / sliceLength;
  }

  test('brings back every slice', () => {
    expect(afterKill(() => undefined)).toBe(4);
  });

  test('that was cut short brings back the whole slices before the damage', () => {
    const cut = afterKill((log) => {
      truncateSync(log, statSync(log).size - 5000);
    });
    expect(cut).toBe(3);
  });

  test('that was scribbled on brings back the whole slices before the damage', () => {
    const scribbled = afterKill((log) => {
      const handle = openSync(log, 'r+');
      writeSync(handle, Buffer.alloc(64, 0xa5), 0, 64, Math.floor(statSync(log).size * 0.8));
      closeSync(handle);
    });
    expect([1, 2, 3]).toContain(scribbled);
  });
});

const ownMount = ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=8m none "$1" && shift && exec "$@"', 'sh'];

/** A mount of one's own needs Linux and its user namespaces. */
const mayMount = spawnSync('unshare', [...ownMount, '/mnt', 'true']).status === 0;

test.skipIf(!mayMount)(
  mayMount
    ? 'a disk that is full, has room again and becomes read-only loses nothing that was stored'
    : 'skipped: this machine lets nobody mount a small disk',
  () => {
    const disk = path.join(market.folder.path, 'disk');
    mkdirSync(disk);
    const script = fileURLToPath(new URL('./small-disk.suite.ts', import.meta.url));
    const ended = spawnSync('unshare', [...ownMount, disk, process.execPath, script, disk], { encoding: 'utf8' });
    expect(ended.stderr).toBe('');
    const [full, kept, reopened, freed, readOnly] = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly stored: number });
    const stored = full?.stored ?? 0;
    expect(stored).toBeGreaterThan(sliceLength);
    expect([full, kept, reopened, freed, readOnly]).toEqual([
      { step: 'full', code: 'STORE_FULL', again: 'STORE_FULL', stored },
      { step: 'kept', lines: ['warn: the write-ahead log could not be moved into its store'] },
      { step: 'reopened', fault: null, stored },
      { step: 'freed', code: null, stored: stored + 10 * sliceLength },
      { step: 'readOnly', fault: 'DATA_FOLDER_UNUSABLE', stored: stored + 10 * sliceLength },
    ]);
  },
);
