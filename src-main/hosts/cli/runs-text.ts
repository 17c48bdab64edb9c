import Table from 'cli-table3';
import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import { stampText } from './health-text.ts';

/** A row for each run, newest first, with the id that `ats replay` takes, and how to go on where `limit` of them came. */
export function runsText(runs: readonly AgentRunSummary[], limit: number): string {
  if (runs.length === 0) return 'No run of the agents is recorded.';
  const table = new Table({
    head: ['began', 'about', 'verdict', 'by', 'took', 'run'],
    style: { head: [], border: [], compact: true },
  });
  for (const run of runs)
    table.push([
      stampText(run.startedAtUtcMs),
      `${run.kind} ${run.scenario} ${run.symbol}`,
      verdictText(run),
      run.mode === 'model' ? (run.model ?? 'models') : 'rules only',
      run.durationMs === null ? '–' : `${Math.round(run.durationMs)} ms`,
      run.runId,
    ]);
  const last = runs.length < limit ? undefined : runs.at(-1);
  return last === undefined ? table.toString() : `${table.toString()}\nOlder ones: --before ${last.runId}`;
}

function verdictText({ verdict, isGrounded, state }: AgentRunSummary): string {
  if (verdict === null) return state;
  return isGrounded === false ? `${verdict}, ungrounded` : verdict;
}
