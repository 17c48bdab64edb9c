import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { Connection } from './connection.ts';

function openInMemory() {
  const database = new Database(':memory:');
  const clock = createManualClock();
  const { logger, lines } = createRecordingLogger();
  // Stands for a slow disk: a statement that calls it takes so many milliseconds.
  database.function('take_ms', { deterministic: false }, (ms: number) => {
    clock.advance(ms);
    return ms;
  });
  database.exec('CREATE TABLE kept (value INTEGER)');
  return { connection: new Connection(database, { clock: clock.monotonic, logger }), lines };
}

test('a statement of more than 50 ms is logged with its text and without its values', () => {
  const { connection, lines } = openInMemory();
  const read = 'SELECT take_ms(?) AS tookMs';
  const write = 'INSERT INTO kept VALUES (take_ms(?))';
  expect(connection.query(read).first(50)).toEqual({ tookMs: 50 });
  expect(connection.query(read).all(51)).toEqual([{ tookMs: 51 }]);
  expect(connection.command(write).run(77)).toBe(1);
  expect(lines).toEqual([
    { level: 'warn', message: 'slow statement', facts: { sql: read, tookMs: 51 } },
    { level: 'warn', message: 'slow statement', facts: { sql: write, tookMs: 77 } },
  ]);
});

test('a long text is logged by its beginning', () => {
  const { connection, lines } = openInMemory();
  connection.query(`SELECT take_ms(60) AS tookMs${', 1'.repeat(500)}`).first();
  expect(lines).toMatchObject([{ facts: { sql: expect.stringMatching(/^SELECT take_ms.{186}$/) as string } }]);
});

test('a transaction that throws leaves nothing, and one inside another is a part of it', () => {
  const { connection } = openInMemory();
  const insert = (value: number) => connection.command('INSERT INTO kept VALUES (?)').run(value);
  const kept = () => connection.query('SELECT value FROM kept').all();
  const failing = () =>
    connection.transaction(() => {
      connection.transaction(() => insert(1));
      throw new Error('no more');
    });
  expect(failing).toThrow('no more');
  expect(kept()).toEqual([]);
  expect(connection.transaction(() => insert(2))).toBe(1);
  expect(kept()).toEqual([{ value: 2 }]);
});

test('what is read together is of one moment, inside a transaction too', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ats-connection-'));
  const file = path.join(folder, 'kept.db');
  const database = new Database(file);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE kept (value INTEGER)');
  const watch = { clock: createManualClock().monotonic, logger: createRecordingLogger().logger };
  const writer = new Connection(database, watch);
  const reader = new Connection(new Database(file, { readonly: true }), watch);
  const kept = () => reader.query('SELECT value FROM kept').all();
  const add = () => writer.command('INSERT INTO kept VALUES (1)').run();
  const twice = () => [kept().length, add(), kept().length];
  expect(reader.together(twice)).toEqual([0, 1, 0]);
  expect(twice()).toEqual([1, 1, 2]);
  expect(writer.transaction(() => writer.together(() => [add(), kept().length]))).toEqual([1, 2]);
  expect(() => reader.together(() => assert(kept().length === 0, 'there are some'))).toThrow('there are some');
  expect(kept()).toHaveLength(3);
  for (const it of [reader, writer]) it[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

test('a disposed connection can be disposed again', () => {
  const { connection } = openInMemory();
  connection[Symbol.dispose]();
  connection[Symbol.dispose]();
  expect(() => connection.query('SELECT 1').first()).toThrow('not open');
});
