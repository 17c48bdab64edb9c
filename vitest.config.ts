import { existsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Folders whose mistakes cost money: each must be covered on its own, from the day it exists. */
const covered = ['risk', 'approval', 'execution', 'protocol', 'bridge', 'sync', 'memory', 'strategies', 'features']
  .map((name) => `src-main/${name}`)
  .filter((folder) => existsSync(join(import.meta.dirname, folder)));

const all = ['src-*/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'mql5/**/*.test.ts'];

/**
 * What compiles the adviser, starts whole processes one after the other, kills or fills stores, plays markets for seconds or plants
 * faults for the checkers takes minutes together: it is for `npm test`, not for every check.
 */
const rig = [
  'src-main/agents/{analyst-contract,analyst-under-faults,killed-graphs,models-speak}.test.ts',
  'src-main/agents/graphs/trade-graph.test.ts',
  'src-main/agents/models/{model-faults,model-ladder,recorded-ladder}.test.ts',
  'src-main/app/shell.test.ts',
  'src-main/backtest/simulate.test.ts',
  'src-main/backtest/pool/run-pool.test.ts',
  'src-main/backtest/properties/run-properties.test.ts',
  'src-main/backtest/reference/reference.test.ts',
  'src-main/engine/{ask-agents,modify-ticket,propose,reopening,scenario-a}.test.ts',
  'src-main/features/{every-spec,state-vector}.test.ts',
  'src-main/hosts/{headless,headless-chroma,simulated-terminal,utility}.test.ts',
  'src-main/hosts/cli/{agents-commands,backtest-commands,backup-commands,cli,import-killed}.test.ts',
  'src-main/importers/{check-clock,daylight-saving,real-files,same-market}.test.ts',
  'src-main/importers/fast-rows/{fast-files,fast-rows}.test.ts',
  'src-main/memory/{indicator-keeper,known-days}.test.ts',
  'src-main/rpc/rest/generated-client.test.ts',
  'src-main/simulation/{broker-faults,history-faults,kill-terminal,market-faults,order-path,replay-control,several-symbols,simulated-terminal,whole-protocol}.test.ts',
  'src-main/simulation/market/synthetic-source.test.ts',
  'src-main/stores/backup/{restore-backup,write-backup}.test.ts',
  'src-main/stores/data-folder/data-folder-lock.test.ts',
  'src-main/stores/embedding/{local-embedder,ollama-embedder}.test.ts',
  'src-main/stores/graph/{bolt-connection,bolt-graph,bolt-target,bolt-without-server,embedded-graph}.test.ts',
  'src-main/stores/sqlite/{store-keeper,write-ahead-log}.test.ts',
  'src-main/stores/sqlite/{ledger,market}/kill-nine.test.ts',
  'src-main/stores/sqlite/ledger/{ledger-under-faults,query-plans,sqlite-event-log}.test.ts',
  'src-main/stores/sqlite/market/{fifty-readers,graph-rows,sqlite-vector-feed,store-under-faults,sync-store}.test.ts',
  'src-main/stores/vector/{chroma-index,chroma-keeper,chroma-target,exact-index}.test.ts',
  'src-main/sync/{any-faults,holes-and-ticks,sync-faults,synchronizer}.test.ts',
  'src-main/testkit/scripted-ollama/scripted-ollama.test.ts',
  'src-main/wiring/{ask-memory,backtest-by-ticks,backup-and-restore,change-trading-state,cockpit-status,create-backtests,create-rebuilds,fault-ladder,govern-cockpit,hostile-broker,import-file,install-adviser,kept-chroma,kept-indicators,mirror-vectors,open-data-folder,parity,parity-columnar,parity-parts,pinned-runs,pinned-runs-in-threads,rebuild-projection,remembered-ledger,simulated-gateway,synchronize,wire-simulated-terminal}.test.ts',
  'mql5/host-test/*.test.ts',
  'mql5/host-test/build/{build,check}-program.test.ts',
  'mql5/host-test/terminal/**/*.test.ts',
  'mql5/host-test/wine/*.test.ts',
  'scripts/ci-run.test.ts',
  'scripts/import-map/{agents-reach,import-map,lint-blocks,type-projects}.test.ts',
  'scripts/agent-kill/{agent-kill,hostile-models}.test.ts',
  'scripts/crash-test/*.test.ts',
  'scripts/sync-kill/{lose-power,sync-kill}.test.ts',
  'scripts/projection-kill/projection-kill.test.ts',
  'scripts/fuzz/frames/{fuzz-frames,try-adviser}.test.ts',
];

// Generous, for two shared cores: what hangs still ends, and what is waited for is seen as soon as it is there.
const polling = { expect: { poll: { timeout: 20_000 } } };
const patience = { testTimeout: 30_000, hookTimeout: 60_000, ...polling };

/**
 * On a machine that others load, what starts processes and waits for them may lose a race that it wins anywhere else: there it has a second try, and
 * `npm test` names each one that needed it. Nowhere else is anything tried twice.
 */
const retry = process.env.CI === undefined ? 0 : 1;

/** A worker with the processes that its tests start needs no more than this. */
const workerBytes = 2 * 1024 ** 3;
const memory = Math.min(totalmem(), process.constrainedMemory() || Infinity);

export default defineConfig({
  test: {
    // One core would stay idle by default, and of two that is half the machine.
    maxWorkers: Math.max(1, Math.min(availableParallelism(), Math.round(memory / workerBytes))),
    projects: [
      { test: { name: 'unit', include: all, exclude: ['node_modules/**', ...rig], ...patience, retry } },
      { test: { name: 'rig', include: rig, testTimeout: 120_000, hookTimeout: 400_000, ...polling, retry } },
    ],
    coverage: {
      provider: 'v8',
      // Whoever has to mend a test sees at the same time whether coverage holds.
      reportOnFailure: true,
      include: ['src-*/**/*.{ts,tsx}'],
      exclude: ['**/*.{test,suite}.{ts,tsx}', 'src-main/testkit/**', '**/*.d.ts'],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: Object.fromEntries(covered.map((folder) => [`${folder}/**`, { lines: 90, branches: 90 }])),
    },
  },
});
