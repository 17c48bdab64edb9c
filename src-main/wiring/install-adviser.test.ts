import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { installAdviser, type AdviserInstallation } from './install-adviser.ts';
import { programVersion } from './program-version.ts';

let parent: string;
let sourceFolder: string;
let terminalFolder: string;

const bridge = 'Experts/ATS/AtsBridge.mq5';
const service = 'Services/ATS/AtsHistory.mq5';
const hash = 'Include/ATS/Hash.mqh';
const link = 'Include/ATS/Link.mqh';
const record = 'Include/ATS/installed-by-ats-cockpit.json';

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-install-'));
  sourceFolder = path.join(parent, 'program files', 'mql5');
  terminalFolder = path.join(parent, 'Иван Петров', 'AppData', '50CA3DFB 51');
  mkdirSync(path.join(terminalFolder, 'MQL5'), { recursive: true });
  for (const file of [bridge, service, hash, link]) source(file, `// ${file}\n`);
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

function put(folder: string, file: string, contents: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), contents);
}

const source = (file: string, contents: string): void => put(sourceFolder, file, contents);

const target = (file: string, contents: string): void => put(path.join(terminalFolder, 'MQL5'), file, contents);

const installed = (file: string): string => readFileSync(path.join(terminalFolder, 'MQL5', file), 'utf8');

const install = () => installAdviser({ sourceFolder, terminalFolder });

function installation(): AdviserInstallation {
  const result = install();
  assert(result.ok, () => JSON.stringify(result));
  return result.value;
}

const changes = (): Readonly<Record<string, string>> =>
  Object.fromEntries(installation().files.map((file) => [file.path, file.change]));

