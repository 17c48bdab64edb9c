import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import type { BarsImport, ImportWish } from '#shared/contract/import-report.ts';
import { importFile } from '#main/wiring/import-file.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { higher, lower, quantile } from './figures.ts';
import { startCockpitAtWork, type Fared } from './import/cockpit-at-work.ts';
import { insertRaw } from './import/insert-raw.ts';
import { clockRule, sampleMinutes, writeMt5Export, writeNormalized, type Minute } from './import/sample-minutes.ts';
import { residentMiB } from './resident-memory.ts';

/** About three years of minutes; another count is for trying the benchmark itself. */
const rows = Number(process.env.ATS_BENCH_ROWS ?? 1_100_000);
const seed = 1;
const turns = 3;
const idleMs = 3000;

/** A file of three years into the running cockpit, asked for over loopback as the command line does, while orders go back and forth. */
export const importing: Benchmark = {
  name: 'import',
  describes:
    'three years of M1 from a file into the running engine: pace, files that are known, orders and loop meanwhile',
  run: async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ats-bench-'));
    try {
      const minutes = sampleMinutes(rows, seed);
      const files = { mt5: path.join(folder, 'export.csv'), other: path.join(folder, 'other.csv') };
      writeMt5Export(files.mt5, minutes);
      writeNormalized(files.other, minutes);
      const measured: Turn[] = [];
      for (let turn = 0; turn < turns; turn++)
        measured.push(await measureTurn(path.join(folder, String(turn)), files, minutes));
      return {
        figures: figuresOf(measured),
        context: { rows, seed, turns, format: 'MT5 bar export, then normalized CSV' },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Turn {
  readonly rawMs: number;
  readonly firstMs: number;
  readonly knownMs: number;
  readonly copiedMs: number;
  readonly otherMs: number;
  readonly idle: Fared;
  readonly meanwhile: Fared;
  readonly grownMiB: number;
}

async function measureTurn(
  folder: string,
  files: { readonly mt5: string; readonly other: string },
  minutes: readonly Minute[],
): Promise<Turn> {
  mkdirSync(folder);
  const rawMs = insertRaw(path.join(folder, 'raw.db'), minutes);
  await using atWork = await startCockpitAtWork(folder);
  const data = path.join(folder, 'cockpit');
  const { fared: idle } = await atWork.during(() => new Promise((resolve) => setTimeout(resolve, idleMs)));
  const beforeMiB = residentMiB(process.pid);
  const { result: first, fared: meanwhile } = await atWork.during(() => importTimed(data, files.mt5, clockRule));
  const grownMiB = residentMiB(process.pid) - beforeMiB;
  assert(first.report.inserted === minutes.length, 'every row was stored');
  const known = await importTimed(data, files.mt5, clockRule);
  assert(known.report.isKnown, 'the bytes were known');
  const copy = path.join(folder, 'copy.csv');
  copyFileSync(files.mt5, copy);
  const copied = await importTimed(data, copy, clockRule);
  assert(copied.report.isKnown, 'the bytes of the copy were known');
  const other = await importTimed(data, files.other, null);
  assert(other.report.duplicates === minutes.length, 'every row was stored already');
  return {
    rawMs,
    firstMs: first.tookMs,
    knownMs: known.tookMs,
    copiedMs: copied.tookMs,
    otherMs: other.tookMs,
    idle,
    meanwhile,
    grownMiB,
  };
}

async function importTimed(
  data: string,
  file: string,
  clock: string | null,
): Promise<{ readonly report: BarsImport; readonly tookMs: number }> {
  const wish: ImportWish = {
    ...{ file, clock, symbol: 'XAUUSD', source: 'bench', timeframe: null, scale: 1, isAgain: false },
  };
  const startedMs = performance.now();
  const result = await importFile(data, wish, { onProgress: () => undefined, signal: new AbortController().signal });
  const tookMs = performance.now() - startedMs;
  assert(result.ok && result.value.kind === 'bars', () => JSON.stringify(result));
  return { report: result.value, tookMs };
}

/** Of paces the best turn, which is the one that was disturbed least; orders of all turns together; of the loop's lag the worst turn. */
function figuresOf(measured: readonly Turn[]): Measured['figures'] {
  const best = (of: (turn: Turn) => number): number => Math.min(...measured.map(of));
  const worst = (of: (turn: Turn) => number): number => Math.max(...measured.map(of));
  const [rawMs, firstMs] = [best((turn) => turn.rawMs), best((turn) => turn.firstMs)];
  const roundTripsMs = measured.flatMap(({ meanwhile }) => meanwhile.roundTripsMs);
  const idleMsAll = measured.flatMap(({ idle }) => idle.roundTripsMs);
  return {
    rowsPerSecond: higher((rows / firstMs) * 1000, 'rows/s'),
    rawInsertRowsPerSecond: higher((rows / rawMs) * 1000, 'rows/s'),
    ratioToRawInsert: higher(rawMs / firstMs, 'ratio', 0.5),
    sameBytesToFirst: lower(best((turn) => turn.knownMs) / firstMs, 'ratio', 0.02),
    sameBytesInACopyToFirst: lower(best((turn) => turn.copiedMs) / firstMs, 'ratio'),
    sameRowsToFirst: lower(best((turn) => turn.otherMs) / firstMs, 'ratio', 0.6),
    loopLagP99Ms: lower(
      worst(({ meanwhile }) => meanwhile.loopLagP99Ms),
      'ms',
      20,
    ),
    loopLagMaxMs: lower(
      worst(({ meanwhile }) => meanwhile.loopLagMaxMs),
      'ms',
    ),
    orderRoundTripP50Ms: lower(quantile(roundTripsMs, 0.5), 'ms'),
    orderRoundTripP99Ms: lower(quantile(roundTripsMs, 0.99), 'ms', 50),
    orders: higher(roundTripsMs.length, 'orders'),
    idleOrderRoundTripP99Ms: lower(quantile(idleMsAll, 0.99), 'ms'),
    idleLoopLagP99Ms: lower(
      worst(({ idle }) => idle.loopLagP99Ms),
      'ms',
    ),
    memoryGrownMiB: lower(
      worst(({ grownMiB }) => grownMiB),
      'MiB',
    ),
  };
}
