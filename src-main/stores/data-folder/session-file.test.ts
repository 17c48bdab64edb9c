import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { dataFolderAt, type DataFolder } from './data-folder.ts';
import { findLiveSession } from './find-live-session.ts';
import { keepPairingToken, readPairingToken } from './pairing-file.ts';
import { readSessionFile, writeSessionFile } from './session-file.ts';

let folder: DataFolder;

beforeEach(() => {
  folder = dataFolderAt(mkdtempSync(path.join(tmpdir(), 'ats-session-')));
});

afterEach(() => {
  rmSync(folder.path, { recursive: true });
});

const onPosix = process.platform !== 'win32';

test('a session is read as it was written, and leaves nothing else behind', () => {
  const session = { port: 4001, token: 'open-sesame', pid: 17 };
  writeSessionFile(folder, { ...session, port: 4000 });
  writeFileSync(`${folder.sessionFile}.new`, 'left by a kill in the middle of a write');
  writeSessionFile(folder, session);
  expect(readSessionFile(folder)).toEqual(session);
  expect(readdirSync(folder.path)).toEqual(['session']);
});

test.skipIf(!onPosix)('session and pairing may be read by their owner alone', () => {
  writeSessionFile(folder, { port: 4001, token: 'open-sesame', pid: 17 });
  keepPairingToken(folder, () => 'v1.ABC');
  for (const file of [folder.sessionFile, folder.pairingFile]) expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a missing, broken or foreign session file is no session', () => {
  expect(readSessionFile(folder)).toBeNull();
  for (const text of ['', '{"port": 4001', '{"port": 0, "token": "t", "pid": 1}', 'null']) {
    writeFileSync(folder.sessionFile, text);
    expect(readSessionFile(folder)).toBeNull();
  }
});

test('a session file that may not be read makes the folder unusable', () => {
  mkdirSync(folder.sessionFile);
  expect(findLiveSession(folder)).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE' } });
});

test('the pairing token is made once and kept', () => {
  expect(readPairingToken(folder)).toEqual({ ok: true, value: null });
  expect(keepPairingToken(folder, () => 'v1.FIRST')).toEqual({ ok: true, value: 'v1.FIRST' });
  expect(keepPairingToken(folder, () => 'v1.SECOND')).toEqual({ ok: true, value: 'v1.FIRST' });
  expect(readPairingToken(folder)).toEqual({ ok: true, value: 'v1.FIRST' });
});

test('an empty pairing file is not filled with a new token', () => {
  writeFileSync(folder.pairingFile, '\n');
  expect(keepPairingToken(folder, () => 'v1.NEW')).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE' } });
  expect(readPairingToken(folder)).toEqual({ ok: true, value: '' });
});

test('a pairing file that may not be read or written makes the folder unusable', () => {
  const unusable = { error: { code: 'DATA_FOLDER_UNUSABLE' } };
  mkdirSync(`${folder.pairingFile}.new`);
  expect(keepPairingToken(folder, () => 'v1.NEW')).toMatchObject(unusable);
  mkdirSync(folder.pairingFile);
  expect(keepPairingToken(folder, () => 'v1.NEW')).toMatchObject(unusable);
  expect(readPairingToken(folder)).toMatchObject(unusable);
});
