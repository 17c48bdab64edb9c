import { expect, test } from 'vitest';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { points } from '#shared/units/points.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { replaySource } from './market/replay-source.ts';
import { readMarketProgress } from './store/market-progress.ts';
import {
  barsHeard,
  buyOrder,
  fullSpeed,
  isReport,
  marketFrom,
  opening,
  place,
  positionsIn,
  report,
  rigBars,
  rigStamp,
  rigStartUtcMs,
  rigWelcome,
  TerminalRig,
  ticksHeard,
  type RigOptions,
} from './simulated-terminal.suite.ts';

const patience = { timeout: 20_000, interval: 20 };

const euro = sampleInstrument({ symbol: 'EURUSD' });
/** Every other minute of the same time, and an hour more than gold has. */
const euroBars = sampleBars({ count: 260, seed: 12 }).filter((_, index) => index % 2 === 0);
const euros = replaySource({ name: 'euro', bars: euroBars, instrument: euro, spreadPointsDefault: points(10) });

const both: RigOptions = {
  speed: fullSpeed,
  further: [{ instrument: euro, source: euros }],
  welcome: { subscriptions: [marketFrom('XAUUSD', null), marketFrom('EURUSD', null)] },
};

const openTimes = (bars: readonly { readonly openTimeUtcMs: number }[]): readonly number[] =>
  bars.map(({ openTimeUtcMs }) => openTimeUtcMs);

const ended = async (rig: TerminalRig): Promise<void> => {
  await expect.poll(() => rig.notes.some(({ event }) => event === 'marketEnded'), patience).toBe(true);
  const last = euroBars.at(-1)?.openTimeUtcMs;
  await expect.poll(() => barsHeard(rig.cockpit, 'EURUSD').at(-1), patience).toBe(last);
};

test('each symbol that is subscribed to is told, its history and what passes, each minute once', async () => {
  await using rig = await TerminalRig.start(both);
  await ended(rig);
  expect(barsHeard(rig.cockpit)).toEqual(openTimes(rigBars));
  expect(barsHeard(rig.cockpit, 'EURUSD')).toEqual(openTimes(euroBars));
  const played = euroBars.filter(({ openTimeUtcMs }) => openTimeUtcMs >= rigStartUtcMs);
  expect(ticksHeard(rig.cockpit, 'EURUSD').length).toBe(4 * played.length);
  const { symbols } = await rig.cockpit.until(opening);
  expect(symbols.instruments.map(({ symbol }) => symbol)).toEqual(['XAUUSD', 'EURUSD']);
  const before = (bars: readonly { readonly openTimeUtcMs: number }[]): number =>
    bars.filter(({ openTimeUtcMs }) => openTimeUtcMs < rigStartUtcMs).length;
  expect(rig.notes.find(({ event }) => event === 'caughtUp')).toMatchObject({
    ...{ symbols: ['XAUUSD', 'EURUSD'], bars: before(rigBars) + before(euroBars), ticks: 0 },
    ownMs: expect.any(Number) as number,
  });
});

test('after a break of the line both go on from their own cursors', async () => {
  await using rig = await TerminalRig.start(both);
  const { cockpit } = rig;
  await expect.poll(() => barsHeard(cockpit, 'EURUSD').length, patience).toBeGreaterThan(50);
  const cursorOf = (symbol: string) =>
    marketFrom(symbol, utcMs(Math.max(...barsHeard(cockpit, symbol))), ticksHeard(cockpit, symbol).at(-1) ?? null);
  cockpit.cut();
  const heard = { gold: barsHeard(cockpit).length, euro: barsHeard(cockpit, 'EURUSD').length };
  cockpit.welcome = { ...rigWelcome, subscriptions: [cursorOf('XAUUSD'), cursorOf('EURUSD')] };
  await ended(rig);
  expect(barsHeard(cockpit).toSpliced(heard.gold, 1)).toEqual(openTimes(rigBars));
  expect(barsHeard(cockpit, 'EURUSD').toSpliced(heard.euro, 1)).toEqual(openTimes(euroBars));
  for (const symbol of ['XAUUSD', 'EURUSD']) {
    const stamps = ticksHeard(cockpit, symbol).map(({ stampMs }) => stampMs);
    expect(new Set(stamps).size).toBe(stamps.length);
  }
});

