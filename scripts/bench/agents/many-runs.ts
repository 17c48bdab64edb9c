/** `node many-runs.ts FOLDER RUNS`: so many runs by rules in a process of their own; prints how its memory and the agents' file fared. */
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MemorySlope } from '../bridge/memory-slope.ts';
import { askDesk } from './ask-desk.ts';
import { deskSymbols } from './desk.ts';
import { openDesk } from './open-desk.ts';

export interface ManyRuns {
  /** MiB in a thousand runs, over the second half of them: what is in use, in the heap and beside it. */
  readonly liveSlope: number;
  /** What the process holds: V8 and the allocator keep room that is free, and spread in it for as long as they have some. */
  readonly residentSlope: number;
  readonly residentMiB: number;
  readonly runsKept: number;
  /** The agents' file when half of the runs were done and at the end. */
  readonly fileMiB: readonly [half: number, end: number];
  readonly runMs: number;
}

const [folder = '', count] = process.argv.slice(2);
const runs = Number(count);
/** Long before the half of them the oldest are forgotten. */
const runsKept = Math.max(10, runs / 10);
const samples = 40;
const newest = { scenario: null, symbol: null, kind: null, decisionId: null, before: null, limit: 1 } as const;

// A file does not get smaller again: it begins without what others have left in it.
for (const left of ['agents.db', 'agents.db-wal', 'agents.db-shm']) rmSync(path.join(folder, left), { force: true });
await using desk = openDesk(folder, { runsKept });
const resident = new MemorySlope();
const live = new MemorySlope(() => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
});
let half = NaN;
const beganMs = performance.now();
for (let run = 1; run <= runs; run++) {
  await askDesk(desk.agents.analyst, deskSymbols[run % deskSymbols.length] ?? '');
  // No desk asks so much without a rest: what waits to be written is written for who reads.
  if (run % deskSymbols.length === 0) desk.agents.runs.runs(newest);
  if (run === runs / 2) half = fileMiB();
  if (run % (runs / samples) > 0) continue;
  // Steps rest for a moment before they are written, and a ticket's end is heard in its turn.
  await sleep(300);
  resident.sample(run / 1000);
  live.sample(run / 1000);
}
const said: ManyRuns = {
  ...{ liveSlope: live.slope(), residentSlope: resident.slope(), residentMiB: resident.lastMib, runsKept },
  fileMiB: [half, fileMiB()],
  runMs: (performance.now() - beganMs) / runs,
};
process.stdout.write(JSON.stringify(said));

function fileMiB(): number {
  return statSync(desk.agentsFile).size / 2 ** 20;
}
