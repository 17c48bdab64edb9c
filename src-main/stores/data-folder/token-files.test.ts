import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import type { AccessScope } from '#shared/contract/access-scope.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { dataFolderAt, type DataFolder } from './data-folder.ts';
import { createToken, findToken, listTokens, revokeToken } from './token-files.ts';

let folder: DataFolder;

beforeEach(() => {
  folder = dataFolderAt(mkdtempSync(path.join(tmpdir(), 'ats-tokens-')));
});

afterEach(() => {
  rmSync(folder.path, { recursive: true });
});

const now = utcMs(1_700_000_000_000);

let drawn = 0;
const means = { nowUtcMs: now, rng: { bytes: (length: number) => new Uint8Array(length).fill(++drawn) } };

const wish = (name: string, scopes: readonly AccessScope[] = ['read']) => ({ name, scopes, expiresAtUtcMs: null });

function create(name: string, scopes?: readonly AccessScope[]): string {
  const created = createToken(folder, wish(name, scopes), means);
  assert(created.ok, 'a fresh name is free');
  return created.value.token;
}

test('a token opens what it was made for until it is revoked, and others stay as they are', () => {
  const token = create('grafana', ['halt', 'read']);
  const other = create('script');
  const grant = { name: 'grafana', scopes: ['read', 'halt'], createdAtUtcMs: now, expiresAtUtcMs: null };
  expect(findToken(folder, token, now)).toEqual(grant);
  expect(listTokens(folder)).toMatchObject({ value: [grant, { name: 'script', scopes: ['read'] }] });
  expect(revokeToken(folder, 'grafana')).toEqual({ ok: true, value: undefined });
  expect([findToken(folder, token, now), findToken(folder, other, now)]).toMatchObject([null, { name: 'script' }]);
  expect(revokeToken(folder, 'grafana')).toMatchObject({ error: { code: 'TOKEN_UNKNOWN' } });
});

test('nothing of a token but its hash is kept, where its owner alone may read', () => {
  const token = create('grafana');
  const file = path.join(folder.tokensFolder, 'token-grafana.json');
  const kept = readFileSync(file, 'utf8');
  expect(kept).not.toContain(token.slice('grafana.'.length));
  expect(readdirSync(folder.path)).toEqual(['tokens']);
  if (process.platform === 'win32') return;
  expect([statSync(folder.tokensFolder), statSync(file)].map(({ mode }) => mode & 0o777)).toEqual([0o700, 0o600]);
});

test('an expired token opens nothing from its moment on', () => {
  const created = createToken(folder, { ...wish('brief'), expiresAtUtcMs: utcMs(now + 10) }, means);
  assert(created.ok, 'a fresh name is free');
  const { token } = created.value;
  const openAt = (at: number): boolean => findToken(folder, token, utcMs(at)) !== null;
  expect([openAt(now), openAt(now + 9), openAt(now + 10)]).toEqual([true, true, false]);
  expect(createToken(folder, { ...wish('late'), expiresAtUtcMs: now }, means)).toMatchObject({
    error: { code: 'REQUEST_INVALID' },
  });
});

test('a name that is taken stays whose it was', () => {
  const token = create('grafana');
  expect(createToken(folder, wish('grafana', ['halt']), means)).toMatchObject({ error: { code: 'REQUEST_INVALID' } });
  expect(findToken(folder, token, now)).toMatchObject({ scopes: ['read'] });
});

test('a name whose token could not be written stays free', () => {
  const fsync = vi.spyOn(fs, 'fsyncSync').mockImplementation(() => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });
  // Whoever has imported it by its name, too.
  syncBuiltinESMExports();
  try {
    expect(createToken(folder, wish('grafana'), means)).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE' } });
  } finally {
    fsync.mockRestore();
    syncBuiltinESMExports();
  }
  expect(findToken(folder, create('grafana'), now)).toMatchObject({ name: 'grafana' });
});

test.each(['', '../pairing', 'a/b', 'Grafana', '-x', 'x-', 'x'.repeat(33), 'a.b', 'con\u0000'])(
  'is no name: %j',
  (name) => {
    const refusal = { error: { code: 'REQUEST_INVALID' } };
    expect(createToken(folder, wish(name), means)).toMatchObject(refusal);
    expect(revokeToken(folder, name)).toMatchObject(refusal);
    expect(findToken(folder, `${name}.secret`, now)).toBeNull();
  },
);

test.each(['', '.', 'grafana', 'grafana.', 'grafana.wrong', '.secret', 'other.secret'])('is no token: %j', (token) => {
  create('grafana');
  expect(findToken(folder, token, now)).toBeNull();
});

test('a file that is broken, or lies under another name, opens nothing', () => {
  const token = create('grafana');
  const text = readFileSync(path.join(folder.tokensFolder, 'token-grafana.json'), 'utf8');
  writeFileSync(path.join(folder.tokensFolder, 'token-stolen.json'), text);
  writeFileSync(path.join(folder.tokensFolder, 'token-grafana.json'), '{');
  writeFileSync(path.join(folder.tokensFolder, 'notes.txt'), 'mine');
  expect(listTokens(folder)).toEqual({ ok: true, value: [] });
  const secret = token.slice('grafana.'.length);
  expect([findToken(folder, token, now), findToken(folder, `stolen.${secret}`, now)]).toEqual([null, null]);
});

test('a folder without tokens has none, and one that cannot be used says so', () => {
  expect(listTokens(folder)).toEqual({ ok: true, value: [] });
  writeFileSync(folder.tokensFolder, '');
  const unusable = { error: { code: 'DATA_FOLDER_UNUSABLE' } };
  expect([createToken(folder, wish('x'), means), listTokens(folder), revokeToken(folder, 'x')]).toMatchObject([
    unusable,
    unusable,
    unusable,
  ]);
  rmSync(folder.tokensFolder);
  mkdirSync(path.join(folder.tokensFolder, 'token-x.json'), { recursive: true });
  expect(listTokens(folder)).toMatchObject(unusable);
});
