import { expect, test } from 'vitest';
import { err, ok } from '#shared/base/result.ts';
import { fault } from '#shared/base/fault.ts';
import { terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { valueOf } from '#main/stores/temporary-stores.suite.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleRebuildReport } from '#main/testkit/scripted-memory.ts';
import { openDataFolder } from './open-data-folder.ts';
import { rebuildProjection } from './rebuild-projection.ts';
import { rememberAll, storeBars } from './remembering-folder.suite.ts';
import { whileScriptedEngineRuns } from './scripted-engine.suite.ts';
import { temporaryDataFolder } from './while-cockpit-runs.suite.ts';

const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: terminalSource, anchor: 'hour' };

type RebuildWatch = Parameters<typeof rebuildProjection>[2];

const patient = (onProgress: RebuildWatch['onProgress'] = () => undefined): RebuildWatch => ({
  onProgress,
  signal: new AbortController().signal,
});

test('the engine that runs makes it anew, and tells how far it is', async () => {
  using folder = temporaryDataFolder();
  await whileScriptedEngineRuns(folder, async (_, memory) => {
    const told: unknown[] = [];
    const rebuilding = rebuildProjection(
      folder.path,
      'graph',
      patient((event) => told.push(event)),
    );
    await expect.poll(() => memory.rebuilds.length).toBe(1);
    memory.watch().onProgress({ kind: 'progress', done: 3, depth: 4 });
    await expect.poll(() => told.length).toBe(1);
    memory.endRebuild(ok(sampleRebuildReport()));
    expect(await rebuilding).toEqual({ ok: true, value: sampleRebuildReport() });
    expect({ told, rebuilds: memory.rebuilds }).toEqual({
      told: [{ kind: 'progress', done: 3, depth: 4 }],
      rebuilds: ['graph'],
    });
    const failing = rebuildProjection(folder.path, 'vectors', patient());
    await expect.poll(() => memory.rebuilds.length).toBe(2);
    const failed = fault('PROJECTION_FAILED', 'the store is full');
    memory.endRebuild(err(failed));
    expect(await failing).toEqual({ ok: false, error: failed });
  });
});

test('a person who does not wait for it cancels it', async () => {
  using folder = temporaryDataFolder();
  await whileScriptedEngineRuns(folder, async (_, memory) => {
    const leaving = new AbortController();
    const rebuilding = rebuildProjection(folder.path, 'graph', { ...patient(), signal: leaving.signal });
    await expect.poll(() => memory.rebuilds.length).toBe(1);
    const { signal } = memory.watch();
    leaving.abort();
    expect(await rebuilding).toMatchObject({ error: { code: 'REBUILD_CANCELLED' } });
    await expect.poll(() => signal.aborted).toBe(true);
  });
});

test('at rest this program makes it anew, the same each time', async () => {
  using folder = temporaryDataFolder();
  storeBars(folder.path, series, sampleBars({ count: 400, seed: 4, timeframe: 'H1' }));
  await rememberAll(folder.path);
  for (const projection of ['vectors', 'graph'] as const) {
    const reports = [
      valueOf(await rebuildProjection(folder.path, projection, patient())),
      valueOf(await rebuildProjection(folder.path, projection, patient())),
    ].map((report) => ({ ...report, durationMs: 0 }));
    expect(reports[1]).toEqual(reports[0]);
    const adapter = projection === 'vectors' ? 'exact' : 'embedded';
    const rows = projection === 'vectors' ? 400 - 213 : 0;
    expect(reports[0]).toMatchObject({ projection, adapter, rows, deadLetters: 0 });
  }
});

test('a folder that another program writes is left alone', async () => {
  using folder = temporaryDataFolder();
  await using holder = valueOf(await openDataFolder(folder.path, 'cli'));
  expect(await rebuildProjection(folder.path, 'graph', patient())).toMatchObject({
    error: { code: 'DATA_FOLDER_IN_USE' },
  });
  expect(holder.stores.market.graphFeed.newest()).toBe(0);
});