/** All that lies below MQL5. */
const everything = (): readonly string[] =>
  readdirSync(path.join(terminalFolder, 'MQL5'), { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(path.join(terminalFolder, 'MQL5'), path.join(entry.parentPath, entry.name)))
    .map((file) => file.replaceAll(path.sep, '/'))
    .sort();

test('copies what belongs to the adviser, and says that it is new, then that nothing has changed', () => {
  source('host-test/shim/plat.mqh', 'no part of it');
  source('Include/ATS/notes.txt', 'no part of it');
  expect(installation()).toEqual({
    terminalFolder,
    version: programVersion,
    files: [bridge, service, hash, link].map((file) => ({ path: file, change: 'new' })),
  });
  expect(everything()).toEqual([bridge, hash, link, record, service].sort());
  expect(installed(bridge)).toBe(`// ${bridge}\n`);
  expect(new Set(Object.values(changes()))).toEqual(new Set(['same']));
});

test('brings a newer version in the place of the one that it installed, and takes away what that one had too many', () => {
  installation();
  source(bridge, '// newer\n');
  source('Include/ATS/Clock.mqh', '// clock\n');
  rmSync(path.join(sourceFolder, link));
  expect(changes()).toEqual({
    [bridge]: 'changed',
    [service]: 'same',
    'Include/ATS/Clock.mqh': 'new',
    [hash]: 'same',
    [link]: 'removed',
  });
  expect(installed(bridge)).toBe('// newer\n');
  expect(existsSync(path.join(terminalFolder, 'MQL5', link))).toBe(false);
});

test('can go back to the version before', () => {
  installation();
  source(bridge, '// newer\n');
  installation();
  source(bridge, `// ${bridge}\n`);
  expect(changes()).toMatchObject({ [bridge]: 'changed' });
});

test('never overwrites what it did not put there, and then writes nothing at all', () => {
  target(hash, '// somebody else’s\n');
  expect(install()).toMatchObject({
    ok: false,
    error: {
      code: 'TERMINAL_FOLDER_UNUSABLE',
      facts: { files: hash },
      message: expect.stringContaining(hash) as string,
    },
  });
  expect(everything()).toEqual([hash]);
  expect(installed(hash)).toBe('// somebody else’s\n');
});

test('never overwrites or removes what was edited since', () => {
  installation();
  target(link, '// edited\n');
  source(link, '// newer\n');
  expect(install()).toMatchObject({ ok: false, error: { facts: { files: link } } });
  rmSync(path.join(sourceFolder, link));
  expect(changes()).not.toHaveProperty(link);
  expect(installed(link)).toBe('// edited\n');
});

test('leaves files of others beside its own alone', () => {
  target('Include/ATS/Mine.mqh', '// mine\n');
  target('Experts/Other.mq5', '// other\n');
  installation();
  expect(everything()).toEqual(
    [bridge, 'Experts/Other.mq5', hash, link, 'Include/ATS/Mine.mqh', record, service].sort(),
  );
});

test('takes a link or a folder in the place of a file for somebody else’s', () => {
  mkdirSync(path.join(terminalFolder, 'MQL5', bridge), { recursive: true });
  mkdirSync(path.join(terminalFolder, 'MQL5', 'Include', 'ATS'), { recursive: true });
  symlinkSync(path.join(sourceFolder, hash), path.join(terminalFolder, 'MQL5', hash));
  expect(install()).toMatchObject({ ok: false, error: { facts: { files: `${bridge}, ${hash}` } } });
});

test.each(['', '{', '[]', '{"contents": 1}'])('a damaged record (%j) makes it careful, not blind', (text) => {
  installation();
  target(record, text);
  expect(new Set(Object.values(changes()))).toEqual(new Set(['same']));
  target(record, text);
  source(bridge, '// newer\n');
  expect(install()).toMatchObject({ ok: false, error: { facts: { files: bridge } } });
});

test('finishes what was stopped between two files', () => {
  installation();
  const recordAfter = installed(record);
  rmSync(path.join(terminalFolder, 'MQL5', service));
  target(`${service}.new`, 'cut off');
  source(bridge, '// newer\n');
  expect(changes()).toMatchObject({ [bridge]: 'changed', [service]: 'new', [hash]: 'same' });
  expect(installed(record)).not.toBe(recordAfter);
  expect(everything().filter((file) => file.endsWith('.new'))).toEqual([]);
});

test('refuses a folder that is no terminal’s, and makes nothing there', () => {
  const empty = path.join(parent, 'empty');
  mkdirSync(empty);
  for (const folder of [
    empty,
    path.join(parent, 'missing'),
    path.join(terminalFolder, 'MQL5'),
    path.join(sourceFolder, bridge),
  ])
    expect(installAdviser({ sourceFolder, terminalFolder: folder })).toMatchObject({
      ok: false,
      error: { code: 'TERMINAL_FOLDER_UNUSABLE', message: expect.stringContaining('Open Data Folder') as string },
    });
  expect(readdirSync(empty)).toEqual([]);
});

test('says that this program is not whole where it lacks the files', () => {
  rmSync(sourceFolder, { recursive: true });
  expect(install()).toMatchObject({ ok: false, error: { code: 'FILE_NOT_FOUND' } });
});

test('says why a folder cannot be written, and leaves what was there', () => {
  installation();
  rmSync(path.join(terminalFolder, 'MQL5', 'Services'), { recursive: true });
  put(terminalFolder, 'MQL5/Services', 'a file where a folder has to be');
  source(bridge, '// newer\n');
  expect(install()).toMatchObject({
    ok: false,
    error: { code: 'TERMINAL_FOLDER_UNUSABLE', facts: { reason: expect.stringMatching(/EEXIST|ENOTDIR/) as string } },
  });
  expect(installed(bridge)).toBe(`// ${bridge}\n`);
  expect(everything().filter((file) => file.endsWith('.new'))).toEqual([]);
});

const writesAnywhere = process.platform === 'win32' || process.getuid?.() === 0;
const readOnly = writesAnywhere ? 'skipped: this user may write everywhere' : 'a folder that may only be read';

test.skipIf(writesAnywhere)(`refuses ${readOnly}`, () => {
  const folder = path.join(terminalFolder, 'MQL5');
  chmodSync(folder, 0o500);
  try {
    expect(install()).toMatchObject({ ok: false, error: { code: 'TERMINAL_FOLDER_UNUSABLE' } });
  } finally {
    chmodSync(folder, 0o700);
  }
});

test('installs the adviser of this program', () => {
  sourceFolder = path.join(import.meta.dirname, '..', '..', 'mql5');
  const files = installation().files.map((file) => file.path);
  expect(files).toEqual(expect.arrayContaining([bridge, service, 'Include/ATS/Protocol.mqh']));
});
