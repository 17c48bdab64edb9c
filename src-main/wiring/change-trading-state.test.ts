import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { changeTradingState } from './change-trading-state.ts';
import { cockpitStatus } from './cockpit-status.ts';
import { openDataFolder } from './open-data-folder.ts';
import { startCockpit, temporaryDataFolder, type TemporaryFolder } from './running-cockpit.suite.ts';

const tradingState = async ({ path: folder }: TemporaryFolder): Promise<unknown> => {
  const status = await cockpitStatus(folder);
  return status.ok ? status.value.tradingState : status.error;
};

test('a halt at rest is found by every engine that starts after it, until somebody resumes', async () => {
  using folder = temporaryDataFolder();
  const halted = await changeTradingState(folder.path, { kind: 'halt', reason: 'lunch' });
  expect(halted).toEqual({ ok: true, value: { wasRunning: false } });
  for (const start of ['first', 'second']) {
    await using _running = await startCockpit(folder);
    expect(await tradingState(folder), start).toEqual({ state: 'halted', reason: 'lunch' });
  }
  await changeTradingState(folder.path, { kind: 'resume', reason: 'back' });
  await using _running = await startCockpit(folder);
  expect(await tradingState(folder)).not.toMatchObject({ state: 'halted' });
});

test('a running engine is asked, halts, resumes, and keeps what it was told', async () => {
  using folder = temporaryDataFolder();
  {
    await using _running = await startCockpit(folder);
    const resumed = await changeTradingState(folder.path, { kind: 'resume', reason: 'sign' });
    expect(resumed).toEqual({ ok: true, value: { wasRunning: true } });
    const halted = await changeTradingState(folder.path, { kind: 'halt', reason: 'news' });
    expect(halted).toEqual({ ok: true, value: { wasRunning: true } });
    expect(await tradingState(folder)).toEqual({ state: 'halted', reason: 'news' });
  }
  await using _again = await startCockpit(folder);
  expect(await tradingState(folder)).toEqual({ state: 'halted', reason: 'news' });
});

test('a reason that says nothing is refused by a running engine and at rest alike', async () => {
  using folder = temporaryDataFolder();
  const blank = { kind: 'halt', reason: '' } as const;
  const atRest = await changeTradingState(folder.path, blank);
  await using _running = await startCockpit(folder);
  const asked = await changeTradingState(folder.path, blank);
  expect([atRest, asked]).toMatchObject([
    { error: { code: 'REQUEST_INVALID' } },
    { error: { code: 'REQUEST_INVALID' } },
  ]);
  expect(await tradingState(folder)).not.toMatchObject({ state: 'halted' });
});

test('where somebody else holds the folder and answers nobody, nothing is changed', async () => {
  using folder = temporaryDataFolder();
  {
    await using _holder = await openDataFolder(folder.path, 'cli').then((opened) => opened.ok && opened.value);
  }
});

test('settings that cannot be read are refused before the folder is touched', async () => {
  using folder = temporaryDataFolder();
  mkdirSync(folder.path);
  writeFileSync(path.join(folder.path, 'settings.json'), '{');
  const changed = await changeTradingState(folder.path, { kind: 'halt', reason: 'lunch' });
  expect(changed).toMatchObject({ error: { code: 'SETTINGS_INVALID' } });
});
