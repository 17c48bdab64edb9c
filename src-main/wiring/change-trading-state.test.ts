import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { changeTradingState } from './change-trading-state.ts';
import { cockpitStatus } from './cockpit-status.ts';
import { openDataFolder } from './open-data-folder.ts';
import { temporaryDataFolder, whileCockpitRuns, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

const tradingState = async ({ path: folder }: TemporaryFolder): Promise<unknown> => {
  const status = await cockpitStatus(folder);
  return status.ok ? status.value.tradingState : status.error;
};

test('a halt at rest is found by every engine that starts after it, until somebody resumes', async () => {
  using folder = temporaryDataFolder();
  await whileCockpitRuns(folder, () => Promise.resolve());
  const halted = await changeTradingState(folder.path, { kind: 'halt', reason: 'lunch' });
  expect(halted).toEqual({ ok: true, value: { wasRunning: false } });
  for (const start of ['first', 'second']) {
    await whileCockpitRuns(folder, async () => {
      expect(await tradingState(folder), start).toEqual({ state: 'halted', reason: 'lunch' });
    });
  }
  await changeTradingState(folder.path, { kind: 'resume', reason: 'back' });
  await whileCockpitRuns(folder, async () => {
    expect(await tradingState(folder)).toMatchObject({ state: 'reducing' });
  });
});

test('a running engine is asked, halts, resumes, and keeps what it was told', async () => {
  using folder = temporaryDataFolder();
  await whileCockpitRuns(folder, async () => {
    const resumed = await changeTradingState(folder.path, { kind: 'resume', reason: 'sign' });
    expect(resumed).toEqual({ ok: true, value: { wasRunning: true } });
    const halted = await changeTradingState(folder.path, { kind: 'halt', reason: 'news' });
    expect(halted).toEqual({ ok: true, value: { wasRunning: true } });
    expect(await tradingState(folder)).toEqual({ state: 'halted', reason: 'news' });
  });
  await whileCockpitRuns(folder, async () => {
    expect(await tradingState(folder)).toEqual({ state: 'halted', reason: 'news' });
  });
});

test('a reason that says nothing is refused, whether an engine runs or not', async () => {
  using folder = temporaryDataFolder();
  const halt = (reason: string) => changeTradingState(folder.path, { kind: 'halt', reason });
  const refused = { error: { code: 'REQUEST_INVALID', message: expect.stringContaining('3 to 500') as string } };
  expect([await halt(''), await halt('  x  '), await halt('x'.repeat(501))]).toMatchObject([refused, refused, refused]);
  await whileCockpitRuns(folder, async () => {
    expect(await halt(' ')).toMatchObject(refused);
    expect(await tradingState(folder)).toMatchObject({ state: 'reducing' });
  });
});

test('a folder that is held by something that answers nobody is left alone', async () => {
  using folder = temporaryDataFolder();
  const halt = () => changeTradingState(folder.path, { kind: 'halt', reason: 'lunch' });
  {
    await using opening = new AsyncDisposableStack();
    const holder = await openDataFolder(folder.path, 'cli');
    if (holder.ok) opening.use(holder.value);
    expect(await halt()).toMatchObject({ error: { code: 'DATA_FOLDER_IN_USE' } });
  }
  expect(await halt()).toEqual({ ok: true, value: { wasRunning: false } });
});

test('settings that cannot be read are refused before the folder is touched', async () => {
  using folder = temporaryDataFolder();
  mkdirSync(folder.path);
  writeFileSync(path.join(folder.path, 'settings.json'), '{');
  const changed = await changeTradingState(folder.path, { kind: 'halt', reason: 'lunch' });
  expect(changed).toMatchObject({ error: { code: 'SETTINGS_INVALID' } });
});

test('a folder on which no cockpit ever ran is not said to be halted, and is not made', async () => {
  using folder = temporaryDataFolder();
  const changed = await changeTradingState(folder.path, { kind: 'halt', reason: 'lunch' });
  expect(changed).toMatchObject({ error: { code: 'ENGINE_NOT_RUNNING', facts: { folder: folder.path } } });
  expect(existsSync(folder.path)).toBe(false);
});

test('a file halts a running engine; without it a reason is still needed, and with it none resumes', async () => {
  using folder = temporaryDataFolder();
  const file = path.join(folder.path, 'halt');
  const resume = () => changeTradingState(folder.path, { kind: 'resume', reason: 'all is well' });
  await whileCockpitRuns(folder, async () => {
    writeFileSync(file, 'the broker is down');
    const halted = { state: 'halted', reason: 'the broker is down' };
    await expect.poll(() => tradingState(folder)).toEqual(halted);
    expect(await resume()).toMatchObject({ error: { code: 'HALTED', facts: { file: 'halt' } } });
    rmSync(file);
    await expect.poll(resume).toEqual({ ok: true, value: { wasRunning: true } });
  });
  writeFileSync(file, '');
  expect(await resume()).toMatchObject({ error: { code: 'HALTED' } });
  await whileCockpitRuns(folder, async () => {
    expect(await tradingState(folder)).toMatchObject({
      state: 'halted',
      reason: 'the file “halt” is in the data folder',
    });
  });
});
