import { describe, expect, test } from 'vitest';
import { whySkipped } from '../../mql5/host-test/build/variant.ts';
import { childPids } from '../bench/child-pids.ts';
import { plantNames, type PlantName } from './plants.ts';
import { syncRuns, type SyncKillReport } from './sync-runs.ts';

const why = whySkipped('plain');

/** Generous: several lives of two processes each, beside other tests. */
const timeout = 400_000;

const quiet = { interrupted: new AbortController().signal, onRun: () => undefined };

const play = (runs: number, plant: PlantName | null): Promise<SyncKillReport> =>
  syncRuns({ runs, seed: 7, plant }, quiet);

describe.skipIf(why !== null)(why ?? 'kill −9 and loss of power while a terminal’s past is stored', () => {
  test('leaves what an undisturbed sync leaves, row by row', { timeout }, async () => {
    const report = await play(4, null);
    expect(report).toMatchObject({ runs: 4, differing: 0, broken: 0, ok: true, stories: [] });
    expect(report.deaths.beforeAllWasStored).toBeGreaterThan(0);
  });

  test.for(plantNames)('the planted fault %s turns it red', { timeout }, async (plant) => {
    const report = await play(2, plant);
    expect(report.differing).toBeGreaterThan(0);
    expect(report.ok).toBe(false);
  });

  test('leaves no process behind when it is interrupted', { timeout }, async () => {
    const before = childPids(process.pid);
    const interruption = new AbortController();
    const played = syncRuns({ runs: 4, seed: 2, plant: null }, { ...quiet, interrupted: interruption.signal });
    await expect.poll(() => childPids(process.pid).length, { timeout: 60_000 }).toBeGreaterThan(before.length + 1);
    interruption.abort(new Error('Ctrl+C'));
    await expect(played).rejects.toThrow();
    expect(childPids(process.pid)).toEqual(before);
  });
});
