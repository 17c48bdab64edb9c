import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { ticksPerMessageMax } from '#main/protocol/tick-codec.ts';
import { settingsSchema } from '#main/wiring/settings.ts';
import { whySkipped } from '../../mql5/host-test/build/variant.ts';
import type { Benchmark, Measured } from './benchmark.ts';
import { measureAdviser } from './bridge/adviser-under-load.ts';
import { feed } from './bridge/feed.ts';
import { MemorySlope } from './bridge/memory-slope.ts';
import { insertRaw } from './bridge/raw-insert.ts';
import { sendRaw } from './bridge/raw-socket.ts';
import { startRecordingCockpit, type RecordingCockpit } from './bridge/recording-cockpit.ts';
import { higher, lower, quantile } from './figures.ts';

const ticksCompared = 1_000_000;
const comparisons = 3;
const ticksForMemory = 10_000_000;
const ticksPerSample = 500_000;
const frames = 200_000;
/** A TRANSACTION on the wire. */
const frameBytes = 160;
const pings = 5_000;

/** The way from the adviser to a row on the disk and back to an order, in one run with what bounds it. */
export const bridge: Benchmark = {
  name: 'bridge',
  describes:
    'ticks from the pipe to SQLite, frames, round trips, approvals to the adviser, memory over ten million ticks',
  run: async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ats-bench-'));
    try {
      const flow = await measureFlow(folder);
      const why = whySkipped('plain');
      const adviser = why === null ? adviserFigures(await measureAdviser(folder)) : {};
      return {
        figures: { ...flow, ...adviser },
        context: {
          ...{ ticksCompared, comparisons, ticksForMemory, frames, pings, ticksPerMessage: ticksPerMessageMax },
          adviser:
            why ?? 'compiled by g++, timer of 10 ms, 200 orders, 2,000 ticks a second for 4 s of a blocked engine',
        },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

type Figures = Measured['figures'];

async function measureFlow(folder: string): Promise<Figures> {
  const { logger } = createRecordingLogger();
  await using cockpit = await startRecordingCockpit(path.join(folder, 'flow'), settingsSchema.parse({}), logger);
  const compared = await compareWithRawInserts(folder, cockpit);
  const framed = await feed({ ...to(cockpit), task: 'hints', count: frames });
  const raw = await sendRaw(folder, frames, frameBytes);
  const { roundTripsMs = [] } = await feed({ ...to(cockpit), task: 'pings', count: pings });
  const growth = await measureMemory(cockpit);
  return {
    ticksPerSecondToRow: higher(compared.ticksPerSecond, 'ticks/s'),
    rawInsertTicksPerSecond: higher(compared.rawPerSecond, 'ticks/s'),
    ticksToRawInsertRatio: higher(compared.ratio, 'ratio', 0.5),
    framesPerSecond: higher((frames / framed.tookMs) * 1000, 'frames/s'),
    framesToRawSocketRatio: higher(raw.tookMs / framed.tookMs, 'ratio'),
    roundTripP50Ms: lower(quantile(roundTripsMs, 0.5), 'ms'),
    roundTripP99Ms: lower(quantile(roundTripsMs, 0.99), 'ms'),
    memoryGrowthMiBPerMillionTicks: lower(growth.slopePerMillion, 'MiB', 0.5),
    memoryAfterTenMillionTicksMiB: lower(growth.lastMib, 'MiB'),
  };
}

function adviserFigures(measured: Awaited<ReturnType<typeof measureAdviser>>): Figures {
  return {
    approvalToAdviserP50Ms: lower(quantile(measured.approvalsMs, 0.5), 'ms'),
    approvalToAdviserP99Ms: lower(quantile(measured.approvalsMs, 0.99), 'ms', 25),
    longestAdviserHandlerMs: lower(measured.longestHandlerMs, 'ms', 20),
    writesThatWouldBlock: lower(measured.writesThatWouldBlock, 'writes', 0),
    unacknowledgedBytesMax: lower(measured.unacknowledgedMax, 'bytes', 49_152),
  };
}

/** By turns, so that both meet the same machine; of each the best turn, which is the one that was disturbed least. */
async function compareWithRawInserts(
  folder: string,
  cockpit: RecordingCockpit,
): Promise<{ readonly ticksPerSecond: number; readonly rawPerSecond: number; readonly ratio: number }> {
  const turns: { readonly piped: number; readonly raw: number }[] = [];
  for (let turn = 0; turn < comparisons; turn++) {
    const ticks = { first: turn * ticksCompared, count: ticksCompared };
    const piped = await feed({ ...to(cockpit), task: 'ticks', ...ticks });
    const raw = insertRaw({ file: path.join(folder, 'raw.db'), ...ticks, perTransaction: ticksPerMessageMax });
    turns.push({ piped: piped.tookMs, raw: raw.tookMs });
  }
  const pipedMs = Math.min(...turns.map(({ piped }) => piped));
  const rawMs = Math.min(...turns.map(({ raw }) => raw));
  const perSecond = (ms: number): number => (ticksCompared / ms) * 1000;
  return { ticksPerSecond: perSecond(pipedMs), rawPerSecond: perSecond(rawMs), ratio: rawMs / pipedMs };
}

async function measureMemory(
  cockpit: RecordingCockpit,
): Promise<{ readonly slopePerMillion: number; readonly lastMib: number }> {
  const memory = new MemorySlope();
  const before = comparisons * ticksCompared;
  for (let sent = 0; sent < ticksForMemory; sent += ticksPerSample) {
    await feed({ ...to(cockpit), task: 'ticks', first: before + sent, count: ticksPerSample });
    memory.sample((sent + ticksPerSample) / 1_000_000);
  }
  return { slopePerMillion: memory.slope(), lastMib: memory.lastMib };
}

const to = ({ address, token }: RecordingCockpit): { readonly address: string; readonly token: string } => ({
  address,
  token,
});
