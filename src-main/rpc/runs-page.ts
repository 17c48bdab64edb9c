import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { RunsPageWish } from '#shared/contract/agents.ts';
import type { AgentRunReads } from '#main/ports/agent-runs.ts';

/** A page of runs, newest first, that goes on before a run by its id. AGENT_RUN_UNKNOWN where that is not kept. */
export function runsPage(
  runs: Pick<AgentRunReads, 'run' | 'runs'>,
  { scenario, symbol, before, limit }: RunsPageWish,
): Result<readonly AgentRunSummary[], Fault> {
  const wish = { scenario: scenario ?? null, symbol: symbol ?? null, kind: null, decisionId: null, limit };
  if (before === undefined) return ok(runs.runs({ ...wish, before: null }));
  const last = runs.run(before)?.summary;
  if (last === undefined) return err(unknownRun(before));
  return ok(runs.runs({ ...wish, before: { startedAtUtcMs: last.startedAtUtcMs, runId: last.runId } }));
}

export const unknownRun = (runId: string): Fault =>
  fault('AGENT_RUN_UNKNOWN', 'No such run is kept; the oldest are forgotten.', { runId });
