/**
 * `npm run sync-kill -- [--runs N] [--seed S] [--plant FAULT] [--json]`: ends cockpits by kill −9 and by a loss of power while they store what a terminal
 * knows, and compares what is stored in the end with what is stored where nobody disturbs. With `--json` the last line is one JSON object. The exit code
 * is 0 only when nothing differs.
 */
import { parseArgs } from 'node:util';
import { untilInterrupted } from '../until-interrupted.ts';
import { plantNames } from './plants.ts';
import { syncRuns, type SyncKillOrder, type SyncKillReport } from './sync-runs.ts';

const usage = `npm run sync-kill -- [--runs N] [--seed S] [--plant ${plantNames.join('|')}] [--json]\n`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    plant: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const plant = values.plant === undefined ? null : plantNames.find((name) => name === values.plant);

if (![runs, seed].every(isCount) || plant === undefined) {
  process.stderr.write(usage);
  process.exitCode = 1;
} else {
  process.exitCode = await run({ runs, seed, plant });
}

function run(order: SyncKillOrder): Promise<number> {
  return untilInterrupted(async (interrupted) => {
    const onRun = (done: number): void => {
      if (done % 10 === 0) process.stderr.write(`${done} of ${order.runs} runs\n`);
    };
    const report = await syncRuns(order, { interrupted, onRun });
    const { stories, ...told } = report;
    for (const story of stories) process.stderr.write(`${story}\n`);
    process.stdout.write(`${values.json ? JSON.stringify({ name: 'sync-kill', ...told }) : table(report)}\n`);
    return report.ok ? 0 : 1;
  });
}

function table({
  runs: played,
  market,
  content,
  deaths,
  differing,
  broken,
  lostChanges,
  seconds,
  ok,
}: SyncKillReport): string {
  const lines = [
    market === 'real' ? 'Real minutes.' : 'Seeded minutes: no real data lies in ATS_TEST_DATA or ../shared/data.',
    ...Object.entries(content).map(([part, count]) => `${String(count).padStart(8)}  ${part}`),
    ...Object.entries(deaths).map(([what, times]) => `${String(times).padStart(8)}  deaths ${what}`),
  ];
  const sums = `${played} runs in ${seconds} s: ${differing} differ, ${broken} broken off, ${lostChanges} changes lost with the power`;
  return `${lines.join('\n')}\n${sums}: ${ok ? 'ok' : 'FAILED'}`;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
