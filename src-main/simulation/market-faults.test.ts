import { expect, test } from 'vitest';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { replaySource } from './market/replay-source.ts';
import { readMarketProgress } from './store/market-progress.ts';
import { points } from '#shared/units/points.ts';
import {
  barsHeard,
  buyOrder,
  dealsIn,
  fullSpeed,
  goldFrom,
  isReport,
  opening,
  place,
  rigBars,
  rigStartUtcMs,
  rigWelcome,
  TerminalRig,
  ticksHeard,
} from './simulated-terminal.suite.ts';

const patience = { timeout: 20_000, interval: 20 };
const minuteMs = 60_000;
const euro = sampleInstrument({ symbol: 'EURUSD' });
const euros = replaySource({ name: 'euro', bars: rigBars, instrument: euro, spreadPointsDefault: points(10) });

const isDisconnected = (rig: TerminalRig) => () => rig.notes.some(({ event }) => event === 'disconnected');

test('a market that slept while nobody was connected has gone on, for all symbols, and tells what was missed', async () => {
  await using rig = await TerminalRig.start({ speed: fullSpeed, further: [{ instrument: euro, source: euros }] });
  const { cockpit } = rig;
  rig.terminal.control({ kind: 'hold', by: 'trader' });
  await expect.poll(() => barsHeard(cockpit).length, patience).toBe(60);
  rig.terminal.control({ kind: 'step' });
  await expect.poll(() => barsHeard(cockpit).length, patience).toBe(61);
  const lastBar = Math.max(...barsHeard(cockpit));
  const lastTick = ticksHeard(cockpit).at(-1) ?? null;
  cockpit.cut();
  await expect.poll(isDisconnected(rig), patience).toBe(true);
  const heard = barsHeard(cockpit).length;
  const standing = readMarketProgress(rig.db).minuteUtcMs;
  rig.terminal.sleep(60 * minuteMs);
  const { minuteUtcMs, quotes } = readMarketProgress(rig.db);
  expect(minuteUtcMs - standing).toBe(60 * minuteMs);
  expect([...quotes.values()].map(({ occurredAtUtcMs }) => minuteUtcMs - occurredAtUtcMs)).toEqual([1, 1]);
  cockpit.welcome = { ...rigWelcome, subscriptions: [goldFrom(utcMs(lastBar), lastTick)] };
  await expect.poll(() => barsHeard(cockpit).length - heard, patience).toBe(61);
  expect(ticksHeard(cockpit).length).toBe(4 * 61);
});

test('what happens to positions in that time is known afterwards, and a sleep longer than the market ends with it', async () => {
  await using rig = await TerminalRig.start();
  const { cockpit } = rig;
  const { stop, ...order } = await buyOrder(cockpit, 1);
  await place(cockpit, { ...order, stop: price(Number(stop) + 9) });
  cockpit.cut();
  await expect.poll(isDisconnected(rig), patience).toBe(true);
  rig.terminal.sleep(1000 * minuteMs);
  expect(rig.notes.filter(({ event }) => event === 'dealDone').length).toBe(2);
  expect(readMarketProgress(rig.db).minuteUtcMs).toBe((rigBars.at(-1)?.openTimeUtcMs ?? 0) + minuteMs);
});

test('it can sleep by itself each time that the cockpit goes away', async () => {
  await using rig = await TerminalRig.start({ marketFaults: { whileAwayMs: 30 * minuteMs } });
  const { cockpit } = rig;
  await expect.poll(() => readMarketProgress(rig.db).quotes.size, patience).toBe(1);
  cockpit.cut();
  await expect
    .poll(() => readMarketProgress(rig.db).minuteUtcMs, patience)
    .toBeGreaterThanOrEqual(rigStartUtcMs + 30 * minuteMs);
});

test('lists come twice, or with the newest deal first, and say the same', async () => {
  for (const lists of ['twice', 'newestFirst'] as const) {
    await using rig = await TerminalRig.start({ marketFaults: { lists } });
    const { cockpit } = rig;
    for (const counter of [1, 2]) await place(cockpit, await buyOrder(cockpit, counter));
    const told = cockpit.heard.map(dealsIn).filter((deals) => deals !== false && deals.length > 0);
    await expect.poll(() => told.length >= 1, patience).toBe(true);
    const from = cockpit.heard.length;
    cockpit.send({ kind: 'SNAPSHOT_REQUEST', body: {} });
    const { deals } = await cockpit.until(opening, from);
    const tickets = deals.deals.map(({ dealTicket }) => Number(dealTicket));
    expect(tickets).toEqual(tickets.toSorted((a, b) => (lists === 'twice' ? a - b : b - a)));
    const revisions = cockpit.heard
      .flatMap((output) => (output.kind === 'listCompleted' && output.list.kind === 'deals' ? [output.list.hash] : []))
      .filter((hash, index, all) => all.indexOf(hash) !== index);
    expect(revisions.length > 0).toBe(lists === 'twice');
  }
});

test('the clocks that the adviser reads can stand wrong, and right again', async () => {
  await using rig = await TerminalRig.start();
  const offsets = (): readonly number[] =>
    rig.cockpit.heard.flatMap((output) =>
      output.kind === 'pulsed' ? [output.pulse.clock.tradeServerMs - output.pulse.clock.gmtMs] : [],
    );
  await expect.poll(() => offsets().at(-1), patience).toBe(2 * 3_600_000);
  rig.terminal.shiftClocks({ gmtMs: -3_600_000, serverMs: 0 });
  await expect.poll(() => offsets().at(-1), patience).toBe(3 * 3_600_000);
  rig.terminal.shiftClocks({ gmtMs: 0, serverMs: 0 });
  await expect.poll(() => offsets().at(-1), patience).toBe(2 * 3_600_000);
});

test('a symbol’s terms can change while it is traded, and are told at once', async () => {
  await using rig = await TerminalRig.start();
  await rig.cockpit.until(isReport('TICKS'));
  rig.terminal.respecify('XAUUSD', { digits: 3, point: 0.001 });
  const told = await rig.cockpit.until(
    (output) => output.kind === 'listCompleted' && output.list.kind === 'symbols' && output.list.instruments,
  );
  expect(told).toMatchObject([{ symbol: 'XAUUSD', digits: 3, point: 0.001, tickSize: 0.01 }]);
});
