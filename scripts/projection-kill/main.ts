/**
 * `npm run projection-kill -- [--runs N] [--seed S] [--kill-bolt] [--plant FAULT] [--json]`: strikes an engine, its Chroma and its connection to a Bolt
 * server while they project what is stored, and compares what each holds in the end with a clean rebuild. With `--json` the last line is one JSON object.
 * The exit code is 0 only when nothing differs.
 */
import { parseArgs } from 'node:util';
import { ensureBuilt } from '../ensure-built.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { plantNames } from './plants.ts';
import { projectionRuns, type ProjectionKillOrder, type ProjectionKillReport } from './projection-runs.ts';

const usage = `npm run projection-kill -- [--runs N] [--seed S] [--kill-bolt] [--plant ${plantNames.join('|')}] [--json]\n`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    'kill-bolt': { type: 'boolean', default: false },
    plant: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];
const plant = values.plant === undefined ? null : plantNames.find((name) => name === values.plant);

if (![runs, seed].every(isCount) || plant === undefined) {
  process.stderr.write(usage);
  process.exitCode = 1;
} else if (process.platform !== 'linux') {
  process.stderr.write('projection-kill finds its processes in /proc: it runs on Linux only.\n');
  process.exitCode = 1;
} else {
  process.exitCode = await run({ runs, seed, killsBolt: values['kill-bolt'], plant });
}

async function run(order: ProjectionKillOrder): Promise<number> {
  // The engines run from source, and the window that they serve has to be there.
  if (!(await ensureBuilt())) return 1;
  return untilInterrupted(async (interrupted) => {
    const onRun = (done: number): void => {
      if (done % 10 === 0) process.stderr.write(`${done} of ${order.runs} runs\n`);
    };
    const report = await projectionRuns(order, { interrupted, onRun });
    const { stories, ...told } = report;
    for (const story of stories) process.stderr.write(`${story}\n`);
    process.stdout.write(`${values.json ? JSON.stringify({ name: 'projection-kill', ...told }) : table(report)}\n`);
    return report.ok ? 0 : 1;
  });
}

function table(report: ProjectionKillReport): string {
  const {
    runs: wished,
    takenIn,
    leftOut,
    rows,
    strikes,
    timely,
    missed,
    cuts,
    differing,
    broken,
    seconds,
    ok,
  } = report;
  const lines = [
    `With ${['the store itself', ...takenIn].join(', ')}.`,
    ...leftOut.map((reason) => `Left out: ${reason}.`),
    ...Object.entries(rows).map(([holder, count]) => `${String(count).padStart(8)}  rows in ${holder}`),
    ...Object.entries(strikes).map(([blow, times]) => `${String(times).padStart(8)}  strikes at ${blow}`),
    `${String(timely).padStart(8)}  strikes before all was in step, ${missed} that found nothing`,
    `${String(cuts).padStart(8)}  connections cut`,
  ];
  return `${lines.join('\n')}\n${wished} runs in ${seconds} s: ${differing} differ, ${broken} broken off: ${ok ? 'ok' : 'FAILED'}`;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
