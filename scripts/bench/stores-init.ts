import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Benchmark, Figure } from './benchmark.ts';
import { fillLedger } from './fill-ledger.ts';
import { fillMarket } from './stores-init/fill-market.ts';
import type { Opened } from './stores-init/open-stores.ts';

/** Of bars and ticks together; another count is for trying the benchmark itself. */
const rows = Number(process.env.ATS_BENCH_ROWS ?? 10_000_000);
const eventsInLog = 10_000;
const runs = 7;

/** From a file on the disk to the first answers of both databases, each time in a process of its own. */
export const storesInit: Benchmark = {
  name: 'stores-init',
  describes: 'time and memory to open the databases, cold and warm, empty and with ten million rows',
  run: async () => {
    const empty = mkdtempSync(path.join(tmpdir(), 'ats-bench-'));
    const filled = mkdtempSync(path.join(tmpdir(), 'ats-bench-'));
    try {
      await openInProcess(empty);
      await fillLedger(filled, eventsInLog);
      fillMarket(filled, rows);
      const mayBeCold = forgetPages(filled);
      const measured = {
        emptyWarm: await measure(empty, () => undefined),
        filledWarm: await measure(filled, () => undefined),
        ...(mayBeCold && {
          emptyCold: await measure(empty, forgetPages),
          filledCold: await measure(filled, forgetPages),
        }),
      };
      return {
        figures: Object.fromEntries(
          Object.entries(measured).flatMap(([state, opened]) => [...figuresOf(state, opened)]),
        ),
        context: {
          rows,
          eventsInLog,
          runs,
          marketMiB: Math.round(statSync(path.join(filled, 'market.db')).size / 2 ** 20),
          cold: mayBeCold
            ? 'the kernel forgets the pages of the files before each run; programs stay warm'
            : 'left out: this machine lets nobody drop the pages of a file',
        },
      };
    } finally {
      for (const folder of [empty, filled]) rmSync(folder, { recursive: true, force: true });
    }
  },
};

function* figuresOf(state: string, opened: readonly Opened[]): Generator<[string, Figure]> {
  const take = (key: keyof Opened): number => median(opened.map((it) => it[key]));
  yield [`${state}OpenMs`, { value: take('openMs'), unit: 'ms', better: 'lower' }];
  yield [`${state}FirstBarsMs`, { value: take('firstBarsMs'), unit: 'ms', better: 'lower' }];
  yield [`${state}MemoryMiB`, { value: take('memoryMiB'), unit: 'MiB', better: 'lower' }];
}

async function measure(folder: string, before: (folder: string) => unknown): Promise<readonly Opened[]> {
  const opened: Opened[] = [];
  for (let run = 0; run < runs; run++) {
    before(folder);
    opened.push(await openInProcess(folder));
  }
  return opened;
}

async function openInProcess(folder: string): Promise<Opened> {
  const script = path.join(import.meta.dirname, 'stores-init', 'open-stores.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder]);
  return JSON.parse(stdout) as Opened;
}

/** Asks the kernel to drop what it holds of the files, which needs no rights; false where there is no such request. */
function forgetPages(folder: string): boolean {
  if (process.platform !== 'linux') return false;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.db'))
    .map((name) => {
      const file = path.join(folder, name);
      // What is not on the disk yet cannot be dropped.
      const written = spawnSync('sync', [file]).status === 0;
      return written && spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']).status === 0;
    })
    .every(Boolean);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
