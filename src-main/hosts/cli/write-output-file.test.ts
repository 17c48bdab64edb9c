import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeOutputFile } from './write-output-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ats-output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file takes the place of the one before', () => {
  const path = join(folder, 'report.html');
  writeOutputFile(path, 'old');
  expect(writeOutputFile(path, 'new')).toEqual({ ok: true, value: path });
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['report.html']);
});

test('where it cannot be written it is said, and nothing is left half', () => {
  expect(writeOutputFile(join(folder, 'nowhere', 'report.html'), 'text')).toMatchObject({
    ok: false,
    error: { code: 'FILE_UNWRITABLE' },
  });
  mkdirSync(join(folder, 'taken'));
  expect(writeOutputFile(join(folder, 'taken'), 'text')).toMatchObject({ ok: false });
  expect(readdirSync(folder)).toEqual(['taken']);
});
