import { expect, test } from 'vitest';
import { valueOf, temporaryStores } from '#main/stores/temporary-stores.suite.ts';
import { openAgentsStore } from '#main/stores/agents/open-agents-store.ts';
import { sampleRunSummary } from '#main/testkit/sample-agent-run.ts';
import { readRuns } from './ask-agents.ts';

test('where no engine runs, recorded runs are read a page at a time, through the last', async () => {
  using stores = temporaryStores();
  const told = ['r-1', 'r-2', 'r-3', 'r-4', 'r-5'];
  {
    using store = openAgentsStore(stores.folder, { ...stores, timers: stores.clock.timers, runsKept: 100 });
    for (const [index, runId] of told.entries()) {
      const summary = sampleRunSummary({ runId, startedAtUtcMs: 1_700_000_000_000 + Math.floor(index / 2) });
      store.runs.begin({ ...summary, state: 'running' });
      store.runs.end(summary, { question: {}, readings: [] });
    }
  }
  const page = async (before?: string): Promise<readonly string[]> =>
    valueOf(await readRuns(stores.folder.path, { before, limit: 2 })).map(({ runId }) => runId);
  expect([await page(), await page('r-4'), await page('r-2')]).toEqual([['r-5', 'r-4'], ['r-3', 'r-2'], ['r-1']]);
  expect(await readRuns(stores.folder.path, { before: 'gone', limit: 2 })).toMatchObject({
    error: { code: 'AGENT_RUN_UNKNOWN' },
  });
});
