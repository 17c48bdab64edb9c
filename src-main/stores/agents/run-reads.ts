import type { AgentRunReads } from '#main/ports/agent-runs.ts';
import type { ReadableDb } from '../sqlite/readable-db.ts';
import { selectRecorded, selectRuns, selectSummary } from './run-rows.ts';

export function runReads(db: ReadableDb): AgentRunReads {
  return {
    runs: (wish) => selectRuns(db, wish),
    run: (runId) => {
      const summary = selectSummary(db, runId);
      return summary === null ? null : { summary, steps: selectRecorded(db, runId).steps };
    },
    recorded: (runId) => {
      const summary = selectSummary(db, runId);
      const { steps, exchanges, input } = selectRecorded(db, runId);
      return summary === null || input === null ? null : { run: { summary, steps }, input, exchanges };
    },
  };
}
