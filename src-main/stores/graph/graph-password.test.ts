import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readGraphPassword } from './graph-password.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ats-graph-password-'));
  file = join(folder, 'graph-password');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (environment?: string): ReturnType<typeof readGraphPassword> => readGraphPassword({ environment, file });

test('there need be none', () => {
  expect(read()).toEqual({ ok: true, value: null });
  expect(read('')).toEqual({ ok: true, value: null });
});

test('it is what the private file says, without the end of its line', () => {
  writeFileSync(file, ' a pass word \n', { mode: 0o600 });
  expect(read()).toEqual({ ok: true, value: ' a pass word ' });
});

test('the environment outranks the file, which is not even looked at', () => {
  writeFileSync(file, 'from the file', { mode: 0o644 });
  expect(read('from outside')).toEqual({ ok: true, value: 'from outside' });
});

test.skipIf(process.platform === 'win32')('a file that others may read is refused, and its secret is not told', () => {
  writeFileSync(file, 'secret', { mode: 0o600 });
  for (const mode of [0o640, 0o604, 0o644, 0o660]) {
    chmodSync(file, mode);
    const refused = read();
    expect(refused).toMatchObject({ ok: false, error: { code: 'GRAPH_UNAUTHORIZED', facts: { file } } });
    expect(JSON.stringify(refused)).not.toContain('secret');
  }
});

test('what cannot be read is refused, and not taken for none', () => {
  mkdirSync(file, { mode: 0o700 });
  expect(read()).toMatchObject({ ok: false, error: { code: 'GRAPH_UNAUTHORIZED', facts: { file } } });
});
