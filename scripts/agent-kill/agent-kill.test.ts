import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { childPids } from '../bench/child-pids.ts';
import { agentKillRuns } from './agent-kill-runs.ts';
import type { Moment } from './kill-plan.ts';
import { playAgentRun, type AgentRunReport } from './play-agent-run.ts';
import type { PlantName } from './plants.ts';

/** Children that are left behind are found in /proc. */
const notHere = process.platform !== 'linux';

/** Generous: several lives of two processes each, beside other tests. */
const timeout = 600_000;

const quiet = { interrupted: new AbortController().signal, onRun: () => undefined };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-agent-kill-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(notHere)(
  notHere ? 'skipped: it finds processes in /proc, on Linux only' : 'kill −9 at the nodes of both graphs',
  () => {
    test('leaves the trade that an undisturbed run leaves, and at most one order', { timeout }, async () => {
      const report = await agentKillRuns({ runs: 8, seed: 7, plant: null }, quiet);
      const clean = { runs: 8, differing: 0, doubled: 0, untrue: 0, broken: 0, ok: true, stories: [] };
      expect(report).toMatchObject(clean);
      const struck = Object.keys(report.points);
      for (const point of ['A ticket waits', 'B ticket waits', 'A approval', 'B approval'])
        expect(struck).toContain(point);
      expect(report.cut).toHaveProperty('interrupted');
    });

    const playPlanted = (plant: PlantName, moment: Moment): Promise<AgentRunReport> =>
      playAgentRun({
        ...{ folder: path.join(folder, plant), seed: 7, plant, msMax: 60_000, interrupted: quiet.interrupted },
        plan: { scenario: 'B', kills: [moment], downMs: 0 },
      });

    test('an order that is sent again after a start turns it red', { timeout }, async () => {
      const { outcome } = await playPlanted('resend', { kind: 'boundary', told: firstOfPosition });
      expect(outcome.executed.filter((line) => line.startsWith('in '))).toHaveLength(2);
    });

    test('a question that is lost in a restart turns it red', { timeout }, async () => {
      const played = playPlanted('lostQuestion', { kind: 'boundary', told: 3 });
      await expect(played).rejects.toThrow(/killed: entry/);
    });

    test('a ticket that comes twice turns it red', { timeout }, async () => {
      const played = playPlanted('doubleTicket', { kind: 'ticket', afterMs: 0 });
      // Whether both wait at once when the trader looks up, or the second comes when he has said yes to the first.
      await expect(played).rejects.toSatisfy((error) =>
        /several tickets|entry filled.*entry filled/.test(inspect(error)),
      );
    });

    test('leaves no process behind when it is interrupted', { timeout }, async () => {
      const before = childPids(process.pid);
      const interruption = new AbortController();
      const played = agentKillRuns({ runs: 2, seed: 2, plant: null }, { ...quiet, interrupted: interruption.signal });
      await expect.poll(() => childPids(process.pid).length, { timeout: 60_000 }).toBeGreaterThan(before.length + 1);
      interruption.abort(new Error('Ctrl+C'));
      await expect(played).rejects.toThrow();
      expect(childPids(process.pid)).toEqual(before);
    });
  },
);

/** What comes after the boundaries of the entry: the order is filled, and the position looked after. */
const firstOfPosition = 31;
