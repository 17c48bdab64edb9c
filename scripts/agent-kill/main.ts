/**
 * `npm run agent-kill -- [--runs N] [--seed S] [--plant FAULT] [--json]`: kills an engine at the nodes of its agents' graphs, while a ticket waits and while
 * the graph is told of its end, and compares what becomes of the trade with what becomes of it undisturbed. With `--json` the last line is one JSON object.
 * The exit code is 0 only when nothing differs.
 */
import { runKillCommand } from '../kill-command.ts';
import { agentKillRuns, type AgentKillReport } from './agent-kill-runs.ts';
import { plantNames } from './plants.ts';

process.exitCode = await runKillCommand({
  name: 'agent-kill',
  usual: { runs: 500, seed: 7 },
  plantNames,
  play: agentKillRuns,
  table,
});

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
