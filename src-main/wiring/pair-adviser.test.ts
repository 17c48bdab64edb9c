import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { openDataFolder } from './open-data-folder.ts';
import { pairAdviser, type AdviserPairing } from './pair-adviser.ts';

let parent: string;
let folder: string;
let pairingFile: string;

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-pair-'));
  folder = path.join(parent, 'данные терминала');
  pairingFile = path.join(folder, 'pairing');
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

function pair(renews = false): AdviserPairing {
  const paired = pairAdviser(folder, { renews });
  assert(paired.ok, () => JSON.stringify(paired));
  return paired.value;
}

const owner = process.platform === 'win32' ? 'skipped: Windows has no modes' : 'for its owner alone';

test('makes a token once and shows the same from then on', () => {
  const made = pair();
  expect(made).toEqual({ folder, token: expect.stringMatching(/^v1\.[A-Z2-7]{32}$/) as string, isNew: true });
  expect(pair()).toEqual({ ...made, isNew: false });
  expect(readFileSync(pairingFile, 'utf8')).toBe(`${made.token}\n`);
});

test.skipIf(process.platform === 'win32')(`keeps it ${owner}`, () => {
  pair();
  expect(statSync(pairingFile).mode & 0o777).toBe(0o600);
});

test('draws another one where that is asked for', () => {
  const first = pair();
  const second = pair(true);
  expect(second).toMatchObject({ isNew: true });
  expect(second.token).not.toBe(first.token);
  expect(pair()).toEqual({ ...second, isNew: false });
});

test('shows the token beside a running engine, but does not change it', async () => {
  const { token } = pair();
  await using running = new AsyncDisposableStack();
  const engine = await openDataFolder(folder, 'engine');
  assert(engine.ok, 'the folder is free');
  running.use(engine.value);
  expect(pair()).toEqual({ folder, token, isNew: false });
  expect(pairAdviser(folder, { renews: true })).toMatchObject({ ok: false, error: { code: 'DATA_FOLDER_IN_USE' } });
  expect(readFileSync(pairingFile, 'utf8')).toBe(`${token}\n`);
});

test('refuses a token that is none, or empty, and repairs it only when told to draw another', () => {
  mkdirSync(folder);
  writeFileSync(pairingFile, 'v1.TOOSHORT\n');
  expect(pairAdviser(folder, { renews: false })).toMatchObject({ ok: false, error: { code: 'VALUE_INVALID' } });
  writeFileSync(pairingFile, '');
  expect(pairAdviser(folder, { renews: false })).toMatchObject({ ok: false, error: { code: 'DATA_FOLDER_UNUSABLE' } });
  expect(pair(true)).toMatchObject({ isNew: true });
});

test('says why a folder cannot be used', () => {
  writeFileSync(folder, 'a file');
  expect(pairAdviser(folder, { renews: true })).toMatchObject({ ok: false, error: { code: 'DATA_FOLDER_UNUSABLE' } });
  expect(existsSync(pairingFile)).toBe(false);
});
