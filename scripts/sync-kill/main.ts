/**
 * `npm run sync-kill -- [--runs N] [--seed S] [--plant FAULT] [--json]`: ends cockpits by kill −9 and by a loss of power while they store what a terminal
 * knows, and compares what is stored in the end with what is stored where nobody disturbs. With `--json` the last line is one JSON object. The exit code
 * is 0 only when nothing differs.
 */
import { runKillCommand } from '../kill-command.ts';
import { plantNames } from './plants.ts';
import { syncRuns, type SyncKillReport } from './sync-runs.ts';

process.exitCode = await runKillCommand({
  name: 'sync-kill',
  usual: { runs: 200, seed: 1 },
  plantNames,
  play: syncRuns,
  table,
});

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