test('a symbol that is let go and wanted again misses nothing, while the other goes on', async () => {
  await using rig = await TerminalRig.start({ ...both, speed: 6000 });
  const { cockpit } = rig;
  await expect.poll(() => barsHeard(cockpit, 'EURUSD').length, patience).toBeGreaterThan(40);
  cockpit.send({ kind: 'UNSUBSCRIBE', body: { symbol: 'EURUSD' } });
  await cockpit.until(isReport('BARS'), cockpit.heard.length);
  const known = barsHeard(cockpit, 'EURUSD');
  const goldThen = barsHeard(cockpit).length;
  await expect.poll(() => barsHeard(cockpit).length, patience).toBeGreaterThan(goldThen + 10);
  expect(barsHeard(cockpit, 'EURUSD')).toEqual(known);
  const subscription = marketFrom('EURUSD', utcMs(known.at(-1) ?? 0), ticksHeard(cockpit, 'EURUSD').at(-1) ?? null);
  cockpit.send({ kind: 'SUBSCRIBE', body: { subscription } });
  await ended(rig);
  expect(barsHeard(cockpit, 'EURUSD').toSpliced(known.length, 1)).toEqual(openTimes(euroBars));
  expect(barsHeard(cockpit)).toEqual(openTimes(rigBars));
});

test('orders meet their own symbol, and positions of both stand on the one account', async () => {
  await using rig = await TerminalRig.start({ ...both, speed: 60 });
  const { cockpit } = rig;
  await expect.poll(() => readMarketProgress(rig.db).quotes.size, patience).toBe(2);
  const gold = await place(cockpit, await buyOrder(cockpit, 1));
  const other = await place(cockpit, await buyOrder(cockpit, 2, { symbol: 'EURUSD' }));
  expect([gold, other]).toMatchObject([{ deals: [{ symbol: 'XAUUSD' }] }, { deals: [{ symbol: 'EURUSD' }] }]);
  const open = (): readonly string[] => {
    const positions = cockpit.heard.map(positionsIn).findLast((it) => it !== false);
    return positions === undefined ? [] : positions.map(({ symbol }) => symbol);
  };
  await expect.poll(open, patience).toEqual(['XAUUSD', 'EURUSD']);
  const unknown = await place(cockpit, { ...(await buyOrder(cockpit, 3)), symbol: 'GBPUSD' });
  expect(unknown).toMatchObject({ state: 'denied', fault: { code: 'MARKET_REFUSED' } });
});

test('history is asked for by symbol, and an unknown one is refused', async () => {
  await using rig = await TerminalRig.start({ ...both, speed: 60 });
  const { cockpit } = rig;
  await expect.poll(() => cockpit.isDataSessionOpen, patience).toBe(true);
  const span = { fromStampMs: rigStamp(utcMs(euroBars[0]?.openTimeUtcMs ?? 0)), toStampMs: rigStamp(rigStartUtcMs) };
  const ask = (request: number, symbol: string): void =>
    cockpit.askForHistory({ kind: 'BARS_REQUEST', body: { request, symbol, timeframe: 'M1', ...span } });
  ask(1, 'EURUSD');
  ask(2, 'GBPUSD');
  const sent = euroBars.filter(({ openTimeUtcMs }) => openTimeUtcMs < rigStartUtcMs).length;
  const ends = (request: number) =>
    cockpit.untilHistory((output) => {
      const found = report('HISTORY_END')(output);
      return found !== false && found.message.body.request === request && found.message.body;
    });
  expect(await ends(1)).toEqual({ request: 1, sent, fault: null });
  expect(await ends(2)).toMatchObject({ sent: 0, fault: { code: 'INSTRUMENT_MISSING' } });
  const answers = rig.notes.filter(({ event }) => event === 'historyAnswered');
  expect(answers).toMatchObject([
    { request: 1, kind: 'BARS_REQUEST', symbol: 'EURUSD', sent, code: null },
    { request: 2, symbol: 'GBPUSD', sent: 0, code: 'INSTRUMENT_MISSING' },
  ]);
});
