/**
 * `npm run crash-test -- [--runs N] [--seed S] [--plant FAULT | --market SCRIPT] [--json]`: ends either side at each call of an order's life, in simulated time, and lets
 * the market's own list judge. `npm run crash-test -- --processes N [--seed S] [--json]`: the same in real time, with real processes and kill −9.
 * With `--json` the last line is one JSON object. The exit code is 0 only when every run was clean.
 */
import { parseArgs } from 'node:util';
import { crashRuns, type CrashOrder, type CrashReport } from './crash-runs.ts';
import { killProcesses } from './real/kill-processes.ts';
import { marketScripts, sabotageNames } from './sabotage.ts';
import { underSyncWatch } from './under-sync-watch.ts';

const usage = `npm run crash-test -- [--runs N] [--seed S] [--plant ${sabotageNames.join('|')} | --market ${marketScripts.join('|')}] [--json]
npm run crash-test -- --processes N [--seed S] [--json]\n`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    processes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    plant: { type: 'string' },
    market: { type: 'string', default: 'plain' },
    json: { type: 'boolean', default: false },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const plant = values.plant === undefined ? null : sabotageNames.find((name) => name === values.plant);
const market = marketScripts.find((name) => name === values.market);
const processes = values.processes === undefined ? null : Number(values.processes);

if (![runs, seed, processes ?? 0].every(isCount) || plant === undefined || market === undefined) {
  process.stderr.write(usage);
  process.exitCode = 1;
} else if (processes !== null) {
  process.exitCode = await killProcesses({ runs: processes, seed }, { isJson: values.json });
} else {
  process.exitCode = await underSyncWatch(() => run({ runs, seed, plant, market }));
}

async function run(order: CrashOrder): Promise<number> {
  const report = await crashRuns(order, (done) => {
    if (done % 500 === 0) process.stderr.write(`${done} of ${order.runs} runs\n`);
  });
  for (const story of report.stories) process.stderr.write(`${story}\n`);
  const { stories: _stories, ...told } = report;
  process.stdout.write(`${values.json ? JSON.stringify({ name: 'crash-test', ...told }) : table(report)}\n`);
  return report.ok ? 0 : 1;
}

function table({ runs: played, points, lost, doubled, unknown, untrue, notReached, seconds, ok }: CrashReport): string {
  const lines = Object.entries(points).map(([point, hits]) => `${String(hits).padStart(6)}  ${point}`);
  const sums = `${played} runs in ${seconds} s: ${lost} lost, ${doubled} doubled, ${unknown} left unknown, ${untrue} untrue, ${notReached} points not reached`;
  return `${lines.join('\n')}\n${sums}: ${ok ? 'ok' : 'FAILED'}`;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
