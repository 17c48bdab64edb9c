import { expect, test } from 'vitest';
import type { ServerOutput } from '#main/protocol/server-session.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { readMarketProgress } from './store/market-progress.ts';
import {
  barsHeard,
  fullSpeed,
  goldFrom,
  isReport,
  opening,
  report,
  rigAccount,
  rigBars,
  rigStartUtcMs,
  rigStamp,
  rigWelcome,
  TerminalRig,
  ticksHeard,
} from './simulated-terminal.suite.ts';

const openTimes = rigBars.map((bar) => bar.openTimeUtcMs);
const patience = { timeout: 20_000 };
const lastOpen = Math.max(...openTimes);
const isBarOf = (openTime: number) => (output: ServerOutput) =>
  isReport('BARS')(output) && output.message.body.bars.some((bar) => bar.openStampMs === rigStamp(utcMs(openTime)));

test('a new terminal shows an account of 25,000 and a market that nobody holds', async () => {
  await using rig = await TerminalRig.start({ speed: 1 });
  const snapshot = await rig.cockpit.until(opening);
  expect(snapshot).toMatchObject({
    head: {
      account: { identity: rigAccount, balance: 25_000, equity: 25_000, margin: 0, marginMode: 'hedging' },
      journalMarks: [],
      replay: { heldBy: [], speed: 1, source: 'rig' },
      stampMs: rigStamp(rigStartUtcMs),
    },
    symbols: { instruments: [{ symbol: 'XAUUSD' }] },
    positions: { positions: [] },
    orders: { orders: [] },
    deals: { deals: [], cash: [] },
  });
});

test('tells its history before the market goes on, and every minute once, in order, to the end', async () => {
  await using rig = await TerminalRig.start({ speed: fullSpeed });
  await rig.cockpit.until(isBarOf(lastOpen));
  expect(barsHeard(rig.cockpit)).toEqual(openTimes);
  expect(rig.notes.at(-1)).toEqual({ event: 'marketEnded' });
});

test('tells history from the cursor inclusive, and nothing that has not closed', async () => {
  const cursor = utcMs(rigStartUtcMs - 5 * 60_000);
  await using rig = await TerminalRig.start({ speed: 1, welcome: { subscriptions: [goldFrom(cursor)] } });
  const { message } = await rig.cockpit.until(report('BARS'));
  expect(message.body.bars.map((bar) => bar.openStampMs)).toEqual(
    [5, 4, 3, 2, 1].map((minutes) => rigStamp(utcMs(rigStartUtcMs - minutes * 60_000))),
  );
  await rig.cockpit.until(report('TICKS'));
  expect(barsHeard(rig.cockpit).length).toBe(5);
});

test('a symbol that it does not trade is refused, and the session goes on', async () => {
  const stranger = { ...goldFrom(null), symbol: 'COCOA' };
  await using rig = await TerminalRig.start({ welcome: { subscriptions: [stranger, goldFrom(rigStartUtcMs)] } });
  const { message } = await rig.cockpit.until(report('ERROR'));
  expect(message.body.fault.code).toBe('INSTRUMENT_MISSING');
  await rig.cockpit.until(report('TICKS'));
});

test('nothing subscribed, nothing told of the market, yet it goes on', async () => {
  await using rig = await TerminalRig.start({ speed: fullSpeed, welcome: { subscriptions: [] } });
  await rig.cockpit.until(report('ACCOUNT'));
  await expect.poll(() => rig.notes.at(-1)?.event, patience).toBe('marketEnded');
  expect(rig.cockpit.heard.some(isReport('BARS')) || rig.cockpit.heard.some(isReport('TICKS'))).toBe(false);
});

test('at full speed the market is never more than one closed minute ahead of what the cockpit has handled', async () => {
  await using rig = await TerminalRig.start({ speed: fullSpeed });
  await rig.cockpit.until(isBarOf(rigStartUtcMs));
  rig.cockpit.turnAway();
  const handled = Math.max(...barsHeard(rig.cockpit));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const played = readMarketProgress(rig.db).minuteUtcMs - 60_000;
  expect(played - handled).toBeLessThanOrEqual(60_000);
  rig.cockpit.listenAgain();
  await rig.cockpit.until(isBarOf(lastOpen));
  expect(barsHeard(rig.cockpit)).toEqual(openTimes);
});

test('a replay at full speed says the same to the byte each time', async () => {
  const record = async (): Promise<unknown> => {
    await using rig = await TerminalRig.start({ speed: fullSpeed });
    await rig.cockpit.until(isBarOf(lastOpen));
    return rig.cockpit.heard.filter(({ kind }) => kind === 'reported' || kind === 'listCompleted');
  };
  expect(await record()).toEqual(await record());
});

test('while nobody is connected the market waits; afterwards nothing is missing and nothing is told twice', async () => {
  await using rig = await TerminalRig.start({ speed: fullSpeed });
  const { cockpit } = rig;
  await cockpit.until(isBarOf(rigStartUtcMs + 30 * 60_000));
  const lastTick = ticksHeard(cockpit).at(-1) ?? null;
  const lastBar = Math.max(...barsHeard(cockpit));
  cockpit.cut();
  cockpit.welcome = { ...rigWelcome, subscriptions: [goldFrom(utcMs(lastBar), lastTick)] };
  const barsBefore = barsHeard(cockpit);
  const ticksBefore = ticksHeard(cockpit);
  await expect.poll(() => rig.notes.some(({ event }) => event === 'disconnected'), patience).toBe(true);
  const standing = readMarketProgress(rig.db);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(readMarketProgress(rig.db)).toEqual(standing);
  await cockpit.until(isBarOf(lastOpen));
  expect(barsHeard(cockpit).slice(barsBefore.length)).toEqual(openTimes.filter((openTime) => openTime >= lastBar));
  const stamps = ticksHeard(cockpit).map((tick) => tick.stampMs);
  expect(stamps.slice(ticksBefore.length)[0]).toBeGreaterThan(lastTick?.stampMs ?? 0);
  expect(new Set(stamps).size).toBe(stamps.length);
  expect(stamps.length).toBe(4 * openTimes.filter((openTime) => openTime >= rigStartUtcMs).length);
});

test('a restarted terminal goes on where it was, in the account and in the market', async () => {
  await using rig = await TerminalRig.start({ speed: 600 });
  await rig.cockpit.until(isBarOf(rigStartUtcMs + 2 * 60_000));
  rig.stopTerminal();
  const barsBefore = barsHeard(rig.cockpit);
  rig.cockpit.welcome = { ...rigWelcome, subscriptions: [goldFrom(utcMs(Math.max(...barsBefore)))] };
  const from = rig.cockpit.heard.length;
  rig.startTerminal();
  const snapshot = await rig.cockpit.until(opening, from);
  expect(snapshot.head.stampMs).toBeGreaterThanOrEqual(rigStamp(utcMs(Math.max(...barsBefore) + 60_000)));
  await rig.cockpit.until(isBarOf(Math.max(...barsBefore) + 120_000), from);
  const later = barsHeard(rig.cockpit).slice(barsBefore.length);
  expect(later).toEqual(openTimes.filter((openTime) => openTime >= Math.max(...barsBefore)).slice(0, later.length));
});
