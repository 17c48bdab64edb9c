import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import { sampleSyncHealth, sampleSyncStream } from '#main/testkit/sample-sync-health.ts';
import { whileScriptedEngineRuns } from './scripted-engine.suite.ts';
import { synchronize, type SyncWish } from './synchronize.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';

const euro = sampleSyncStream({ symbol: 'EURUSD' });
const fetching = (doneRatio: number): SyncHealth =>
  sampleSyncHealth({
    streams: [
      sampleSyncStream({
        phase: 'backfilling',
        backfill: { fromUtcMs: 0, toUtcMs: 1, doneRatio, remainingMs: null },
      }),
      euro,
    ],
  });
const wish = (changes: Partial<SyncWish> = {}): SyncWish => ({
  symbols: null,
  isWaited: false,
  onHealth: () => undefined,
  ...changes,
});

test('asks the engine, and answers how it stands', async () => {
  using folder = temporaryDataFolder();
  await whileScriptedEngineRuns(folder, async (sync) => {
    expect(await synchronize(folder.path, wish())).toEqual({ ok: true, value: sampleSyncHealth() });
    expect(sync.wishes).toEqual([null]);
  });
});

test('waits until nothing is fetched any more, and tells the progress of the wished symbols alone', async () => {
  using folder = temporaryDataFolder();
  await whileScriptedEngineRuns(folder, async (sync) => {
    sync.publish(fetching(0));
    const told: unknown[] = [];
    const onHealth = ({ streams }: SyncHealth): void => {
      told.push(streams.map(({ symbol, backfill }) => [symbol, backfill?.doneRatio]));
    };
    const done = synchronize(folder.path, wish({ symbols: ['XAUUSD'], isWaited: true, onHealth }));
    await expect.poll(() => sync.listeners()).toBe(1);
    for (const doneRatio of [0.4, 0.9]) {
      sync.publish(fetching(doneRatio));
      await expect.poll(() => told.at(-1)).toEqual([['XAUUSD', doneRatio]]);
    }
    sync.publish(sampleSyncHealth({ streams: [sampleSyncStream(), euro] }));
    expect(await done).toEqual({ ok: true, value: sampleSyncHealth() });
    expect(sync.wishes).toEqual([['XAUUSD']]);
    await expect.poll(() => sync.listeners()).toBe(0);
  });
});

test('what begins only after a moment is waited for as well', async () => {
  using folder = temporaryDataFolder();
  await whileScriptedEngineRuns(folder, async (sync) => {
    const done = synchronize(folder.path, wish({ isWaited: true }));
    await expect.poll(() => sync.listeners()).toBe(1);
    setTimeout(() => sync.publish(fetching(0.5)), 500);
    const waiting = sampleSyncStream({ phase: 'waiting', fault: fault('SYNC_TIMEOUT', 'no answer') });
    setTimeout(() => sync.publish(sampleSyncHealth({ streams: [waiting] })), 2600);
    expect(await done).toMatchObject({ ok: true, value: { streams: [{ phase: 'waiting' }] } });
  });
});

test('what the engine refuses is the refusal', async () => {
  using folder = temporaryDataFolder();
  await whileScriptedEngineRuns(folder, async (sync) => {
    const refusal = fault('NOT_CONNECTED', 'no terminal');
    sync.refuse(refusal);
    expect(await synchronize(folder.path, wish({ isWaited: true }))).toEqual({ ok: false, error: refusal });
  });
});

test('without an engine it says what to do, and makes nothing', async () => {
  using folder = temporaryDataFolder();
  expect(await synchronize(folder.path, wish())).toMatchObject({
    ok: false,
    error: { code: 'ENGINE_NOT_RUNNING', message: expect.stringContaining('Start the cockpit') as string },
  });
});
