import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { MemorySaver } from '@langchain/langgraph';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import Database from 'better-sqlite3';
import { assert } from '#shared/base/assert.ts';
import type { AgentsInStep } from '#main/wiring/wire-agents.ts';
import { inProject } from '../project-root.ts';
import { askDesk, type Asked } from './agents/ask-desk.ts';
import { bareGraph } from './agents/bare-graph.ts';
import { deskSymbols } from './agents/desk.ts';
import { measureEngineMemory } from './agents/engine-memory.ts';
import { fillDesk } from './agents/fill-desk.ts';
import type { FirstVerdict } from './agents/first-verdict.ts';
import { lostLookups } from './agents/lost-lookups.ts';
import type { ManyRuns } from './agents/many-runs.ts';
import { openDesk } from './agents/open-desk.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { lower, median, quantile } from './figures.ts';

/** Another count is for trying the benchmark itself. */
const runsOfMemory = Number(process.env.ATS_BENCH_RUNS ?? 10_000);
const firstVerdicts = 5;
const verdicts = 300;
const modelRuns = 100;
const rounds = 15;
const warmUps = 60;
/** The agents' parts are loaded three seconds after the start. */
const loadedAfterMs = 4500;
const pauseMs = 5;

/** What the agents cost the engine: by rules alone, and with models whose own time is left out. */
export const agents: Benchmark = {
  name: 'agents',
  describes: 'agents: verdicts by rules, cost of a run beside bare LangGraph, twenty symbols at once, memory',
  run: () =>
    inFolder(async (folder) => {
      const filled = await fill(folder);
      const first = await measureFirst(folder);
      const byRules = await measureRules(folder);
      const withModels = await measureModels(folder);
      const bare = await inFolder(measureBare);
      const many = (await inProcess('many-runs.ts', folder, String(runsOfMemory))) as ManyRuns;
      const engine = await inFolder(measureEngineMemory);
      const [half, end] = many.fileMiB;
      return {
        figures: {
          ...first,
          ...byRules,
          runOverheadMs: lower(withModels.overheadMs, 'ms', 20),
          runOverheadMsP95: lower(withModels.overheadMsP95, 'ms'),
          ...bare,
          overheadToBareGraph: lower(withModels.overheadMs / bare.bareGraphMs.value, 'ratio'),
          memorySlopeMiB: lower(many.liveSlope, 'MiB/1000 runs', 0.1),
          residentSlopeMiB: lower(many.residentSlope, 'MiB/1000 runs'),
          agentsFileGrowth: lower(end / half, 'ratio', 1.1),
          agentsFileKiBPerRun: lower((end * 1024) / many.runsKept, 'KiB', 25),
          engineMemoryMiB: lower(engine.afterMiB, 'MiB', 400),
          engineMemoryBeforeMiB: lower(engine.beforeMiB, 'MiB'),
        },
        context: {
          ...{ symbols: deskSymbols.length, ...filled, firstVerdicts, verdicts, modelRuns, rounds },
          runsOfMemory: `${runsOfMemory}, of which the newest ${many.runsKept} are kept; ${many.runMs.toFixed(1)} ms each`,
          lookups: 'all nine on stored bars, states, signals and texts, without an engine',
        },
      };
    }),
};

async function fill(folder: string): Promise<Awaited<ReturnType<typeof fillDesk>>> {
  await using desk = openDesk(folder);
  return await fillDesk(desk);
}

/** Each in a process of its own: once its parts are loaded, as a cockpit does when its first candles are on the screen, and at once after its start. */
async function measureFirst(folder: string): Promise<Measured['figures']> {
  const ask = async (waitMs: number): Promise<readonly FirstVerdict[]> => {
    const asked: FirstVerdict[] = [];
    for (let run = 0; run < firstVerdicts; run++)
      asked.push((await inProcess('first-verdict.ts', folder, String(waitMs))) as FirstVerdict);
    return asked;
  };
  const [loaded, cold] = [await ask(loadedAfterMs), await ask(0)];
  return {
    firstVerdictMs: lower(median(loaded.map(({ ms }) => ms)), 'ms', 50),
    firstVerdictLostLookups: lower(median(loaded.map((it) => it.lostLookups)), 'of 9'),
    coldVerdictMs: lower(median(cold.map(({ ms }) => ms)), 'ms'),
  };
}

