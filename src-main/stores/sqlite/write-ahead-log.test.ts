import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { temporaryStores, valueOf, type TemporaryStores } from '../temporary-stores.suite.ts';
import { openLedger } from './ledger/open-ledger.ts';
import { lostCommits } from './write-ahead-log.ts';

let original: TemporaryStores;
let killed: TemporaryStores;
let log: string;
let whole: Buffer;
let database: Buffer;

const commits = 8;
const frameBytes = 24 + 4096;
const frameAt = (frame: number): number => 32 + (frame - 1) * frameBytes;

/** A ledger as a killed engine leaves it: its newest commits are in the write-ahead log alone. */
beforeEach(() => {
  original = temporaryStores();
  killed = temporaryStores(path.join(original.folder.path, 'killed'));
  mkdirSync(killed.folder.path);
  valueOf(openLedger(original.folder, original.context))[Symbol.dispose]();
  using ledger = valueOf(openLedger(original.folder, original.context));
  for (let commit = 1; commit <= commits; commit++)
    ledger.log.append([{ occurredAtUtcMs: sampleStartUtcMs, event: { kind: 'engineStopped', reason: `${commit}` } }]);
  log = `${killed.folder.ledgerFile}-wal`;
  for (const suffix of ['', '-wal'])
    copyFileSync(original.folder.ledgerFile + suffix, killed.folder.ledgerFile + suffix);
  whole = readFileSync(log);
  database = readFileSync(killed.folder.ledgerFile);
});

afterEach(() => {
  original[Symbol.dispose]();
});

const isCommit = (frame: number): boolean => whole.readUInt32BE(frameAt(frame) + 4) !== 0;
const frames = (): readonly number[] =>
  Array.from({ length: (whole.length - 32) / frameBytes }, (_, index) => index + 1);

/** How many events a start reads, or the code that it is refused with. */
function started(): number | string {
  const ledger = openLedger(killed.folder, killed.context);
  if (!ledger.ok) return ledger.error.code;
  const events = [...ledger.value.log.readAfter(0)].length;
  ledger.value[Symbol.dispose]();
  return events;
}

function damaged(change: (bytes: Buffer) => void): void {
  const bytes = Buffer.from(whole);
  change(bytes);
  writeFileSync(log, bytes);
}

test('a log that was left by a kill has lost nothing', () => {
  expect(lostCommits(log)).toBeNull();
  expect(started()).toBe(commits);
});

test('a bit that changed in any commit but the last is found, and the ledger is left as it is', () => {
  const lastCommit = frames().filter(isCommit).at(-2) ?? 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 32, max: frameAt(lastCommit + 1) - 1 }),
      fc.integer({ min: 0, max: 7 }),
      (at, bit) => {
        damaged((bytes) => bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at));
        const frame = Math.floor((at - 32) / frameBytes) + 1;
        expect(lostCommits(log)).toEqual({ frame, frames: frames().length });
      },
    ),
  );
  const bytes = readFileSync(log);
  expect(started()).toBe('STORE_DAMAGED');
  expect(readFileSync(log).equals(bytes)).toBe(true);
});

test('a header that cannot be read has lost all that lies behind it', () => {
  for (const at of [0, 9, 20, 28]) {
    damaged((bytes) => bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at));
    expect(lostCommits(log)).toMatchObject({ frame: 1 });
  }
});

test('a loss of power tears the last commit alone: what was answered for is there', () => {
  const [beforeLast = 0, last = 0] = frames().filter(isCommit).slice(-2);
  for (const frame of [beforeLast + 1, last]) {
    writeFileSync(killed.folder.ledgerFile, database);
    damaged((bytes) => bytes.fill(0xff, frameAt(frame) + 100, frameAt(frame) + 200));
    expect(lostCommits(log)).toBeNull();
    expect(started()).toBe(commits - 1);
  }
});

test('a log that was cut short, at any byte, is no damage', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: whole.length }), (length) => {
      writeFileSync(log, whole.subarray(0, length));
      expect(lostCommits(log)).toBeNull();
    }),
  );
});

test('a log whose first bytes never reached the disk is no damage', () => {
  damaged((bytes) => bytes.fill(0));
  expect(lostCommits(log)).toBeNull();
});
