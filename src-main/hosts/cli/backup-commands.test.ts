import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { runToEnd, type Ended } from '#main/testkit/run-to-end.ts';
import { openDataFolder } from '#main/wiring/open-data-folder.ts';

let parent: string;
let folder: string;

beforeEach(async () => {
  parent = mkdtempSync(path.join(tmpdir(), 'ats-cli-'));
  folder = path.join(parent, 'cockpit');
  const opened = await openDataFolder(folder, 'cli');
  if (opened.ok) await opened.value[Symbol.asyncDispose]();
});

afterEach(() => {
  rmSync(parent, { recursive: true });
});

const ats = (...words: readonly string[]): Promise<Ended> =>
  runToEnd('cli', words, { environment: { ATS_DATA: folder } });

function objectIn({ stdout }: Ended): Record<string, unknown> {
  expect(stdout).toMatch(/^\{.*\}\n$/);
  return JSON.parse(stdout) as Record<string, unknown>;
}

test('a backup, a restore and a full verification read well, and are one object each', async () => {
  const safe = path.join(parent, 'safe');
  const made = await ats('backup', '--to', safe, '--json');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const backup = String(objectIn(made).folder);
  expect(objectIn(made)).toMatchObject({
    wasRunning: false,
    stores: [{ store: 'ledger', events: 0 }, { store: 'market' }],
  });

  const restored = await ats('restore', backup);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  for (const said of [
    'Restored as of 2',
    'ledger, 0 events',
    'is kept in',
    'installation tag',
    'Not in a backup: settings.json',
  ])
    expect(restored.stdout).toContain(said);
  expect(objectIn(await ats('restore', path.join(backup, 'market.db'), '--json'))).toMatchObject({
    folder,
    installationTag: null,
    stores: [{ store: 'market' }],
  });

  expect((await ats('backup')).stdout).toContain(`Backed up to ${path.join(folder, 'backups')}`);
  expect(objectIn(await ats('verify', '--full', '--json'))).toMatchObject({
    isIntact: true,
    stores: ['ledger', 'market'],
  });
  expect((await ats('verify', '--full')).stdout).toContain('Every page holds: ledger, market.');
});

test('what is no backup is refused with its code', async () => {
  const refused = await ats('restore', parent, '--json');
  expect(objectIn(refused)).toMatchObject({ error: { code: 'RESTORE_REFUSED' } });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^RESTORE_REFUSED: /) as string });
});

test('a running engine is asked for its backup and is not restored under', { timeout: 60_000 }, async () => {
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  const made = await ats('backup', '--json');
  expect(objectIn(made)).toMatchObject({ wasRunning: true });
  expect(engine.complaints()).toBe('');
  expect(objectIn(await ats('restore', String(objectIn(made).folder), '--json'))).toMatchObject({
    error: { code: 'RESTORE_REFUSED' },
  });
});
