import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { assert } from '#shared/base/assert.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { ticksPerMessageMax } from '#main/protocol/tick-codec.ts';
import { settingsSchema } from '#main/wiring/settings.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { insertRaw } from './bridge/raw-insert.ts';
import { startRecordingCockpit, type RecordingCockpit } from './bridge/recording-cockpit.ts';
import { higher, lower, median } from './figures.ts';
import { residentMiB } from './resident-memory.ts';
import { watchGap } from './sync/gap-timeline.ts';
import { startTerminalBeside, type TerminalBeside } from './sync/terminal-beside.ts';
import { benchSymbols } from './sync/terminal-orders.ts';

/** Days that the cockpit is away. */
const gaps = [1, 4, 16] as const;
const turns = 3;
const tradesPerGap = 20;
const patienceMs = 120_000;

/** A terminal comes back after the market went on without the cockpit: how long until all of it is stored. */
export const syncing: Benchmark = {
  name: 'sync',
  describes: 'a terminal with three symbols comes back after 1, 4 and 16 days: bars, ticks, deals, positions',
  run: async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ats-bench-'));
    try {
      return await measure(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

interface Gap {
  readonly days: number;
  readonly bars: number;
  readonly ticks: number;
  readonly barsAndAccountMs: number;
  readonly ticksMs: number;
  readonly ownMs: number;
  readonly rawTicksMs: number;
}

async function measure(folder: string): Promise<Measured> {
  const [symbol, ...symbols] = benchSymbols;
  const settings = settingsSchema.parse({ symbol, symbols, sync: { m1Years: 0.05, coarseYears: 0.1, tickDays: 1 } });
  const { logger } = createRecordingLogger();
  const data = path.join(folder, 'cockpit');
  await using cockpit = await startRecordingCockpit(data, settings, logger);
  await using terminal = await startTerminalBeside(data);
  await terminal.comeBack();
  await untilLive(cockpit);
  const rig = { cockpit, terminal, folder, rawTicks: 0 };
  // Code is compiled and files have their size before anything is measured.
  await missGap(rig, 1);
  const before = settledMemory();
  const measured: Gap[] = [];
  for (let turn = 0; turn < turns; turn++) for (const days of gaps) measured.push(await missGap(rig, days));
  const after = settledMemory();
  const grown = { liveMiB: after.liveMiB - before.liveMiB, residentMiB: after.residentMiB - before.residentMiB };
  return { figures: figuresOf(measured, grown), context: { symbols: benchSymbols.join(' '), turns, tradesPerGap } };
}

interface Rig {
  readonly cockpit: RecordingCockpit;
  readonly terminal: TerminalBeside;
  readonly folder: string;
  /** How many ticks the raw table has: the next ones come behind them. */
  rawTicks: number;
}

async function missGap(rig: Rig, days: number): Promise<Gap> {
  const { cockpit, terminal } = rig;
  const { bridge, engine } = cockpit;
  const expected = engine.snapshot().positions.length + tradesPerGap;
  await terminal.beAway(days, tradesPerGap);
  const timeline = watchGap(bridge);
  const told = await terminal.comeBack();
  await until(() => timeline.soFar().ticks >= told.ticks && timeline.soFar().bars >= told.bars, 'all is stored');
  const { bars, ticks, barsAndAccountMs, ticksMs } = timeline.end();
  assert(engine.snapshot().positions.length === expected, 'what was traded meanwhile is there');
  assert(cockpit.ledger.trades.latestDeals(expected + 1).length === expected, 'its deals are in the ledger');
  await untilLive(cockpit);
  const file = path.join(rig.folder, 'raw.db');
  const raw = insertRaw({ file, first: rig.rawTicks, count: ticks, perTransaction: ticksPerMessageMax });
  rig.rawTicks += ticks;
  return { days, bars, ticks, barsAndAccountMs, ticksMs, ownMs: told.ownMs, rawTicksMs: raw.tookMs };
}

function figuresOf(measured: readonly Gap[], grown: SettledMemory): Measured['figures'] {
  const of = (days: number, value: (gap: Gap) => number): number =>
    median(measured.filter((gap) => gap.days === days).map(value));
  const beyondOwn = ({ barsAndAccountMs, ticksMs, ownMs }: Gap): number => barsAndAccountMs + ticksMs - ownMs;
  const [day, longest] = [gaps[0], gaps[2]];
  return {
    dayBarsDealsPositionsMs: lower(
      of(day, (gap) => gap.barsAndAccountMs),
      'ms',
      300,
    ),
    dayBars: higher(
      of(day, (gap) => gap.bars),
      'bars',
    ),
    dayAllMs: lower(
      of(day, (gap) => gap.barsAndAccountMs + gap.ticksMs),
      'ms',
    ),
    dayTerminalsOwnMs: lower(
      of(day, (gap) => gap.ownMs),
      'ms',
    ),
    longestTicks: higher(
      of(longest, (gap) => gap.ticks),
      'ticks',
    ),
    ticksPerSecond: higher(
      of(longest, (gap) => (gap.ticks / (gap.ticksMs - gap.ownMs)) * 1000),
      'ticks/s',
    ),
    ticksToRawInsertRatio: higher(
      of(longest, (gap) => gap.rawTicksMs / (gap.ticksMs - gap.ownMs)),
      'ratio',
      0.5,
    ),
    ticksToRawInsertRatioWithOwn: higher(
      of(longest, (gap) => gap.rawTicksMs / gap.ticksMs),
      'ratio',
    ),
    slope: lower(slopeOf(measured.map((gap) => [gap.bars + gap.ticks, beyondOwn(gap)])), 'log/log', 1.1),
    memoryGrownMiB: lower(grown.liveMiB, 'MiB', 20),
    residentGrownMiB: lower(grown.residentMiB, 'MiB'),
  };
}

/** Of the straight line through the logarithms, by least squares: 1 is a cost that grows like the work. */
function slopeOf(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (pick: (point: readonly [number, number]) => number): number =>
    logs.reduce((sum, point) => sum + pick(point), 0) / logs.length;
  const [meanX, meanY] = [mean(([x]) => x), mean(([, y]) => y)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

const untilLive = ({ synchronizer }: RecordingCockpit): Promise<void> =>
  until(() => synchronizer.health().streams.every(({ phase }) => phase === 'live'), 'every stream is live');

async function until(isReached: () => boolean, what: string): Promise<void> {
  const deadlineMs = performance.now() + patienceMs;
  while (!isReached()) {
    assert(performance.now() < deadlineMs, what);
    await sleep(5);
  }
}

interface SettledMemory {
  /** What is in use, in the heap and beside it. */
  readonly liveMiB: number;
  /** What the process holds: V8 doubles its room for new objects when it sees fit, and keeps it. */
  readonly residentMiB: number;
}

/** Once all that can be let go of is gone. */
function settledMemory(): SettledMemory {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return { liveMiB: (heapUsed + external) / 2 ** 20, residentMiB: residentMiB(process.pid) };
}
