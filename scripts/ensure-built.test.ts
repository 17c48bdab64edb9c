import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inputStamp } from './ensure-built.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ats stamp '));
  write('src-main/engine/step.ts', 'export const step = 1;');
  write('package-lock.json', '{}');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('the stamp stays while nothing changes that is built', () => {
  const before = inputStamp(root);
  write('src-main/engine/step.test.ts', 'a test');
  write('src-main/testkit/sample-bars.ts', 'a builder');
  write('README.md', 'words');
  expect(inputStamp(root)).toBe(before);
});

test.each([
  ['a source is edited', 'src-main/engine/step.ts', 'export const step = 2;'],
  ['a source is added', 'src-shared/base/new.ts', ''],
  ['a style is added', 'src-renderer/app/theme.css', ''],
  ['packages change', 'package-lock.json', '{ }'],
])('the stamp changes when %s', (_, path, text) => {
  const before = inputStamp(root);
  write(path, text);
  expect(inputStamp(root)).not.toBe(before);
});
