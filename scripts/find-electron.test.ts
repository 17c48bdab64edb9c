import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findElectron } from './find-electron.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ats electron '));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}

test('a complete download is found by its mark', () => {
  const program = write('dist/electron-program', '');
  expect(findElectron(folder, undefined)).toBeNull();
  write('path.txt', 'electron-program');
  expect(findElectron(folder, undefined)).toBe(program);
});

test('a folder that was named is looked at instead', () => {
  write('path.txt', 'electron-program');
  write('dist/electron-program', '');
  const named = write('named/electron-program', '');
  expect(findElectron(folder, dirname(named))).toBe(named);
  expect(findElectron(folder, join(folder, 'nowhere'))).toBeNull();
});
