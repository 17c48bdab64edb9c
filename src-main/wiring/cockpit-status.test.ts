import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { cockpitStatus } from './cockpit-status.ts';
import { programVersion } from './program-version.ts';
import { temporaryDataFolder, whileCockpitRuns } from './while-cockpit-runs.suite.ts';

test('without an engine the answer is that it is not safe, and nothing is made', async () => {
  using folder = temporaryDataFolder();
  expect(await cockpitStatus(folder.path)).toEqual({
    ok: true,
    value: {
      folder: folder.path,
      isRunning: false,
      isSafeToTrade: false,
      reasons: ['no engine runs on this data folder'],
      programVersion,
      marketUtcMs: null,
      account: null,
      equity: null,
      tradingState: null,
      governance: null,
      lamps: [],
      positions: 0,
      openApprovals: 0,
      unknownOrders: 0,
      sync: { streams: [], stores: [], projections: [], logs: [], circuit: 'closed', isHistoryConnected: false },
      series: [],
    },
  });
  expect(existsSync(folder.path)).toBe(false);
});

test('an engine without a terminal runs, and is not safe to trade with', async () => {
  using folder = temporaryDataFolder();
  await whileCockpitRuns(folder, async () => {
    const status = await cockpitStatus(folder.path);
    expect(status).toMatchObject({
      value: { folder: folder.path, isRunning: true, isSafeToTrade: false, programVersion, account: null },
    });
    expect(status).toMatchObject({
      value: { reasons: expect.arrayContaining([expect.stringMatching(/^terminal: disconnected/)]) as string[] },
    });
  });
});

test('an engine that has stopped is not taken for one that runs', async () => {
  using folder = temporaryDataFolder();
  await whileCockpitRuns(folder, () => Promise.resolve());
  expect(await cockpitStatus(folder.path)).toMatchObject({ value: { isRunning: false } });
});

test('what a killed engine left behind is not taken for one that runs', async () => {
  using folder = temporaryDataFolder();
  await whileCockpitRuns(folder, () => Promise.resolve());
  const session = { port: 1, token: 'of a killed engine', pid: process.pid };
  writeFileSync(path.join(folder.path, 'session'), JSON.stringify(session));
  expect(await cockpitStatus(folder.path)).toMatchObject({ value: { isRunning: false } });
});

test('a session that may not be read is a fault, not the word that nothing runs', async () => {
  using folder = temporaryDataFolder();
  mkdirSync(path.join(folder.path, 'session'), { recursive: true });
  expect(await cockpitStatus(folder.path)).toMatchObject({ error: { code: 'DATA_FOLDER_UNUSABLE' } });
});
