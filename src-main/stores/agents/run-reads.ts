import type { AgentRunReads } from '#main/ports/agent-runs.ts';
import type { ReadableDb } from '../sqlite/readable-db.ts';
import { selectExchanges, selectInput, selectRuns, selectSteps, selectSummary } from './run-rows.ts';

export function runReads(db: ReadableDb): AgentRunReads {
  const reads: AgentRunReads = {
    runs: (wish) => selectRuns(db, wish),
    run: (runId) => {
      const summary = selectSummary(db, runId);
      return summary === null ? null : { summary, steps: selectSteps(db, runId) };
    },
    recorded: (runId) => {
      const run = reads.run(runId);
      const input = selectInput(db, runId);
      return run === null || input === null ? null : { run, input, exchanges: selectExchanges(db, runId) };
    },
  };
  return reads;
}
