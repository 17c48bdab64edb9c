import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildProgram } from '../build/build-program.ts';
import { programs, root } from '../build/places.ts';
import { bundleCockpit } from './bundle-cockpit.ts';
import { serverOffsetMs, WindowsDesk, type WindowsMachine } from './windows-desk.ts';
import { WinePrefix } from './wine-prefix.ts';
import { findWineRig } from './wine-rig.ts';

const rig = await findWineRig();
const logFile = join(root, 'test-results/wine.log');
const setUpMsMax = 400_000;

let machine: WindowsMachine;
let bundle: Awaited<ReturnType<typeof bundleCockpit>>;

beforeAll(async () => {
  if (rig.kind === 'skipped') return;
  await mkdir(dirname(logFile), { recursive: true });
  await rm(logFile, { force: true });
  await buildProgram({ program: programs.AtsBridge, variant: 'windows' });
  bundle = await bundleCockpit();
  machine = { prefix: await WinePrefix.create(rig.wine, logFile), node: rig.node, engine: bundle.entry };
}, setUpMsMax);

afterAll(async () => {
  if (rig.kind === 'skipped') return;
  await machine.prefix[Symbol.asyncDispose]();
  await rm(bundle.folder, { recursive: true, force: true });
});

const why = rig.kind === 'skipped' ? `${rig.why}: ` : '';
const onWine = test.skipIf(rig.kind === 'skipped');
const deskMsMax = 120_000;
const patience = { timeout: 40_000, interval: 200 };

onWine(
  `${why}no tick is lost on a named pipe while the engine stands still for 4 s`,
  { timeout: deskMsMax },
  async () => {
    await using desk = await WindowsDesk.start(machine);
    await expect.poll(async () => (await desk.snapshot())?.tradingState.state, patience).toBe('active');
    const sent: [utcMs: number, bid: number, ask: number][] = [];
    const tick = (bid: number): void => {
      const { terminal } = desk;
      const stampMs = terminal.serverMs;
      terminal.tick('XAUUSD', { bid, ask: bid + 0.25, stampMs });
      sent.push([stampMs - serverOffsetMs, bid, bid + 0.25]);
    };
    await desk.stall(4000, async () => {
      for (let burst = 0; burst < 200; burst++) {
        for (let i = 0; i < 100; i++) tick(2001 + ((burst * 100 + i) % 400) / 4);
        await sleep(20);
      }
    });
    tick(2500);
    await expect.poll(async () => (await desk.snapshot())?.quotes.at(0)?.bid, patience).toBe(2500);
    const { statistics, exitCode } = await desk.stop();
    await appendFile(logFile, `the adviser's host counted ${JSON.stringify(statistics)}\n`);
    expect(exitCode).toBe(0);
    expect(ticksIn(desk.dataFolder).slice(1)).toEqual(sent);
    expect(statistics).toMatchObject({ ruleViolations: 0, readsThatWouldBlock: 0 });
    expect(statistics?.unacknowledgedMax).toBeLessThanOrEqual(48 * 1024);
    // A write that waited for the engine would have taken seconds; this machine's other work takes its share of a handler's time.
    expect(statistics?.longestHandlerUs).toBeLessThan(500_000);
    expect(await readFile(logFile, 'utf8')).toMatch(/the cockpit runs on Node 22\.\S+ for win32/);
  },
);

onWine(
  `${why}a position is closed once over a named pipe, and the ledger tells of it`,
  { timeout: deskMsMax },
  async () => {
    await using desk = await WindowsDesk.start(machine);
    const { terminal } = desk;
    await expect.poll(async () => (await desk.snapshot())?.tradingState.state, patience).toBe('active');
    terminal.trade({ symbol: 'XAUUSD', side: 'buy', volume: 0.1, stop: 1990 });
    await expect.poll(async () => (await desk.snapshot())?.positions.length, patience).toBe(1);
    const positionId = (await desk.snapshot())?.positions[0]?.positionId;
    if (positionId === undefined) throw new Error('the position is gone');
    await desk.ask((client) => client.position.close({ positionId }));
    await expect.poll(async () => (await desk.snapshot())?.positions.length, patience).toBe(0);
    expect((await desk.stop()).exitCode).toBe(0);
    const deals = terminal.executions.all.filter(({ kind }) => kind === 'deal');
    expect(deals.map(({ entry, by, volume }) => ({ entry, by, volume }))).toEqual([
      { entry: 'in', by: 'trader', volume: 0.1 },
      { entry: 'out', by: 'adviser', volume: 0.1 },
    ]);
    expect(rowsOf(desk.dataFolder, 'ledger.db', 'PRAGMA integrity_check')).toEqual([['ok']]);
    expect(rowsOf(desk.dataFolder, 'ledger.db', 'SELECT count(*) FROM deals')).toEqual([[2]]);
  },
);

const ticksIn = (dataFolder: string): unknown[] =>
  rowsOf(
    dataFolder,
    'market.db',
    'SELECT occurred_at_utc_ms, bid, ask FROM ticks ORDER BY occurred_at_utc_ms, ordinal',
  );

/** By the SQLite of this machine. */
function rowsOf(dataFolder: string, file: string, query: string): unknown[] {
  const database = new Database(join(dataFolder, file), { readonly: true });
  try {
    return database.prepare(query).raw().all();
  } finally {
    database.close();
  }
}
