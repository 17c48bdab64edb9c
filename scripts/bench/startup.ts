import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHeadlessEngine } from '#main/testkit/headless-engine.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import { ensureBuilt } from '../ensure-built.ts';
import type { Benchmark } from './benchmark.ts';
import { childPids } from './child-pids.ts';
import { fillLedger } from './fill-ledger.ts';
import { residentMiB } from './resident-memory.ts';

const eventsInLog = 1_000_000;
const runs = 5;
/** The engine works on live data for so long before its memory is read. */
const settledAfterMs = 15_000;

/** From the start of the process, with a fresh simulated terminal, to the first candle that the contract hands out. */
export const startup: Benchmark = {
  name: 'startup',
  describes: 'time to the first candle, memory of the engine, start-up after a million events',
  run: async () => {
    if (!(await ensureBuilt())) throw new Error('the cockpit could not be built');
    const fresh: Awaited<ReturnType<typeof measureFresh>>[] = [];
    for (let run = 0; run < runs; run++) fresh.push(await inFolder((folder) => measureFresh(folder, run === runs - 1)));
    const longLog = await inFolder(measureLongLog);
    const last = fresh.at(-1);
    return {
      figures: {
        firstCandleMs: { value: median(fresh.map((it) => it.firstCandleMs)), unit: 'ms', goal: 1500, better: 'lower' },
        listeningMs: { value: median(fresh.map((it) => it.listeningMs)), unit: 'ms', better: 'lower' },
        engineMemoryMiB: { value: last?.engineMiB ?? NaN, unit: 'MiB', goal: 250, better: 'lower' },
        terminalMemoryMiB: { value: last?.terminalMiB ?? NaN, unit: 'MiB', better: 'lower' },
        startAfterMillionEventsMs: { value: longLog.fromSnapshotMs, unit: 'ms', goal: 2000, better: 'lower' },
        startWithoutSnapshotMs: { value: longLog.wholeLogMs, unit: 'ms', better: 'lower' },
      },
      context: { runs, eventsInLog, memoryReadAfterMs: settledAfterMs, mode: 'rules only, one symbol, no window open' },
    };
  },
};

async function measureFresh(
  folder: string,
  readsMemory: boolean,
): Promise<{ firstCandleMs: number; listeningMs: number; engineMiB: number; terminalMiB: number }> {
  await using engine = await startHeadlessEngine({ data: folder });
  const firstCandleMs = await firstCandle(folder, engine.startedAtMs);
  const listeningMs = engine.listeningAfterMs;
  if (!readsMemory) return { firstCandleMs, listeningMs, engineMiB: NaN, terminalMiB: NaN };
  await sleep(settledAfterMs);
  const [terminal] = childPids(engine.pid);
  const terminalMiB = terminal === undefined ? NaN : residentMiB(terminal);
  return { firstCandleMs, listeningMs, engineMiB: residentMiB(engine.pid), terminalMiB };
}

async function firstCandle(folder: string, startedAtMs: number): Promise<number> {
  const found = await askEngine(folder, async (client) => {
    for (;;) {
      const page = { symbol: 'XAUUSD', timeframe: 'M1', beforeUtcMs: null, limit: 1 } as const;
      const { bars } = await client.bars.page(page);
      if (bars.length > 0) return performance.now() - startedAtMs;
      await sleep(2);
    }
  });
  if (!found.ok || found.value === null) throw new Error('the engine did not answer');
  return found.value;
}

interface LongLog {
  /** The first start finds no snapshot and folds every event. */
  readonly wholeLogMs: number;
  readonly fromSnapshotMs: number;
}

async function measureLongLog(folder: string): Promise<LongLog> {
  await fillLedger(folder, eventsInLog);
  const wholeLogMs = await firstAnswer(folder);
  const fromSnapshot: number[] = [];
  for (let run = 0; run < runs; run++) fromSnapshot.push(await firstAnswer(folder));
  return { wholeLogMs, fromSnapshotMs: median(fromSnapshot) };
}

/** From the start of the process to the answer to a first question. */
async function firstAnswer(folder: string): Promise<number> {
  await using engine = await startHeadlessEngine({ data: folder, words: ['--no-launch-terminal'] });
  const answered = await askEngine(folder, (client) => client.cockpit.snapshot());
  if (!answered.ok || answered.value === null) throw new Error('the engine did not answer');
  return performance.now() - engine.startedAtMs;
}

async function inFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ats-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle) - 1] ?? NaN)) / 2;
}
