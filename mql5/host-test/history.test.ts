import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { WireBar } from '#main/protocol/bar-codec.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { AppRequest } from '#main/protocol/server-session.ts';
import { sampleTicks } from './market/sample-ticks.ts';
import { build, buildPatienceMs, patience, Stage, suiteName, whyNot } from './market/stage.ts';
import { ticksHash } from './market/tick-replica.ts';
import type { FaultOrder } from './terminal/host-setup.ts';
import type { ScriptedBar } from './terminal/market.ts';
import { timeframe } from './terminal/mql5-values.ts';
import { demoAccount } from './terminal/scripted-account.ts';
import { xauusd } from './terminal/scripted-symbol.ts';

const symbol = 'XAUUSD';
const start = Date.UTC(2024, 0, 2, 1) / 1000;
const fromMs = start * 1000;

const ticks = sampleTicks({ seed: 21, count: 30_000, fromMs, crowds: [{ at: 4000, count: 3000 }] });
const sampleBar = (index: number): ScriptedBar => ({
  ...{ openSecond: start + 60 * index, open: 2000 + index, high: 2003 + index, low: 1999 + index, close: 2002 + index },
  ...{ tickVolume: 1 + index, spread: 20 },
});
const bars = Array.from({ length: 5000 }, (_, index) => sampleBar(index));

const asTold = ({ openSecond, open, high, low, close, tickVolume, spread }: ScriptedBar): WireBar => ({
  openStampMs: serverMs(openSecond * 1000),
  ...{ open, high, low, close, tickVolume },
  spreadPoints: spread ?? null,
});

const ticksRequest = (request: number, from: number, to: number, of = symbol): AppRequest => ({
  kind: 'TICKS_REQUEST',
  body: { request, symbol: of, fromStampMs: serverMs(from), toStampMs: serverMs(to) },
});

const barsRequest = (request: number, from: number, to: number): AppRequest => ({
  kind: 'BARS_REQUEST',
  body: { request, symbol, timeframe: 'M1', fromStampMs: serverMs(from), toStampMs: serverMs(to) },
});

const openStage = async (faults: readonly FaultOrder[] = []): Promise<Stage> => {
  const stage = await Stage.open({
    program: 'AtsHistory',
    terminal: { symbols: [xauusd] },
    setup: { faults },
    prepare: ({ market }) => {
      market.addHistory(symbol, ticks);
      market.setBars(symbol, timeframe.PERIOD_M1, bars);
    },
  });
  await opened(stage, 1);
  return stage;
};

const opened = (stage: Stage, sessions: number): Promise<void> =>
  expect.poll(() => stage.cockpit.openSessions, patience).toBe(sessions);

const ends = (stage: Stage): readonly (readonly [number, number, string | null])[] =>
  stage.cockpit
    .reported('HISTORY_END')
    .map(({ body }) => [body.request, body.sent, body.fault === null ? null : body.fault.code]);

beforeAll(() => build('AtsHistory'), buildPatienceMs);

