import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProgram } from './find-program.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'ats-programs-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function program(folder: string, mode = 0o755): string {
  const file = path.join(root, folder, 'chroma');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
}

const search = (...folders: readonly string[]) =>
  findProgram('chroma', folders.map((folder) => path.join(root, folder)).join(path.delimiter));

test('finds a program in the first folder that has it', () => {
  const [first] = [program('a'), program('b')];
  expect(search('none', 'a', 'b')).toBe(first);
});

test('passes over what npm’s packages bring along', () => {
  program('project/node_modules/.bin');
  expect(search('project/node_modules/.bin')).toBeNull();
  const installed = program('usr');
  expect(search('project/node_modules/.bin', 'usr')).toBe(installed);
});

test('passes over folders of that name', () => {
  mkdirSync(path.join(root, 'a', 'chroma'), { recursive: true });
  expect(search('a')).toBeNull();
});

test('finds nothing without a path', () => {
  expect([findProgram('chroma', undefined), findProgram('chroma', '')]).toEqual([null, null]);
});