async function measureRules(folder: string): Promise<Measured['figures']> {
  await using desk = openDesk(folder);
  const { analyst, runs } = desk.agents;
  await sleep(loadedAfterMs);
  await askInTurn(analyst, warmUps);
  const asked = await askInTurn(analyst, verdicts);
  const lost = lostLookups(runs, verdicts);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const roundsMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    loop.enable();
    const beganMs = performance.now();
    await Promise.all(deskSymbols.map((symbol) => askDesk(analyst, symbol)));
    roundsMs.push(performance.now() - beganMs);
    loop.disable();
    await sleep(20 * pauseMs);
  }
  const faults = desk.lines.filter(({ level }) => level === 'error');
  assert(faults.length === 0, () => JSON.stringify(faults[0]));
  const ms = asked.map((it) => it.ms);
  return {
    verdictMsP50: lower(median(ms), 'ms'),
    verdictMsP95: lower(quantile(ms, 0.95), 'ms', 50),
    verdictMsMax: lower(Math.max(...ms), 'ms'),
    lostLookups: lower(lost, 'of 9'),
    allSymbolsMs: lower(Math.max(...roundsMs), 'ms', 1000),
    allSymbolsLostLookups: lower(lostLookups(runs, rounds * deskSymbols.length), 'of 9'),
    allSymbolsLoopMsP99: lower(loop.percentile(99) / 1e6, 'ms', 20),
    allSymbolsLoopMsMax: lower(loop.max / 1e6, 'ms'),
  };
}

/** The whole run but for the time in which its models were asked; three of them answer each. */
async function measureModels(folder: string): Promise<{ readonly overheadMs: number; readonly overheadMsP95: number }> {
  const server = new Worker(new URL('agents/model-worker.ts', import.meta.url));
  const [url] = (await once(server, 'message')) as [string];
  await using desk = openDesk(folder, { asks: 'models', url });
  const { analyst, runs } = desk.agents;
  await sleep(loadedAfterMs);
  await askInTurn(analyst, warmUps);
  const asked = await askInTurn(analyst, modelRuns);
  server.postMessage('end');
  await once(server, 'exit');
  const overheads = asked.map(({ opinion, ms }) => {
    assert(opinion.mode === 'model', 'the scripted models answer');
    const steps = runs.run(opinion.runId)?.steps ?? [];
    return ms - steps.reduce((sum, step) => sum + (step.kind === 'modelAnswered' ? step.latencyMs : 0), 0);
  });
  return { overheadMs: median(overheads), overheadMsP95: quantile(overheads, 0.95) };
}

/** By LangGraph's checkpointer on SQLite, which ours is, and by its own in memory. */
async function measureBare(
  folder: string,
): Promise<Record<'bareGraphMs' | 'bareGraphInMemoryMs', ReturnType<typeof lower>>> {
  const database = new Database(path.join(folder, 'bare.db'));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  const ours = bareGraph(new SqliteSaver(database));
  const inMemory = bareGraph(new MemorySaver());
  const tookMs = { ours: [] as number[], inMemory: [] as number[] };
  for (let run = 0; run < warmUps + modelRuns; run++)
    for (const [name, walk] of [
      ['ours', ours],
      ['inMemory', inMemory],
    ] as const) {
      const beganMs = performance.now();
      await walk(`thread ${run % deskSymbols.length}`);
      tookMs[name].push(performance.now() - beganMs);
      await sleep(pauseMs);
    }
  database.close();
  return {
    bareGraphMs: lower(median(tookMs.ours.slice(warmUps)), 'ms'),
    bareGraphInMemoryMs: lower(median(tookMs.inMemory.slice(warmUps)), 'ms'),
  };
}

async function askInTurn(analyst: AgentsInStep['analyst'], count: number): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (let run = 0; run < count; run++) {
    asked.push(await askDesk(analyst, deskSymbols[run % deskSymbols.length] ?? ''));
    // A bar closes, and then nothing does for a while.
    await sleep(pauseMs);
  }
  return asked;
}

async function inProcess(script: string, ...words: readonly string[]): Promise<unknown> {
  const file = inProject(path.join('scripts/bench/agents', script));
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...words]);
  return JSON.parse(stdout);
}

async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ats-bench-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
