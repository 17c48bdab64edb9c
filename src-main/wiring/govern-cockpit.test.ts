import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { recoverState } from '#main/engine/recover-state.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { putVersionOneLedger } from '#main/stores/sqlite/ledger/version-one-ledger.suite.ts';
import { valueOf } from '#main/stores/temporary-stores.suite.ts';
import { governCockpit, readGovernance } from './govern-cockpit.ts';
import { openDataFolder } from './open-data-folder.ts';
import { temporaryDataFolder, whileCockpitRuns } from './while-cockpit-runs.suite.ts';

test('a running engine is asked, and a word at rest is found by the next one', async () => {
  using folder = temporaryDataFolder();
  await whileCockpitRuns(folder, async () => {
    expect(await readGovernance(folder.path)).toEqual({ ok: true, value: { isRunning: true, governance: null } });
    const early = await governCockpit(folder.path, { kind: 'holdScenario', reason: 'too early' });
    expect(early).toMatchObject({ ok: false, error: { code: 'NOT_CONNECTED' } });
    const forced = await governCockpit(folder.path, { kind: 'forceScenario', scenario: 'B', reason: 'a test' });
    expect(forced).toEqual({ ok: true, value: { wasRunning: true } });
  });
  const held = await governCockpit(folder.path, { kind: 'holdScenario', reason: 'on holiday' });
  expect(held).toEqual({ ok: true, value: { wasRunning: false } });
  await whileCockpitRuns(folder, async () => {
    expect(await readGovernance(folder.path)).toMatchObject({
      ok: true,
      value: {
        isRunning: true,
        governance: { active: 'B', override: { kind: 'held', reason: 'on holiday', actor: 'cli' } },
      },
    });
  });
});

test('a reason that says nothing is refused, and so is a folder on which no cockpit ever ran', async () => {
  using folder = temporaryDataFolder();
  expect(await governCockpit(folder.path, { kind: 'releaseScenario', reason: ' ' })).toMatchObject({
    error: { code: 'REQUEST_INVALID' },
  });
  for (const answer of [
    await governCockpit(folder.path, { kind: 'forceScenario', scenario: 'A', reason: 'why not' }),
    await readGovernance(folder.path),
  ])
    expect(answer).toMatchObject({ error: { code: 'ENGINE_NOT_RUNNING' } });
});

test('the log of the version before has no scenario yet, and nothing that was closed long ago is watched', async () => {
  using folder = temporaryDataFolder();
  mkdirSync(folder.path);
  putVersionOneLedger(dataFolderAt(folder.path).ledgerFile);
  {
    await using opened = valueOf(await openDataFolder(folder.path, 'cli'));
    const { state } = recoverState(opened.stores.ledger.log);
    expect(state.judgedIntents.length).toBeGreaterThan(0);
    expect(state).toMatchObject({ governance: null, stopWatches: {}, stopAlarm: null, overRisks: {} });
  }
  expect(await readGovernance(folder.path)).toEqual({ ok: true, value: { isRunning: false, governance: null } });
});
