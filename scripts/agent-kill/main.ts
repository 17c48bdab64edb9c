/**
 * `npm run agent-kill -- [--runs N] [--seed S] [--plant FAULT] [--json]`: kills an engine at the nodes of its agents' graphs, while a ticket waits and while
 * the graph is told of its end, and compares what becomes of the trade with what becomes of it undisturbed. With `--json` the last line is one JSON object.
 * The exit code is 0 only when nothing differs.
 */
import { parseArgs } from 'node:util';
import { untilInterrupted } from '../until-interrupted.ts';
import { agentKillRuns, type AgentKillOrder, type AgentKillReport } from './agent-kill-runs.ts';
import { plantNames } from './plants.ts';

const usage = `npm run agent-kill -- [--runs N] [--seed S] [--plant ${plantNames.join('|')}] [--json]\n`;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    seed: { type: 'string', default: '7' },
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

function run(order: AgentKillOrder): Promise<number> {
  return untilInterrupted(async (interrupted) => {
    const onRun = (done: number): void => {
      if (done % 10 === 0) process.stderr.write(`${done} of ${order.runs} runs\n`);
    };
    const report = await agentKillRuns(order, { interrupted, onRun });
    const { stories, ...told } = report;
    for (const story of stories) process.stderr.write(`${story}\n`);
    process.stdout.write(`${values.json ? JSON.stringify({ name: 'agent-kill', ...told }) : table(report)}\n`);
    return report.ok ? 0 : 1;
  });
}

function table({ points, cut, kills, notReached, unsent, ...report }: AgentKillReport): string {
  const lines = [
    ...Object.entries(points).map(([name, times]) => `${String(times).padStart(6)}  killed: ${name}`),
    ...Object.entries(cut).map(
      ([state, times]) => `${String(times).padStart(6)}  runs that were cut, shown as ${state}`,
    ),
    `${String(kills).padStart(6)}  kills, and ${notReached} whose life had not as many boundaries`,
    `${String(unsent).padStart(6)}  orders that are known never to have been sent`,
  ];
  const { runs: played, seconds, differing, doubled, untrue, broken, ok } = report;
  const sums = `${differing} differ, ${doubled} doubled, ${untrue} untrue, ${broken} broken off`;
  return `${lines.join('\n')}\n${played} runs in ${seconds} s: ${sums}: ${ok ? 'ok' : 'FAILED'}`;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}
