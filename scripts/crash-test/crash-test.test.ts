import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { whySkipped } from '../../mql5/host-test/build/variant.ts';
import { inProject } from '../project-root.ts';
import { sabotageNames } from './sabotage.ts';

const why = process.platform === 'linux' ? whySkipped('plain') : 'skipped: only Linux can tell what a disk had synced';
const crashTest = test.skipIf(why !== null);
const suffix = why === null ? '' : ` (${why})`;

interface Told {
  readonly ok: boolean;
  readonly runs: number;
  readonly lost: number;
  readonly doubled: number;
  readonly unknown: number;
  readonly untrue: number;
  readonly notReached: number;
  readonly powerLosses: number;
  readonly hitsMin: number;
  readonly points: Readonly<Record<string, number>>;
}

/** The command as it is typed: its last line of stdout, and its exit code. */
async function run(...words: readonly string[]): Promise<{ readonly code: number | null; readonly told: Told }> {
  const child = spawn(process.execPath, [inProject('scripts/crash-test/main.ts'), ...words, '--json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = Buffer.concat(output).toString().trim().split('\n');
  return { code, told: JSON.parse(lines.at(-1) ?? '') as Told };
}

const clean = { lost: 0, doubled: 0, unknown: 0, untrue: 0 };

/** A fiftieth of the full run, which is made by command. */
crashTest(
  `no crash at any call of an order’s life loses, doubles or forgets an order${suffix}`,
  async () => {
    const { code, told } = await run('--runs', '200');
    expect(told).toMatchObject({ ok: true, runs: 200, notReached: 0, ...clean });
    expect(told.hitsMin).toBe(Math.floor(200 / Object.keys(told.points).length));
    expect(told.powerLosses).toBeGreaterThanOrEqual(99);
    expect(code).toBe(0);
  },
  300_000,
);

crashTest.for(['slow', 'otherAccount', 'stopFirst'])(
  `a market with %s ends in what the market’s own list says${suffix}`,
  { timeout: 120_000 },
  async (market) => {
    expect(await run('--runs', '0', '--market', market)).toMatchObject({ code: 0, told: { ok: true, ...clean } });
  },
);

/** As many lives as the fault needs to show. */
const runsFor: Readonly<Partial<Record<(typeof sabotageNames)[number], number>>> = {
  noJournalFlush: 20,
  idReused: 20,
  resendOnTimeOut: 0,
};

crashTest.for(sabotageNames)(`the planted fault %s turns it red${suffix}`, { timeout: 240_000 }, async (plant) => {
  const { code, told } = await run('--runs', String(runsFor[plant] ?? 0), '--plant', plant);
  expect(told.ok).toBe(false);
  expect(told.lost + told.doubled + told.untrue).toBeGreaterThan(0);
  expect(code).toBe(1);
});