describe.skipIf(whyNot !== null)(suiteName('the history service'), () => {
  test('brings ticks from a moment until before another, however many share a millisecond', async () => {
    await using stage = await openStage();
    const [from, to] = [ticks[100]?.stampMs ?? 0, ticks[25_000]?.stampMs ?? 0];
    stage.cockpit.send(ticksRequest(7, from, to));
    const wanted = ticks.filter(({ stampMs }) => stampMs >= from && stampMs < to);
    await expect.poll(() => ends(stage), patience).toEqual([[7, wanted.length, null]]);
    expect(ticksHash(stage.cockpit.ticks(symbol).ticks)).toBe(ticksHash(wanted));
    const statistics = await stage.host.statistics();
    expect(statistics).toMatchObject({ writesThatWouldBlock: 0, readsThatWouldBlock: 0, ruleViolations: 0 });
  });

  test('brings closed bars, both ends included, and not the one that forms', async () => {
    await using stage = await openStage();
    stage.cockpit.send(barsRequest(1, fromMs + 60_000 * 10, fromMs + 60_000 * 3010));
    await expect.poll(() => ends(stage), patience).toEqual([[1, 3001, null]]);
    expect(stage.cockpit.bars(symbol, 'M1').closed).toEqual(bars.slice(10, 3011).map(asTold));
    stage.cockpit.send(barsRequest(2, fromMs + 60_000 * 4990, fromMs + 60_000 * 9000));
    await expect.poll(() => ends(stage).at(-1), patience).toEqual([2, 9, null]);
    expect(stage.cockpit.bars(symbol, 'M1')).toMatchObject({ forming: null });
    expect(stage.cockpit.bars(symbol, 'M1').closed.at(-1)).toEqual(asTold(sampleBar(4998)));
  });

  test('says that there is nothing where there is nothing', async () => {
    await using stage = await openStage();
    const later = fromMs + 400 * 86_400_000;
    stage.cockpit.send(ticksRequest(1, later, later + 1000));
    stage.cockpit.send(barsRequest(2, later, later + 600_000));
    await expect
      .poll(() => ends(stage), patience)
      .toEqual([
        [1, 0, null],
        [2, 0, null],
      ]);
  });

  test('answers requests in their order, and no more than 16 of them at a time', async () => {
    await using stage = await openStage();
    const last = ticks.at(-1)?.stampMs ?? 0;
    for (let request = 1; request <= 20; request++) stage.cockpit.send(ticksRequest(request, fromMs, last));
    await expect.poll(() => ends(stage).length, patience).toBe(20);
    const served = ends(stage).filter(([, , code]) => code === null);
    expect(served.map(([request]) => request)).toEqual(Array.from({ length: 16 }, (_, index) => 1 + index));
    expect(ends(stage).filter(([, , code]) => code !== null)).toEqual(
      [17, 18, 19, 20].map((request) => [request, 0, 'REQUEST_INVALID']),
    );
  });

  test('refuses a symbol that is gone and a span that is none', async () => {
    await using stage = await openStage();
    stage.cockpit.send(ticksRequest(1, fromMs, fromMs + 1000, 'NOTHING'));
    stage.cockpit.send(ticksRequest(2, fromMs + 1000, fromMs));
    await expect
      .poll(() => ends(stage), patience)
      .toEqual([
        [1, 0, 'INSTRUMENT_MISSING'],
        [2, 0, 'REQUEST_INVALID'],
      ]);
  });

  test.each([
    ['the terminal gives up waiting for its server', { fault: 'copyTicksError', times: 4, argument: 4403 }],
    ['the terminal cannot read them', { fault: 'copyTicksError', times: 4, argument: 4401 }],
    ['the bars are not synchronized', { fault: 'notSynchronized', times: 4 }],
    ['the bars cannot be read', { fault: 'copyRatesError', times: 3, argument: 4401 }],
  ] as const)('asks the terminal again where %s', async (_what, fault) => {
    await using stage = await openStage([fault]);
    stage.cockpit.send(ticksRequest(1, fromMs, fromMs + 60_000));
    stage.cockpit.send(barsRequest(2, fromMs, fromMs + 60_000));
    const count = ticks.filter(({ stampMs }) => stampMs < fromMs + 60_000).length;
    await expect
      .poll(() => ends(stage), patience)
      .toEqual([
        [1, count, null],
        [2, 2, null],
      ]);
  });

  test('waits for credit without standing still, and goes on', async () => {
    await using stage = await openStage();
    stage.cockpit.send(ticksRequest(1, fromMs, (ticks.at(-1)?.stampMs ?? 0) + 1));
    await expect.poll(() => stage.cockpit.ticks(symbol).ticks.length, { ...patience, interval: 1 }).toBeGreaterThan(0);
    stage.cockpit.turnAway();
    await sleep(1500);
    const statistics = await stage.host.statistics();
    expect(statistics).toMatchObject({ writesThatWouldBlock: 0 });
    stage.cockpit.listenAgain();
    await expect.poll(() => ends(stage), patience).toEqual([[1, ticks.length, null]]);
    expect(ticksHash(stage.cockpit.ticks(symbol).ticks)).toBe(ticksHash(ticks));
  });

  test('forgets the requests of a session that has ended', async () => {
    await using stage = await openStage();
    for (let request = 1; request <= 8; request++)
      stage.cockpit.send(ticksRequest(request, fromMs, ticks.at(-1)?.stampMs ?? 0));
    stage.cockpit.cut();
    await opened(stage, 2);
    const before = ends(stage).length;
    stage.cockpit.send(ticksRequest(9, fromMs, fromMs + 1000));
    await expect.poll(() => ends(stage).length, patience).toBe(before + 1);
    expect(ends(stage).at(-1)?.[0]).toBe(9);
  });

  test('says whose history it brings, and begins anew when the terminal changes its account', async () => {
    await using stage = await openStage();
    expect(stage.cockpit.accounts).toEqual([{ server: 'Scripted-Demo', login: '5001234', tradeMode: 'demo' }]);
    stage.terminal.switchAccount({ ...demoAccount, login: 42, server: 'Elsewhere', mode: 'real' });
    await opened(stage, 2);
    expect(stage.cockpit.accounts.at(-1)).toEqual({ server: 'Elsewhere', login: '42', tradeMode: 'real' });
    expect(stage.cockpit.faults.map(({ code }) => code)).toEqual(['ACCOUNT_CHANGED']);
  });
});
