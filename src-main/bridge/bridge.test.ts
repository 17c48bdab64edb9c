import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { clientOrderId, dealTicket } from '#shared/trading/ids.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { FrameEncoder } from '#main/protocol/frame-encoder.ts';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import {
  sampleAuthorizedEntry,
  sampleAuthorizedModify,
  sampleAuthorizedReduction,
} from '#main/testkit/sample-authorized.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import {
  sampleListHash,
  sampleStampMs,
  sampleWireAccount,
  sampleWireBrokerOrder,
  sampleWireCash,
  sampleWireDeal,
  sampleWireLimits,
  sampleWireList,
  sampleWirePosition,
  sampleWireSnapshot,
} from '#main/testkit/sample-wire.ts';
import { Bridge, unprovenSocketsMax } from './bridge.ts';
import { bridgeRig, openTerminal } from './bridge-rig.suite.ts';
import { requestOf } from './sample-request.suite.ts';

/** `sampleStampMs` on a New York + 7 server. */
const stampUtcMs = utcMs(Date.UTC(2024, 0, 2));

/** `sampleWireLimits` in UTC. */
const sampleLimits = (() => {
  const { dayStampMs: _, ...limits } = sampleWireLimits();
  return { ...limits, dayStartUtcMs: Date.UTC(2024, 0, 1, 22) };
})();

test('lets a terminal in and tells its snapshot in UTC, once it is complete', async () => {
  await using rig = await bridgeRig();
  await openTerminal(rig, {
    snapshot: sampleWireSnapshot({
      head: { journalMarks: ['42'] },
      positions: sampleWireList.positions([sampleWirePosition({ origin: 'adviser' })]),
      orders: sampleWireList.orders([sampleWireBrokerOrder()]),
      deals: sampleWireList.deals([sampleWireDeal()], [sampleWireCash()]),
    }),
  });
  const { stampMs: _, ...deal } = sampleWireDeal();
  const { stampMs: __, ...cash } = sampleWireCash();
  const { placedStampMs: ___, ...order } = sampleWireBrokerOrder();
  expect(rig.events).toEqual([
    {
      kind: 'sessionOpened',
      snapshot: {
        account: sampleAccount({ stopOut: { mode: 'percent', callLevel: 100, level: 50 } }),
        build: 'scripted 1',
        adviserVersion: '0.1.0',
        instruments: [sampleGold],
        positions: [samplePosition({ positionId: '501', origin: 'adviser' })],
        orders: [{ ...order, placedAtUtcMs: stampUtcMs }],
        deals: [{ ...deal, occurredAtUtcMs: stampUtcMs }],
        cash: [{ ...cash, occurredAtUtcMs: stampUtcMs }],
        journalMarks: [clientOrderId('42')],
        limits: sampleLimits,
        replay: { heldBy: [], speed: 60, source: 'scripted' },
        occurredAtUtcMs: stampUtcMs,
      },
    },
  ]);
});

test('tells a terminal what is known already, in the time of its server', async () => {
  await using rig = await bridgeRig({
    source: {
      lastDealTicket: () => dealTicket('300'),
      subscriptions: () => [
        {
          symbol: 'XAUUSD',
          bars: [
            { timeframe: 'M1', lastOpenTimeUtcMs: stampUtcMs },
            { timeframe: 'D1', lastOpenTimeUtcMs: null },
          ],
          ticks: { cursor: { stampMs: 1_704_160_800_123, takenAtStamp: 3 }, last: [] },
        },
        { symbol: 'EURUSD', bars: [], ticks: null },
      ],
    },
  });
  const terminal = await rig.connect();
  expect(await terminal.next()).toEqual({
    kind: 'welcomed',
    ready: {
      session: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      appVersion: '0.1.0',
      lastDealTicket: '300',
      subscriptions: [
        {
          symbol: 'XAUUSD',
          bars: [
            { timeframe: 'M1', lastOpenStampMs: sampleStampMs },
            { timeframe: 'D1', lastOpenStampMs: null },
          ],
          tickCursor: { stampMs: 1_704_160_800_123, takenAtStamp: 3, overlap: null },
        },
        { symbol: 'EURUSD', bars: [], tickCursor: null },
      ],
    },
  });
});

test('tells what a terminal reports, in order, and has told it before a later PING is answered', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const bar = { openStampMs: sampleStampMs, open: 1, high: 2, low: 1, close: 2, tickVolume: 9, spreadPoints: null };
  const page = { revision: 2, part: 1, parts: 1, count: 0, hash: sampleListHash, stampMs: sampleStampMs };
  terminal.send(
    { kind: 'BARS', body: { symbol: 'XAUUSD', timeframe: 'M1', bars: [bar], forming: null } },
    {
      kind: 'TICKS',
      body: { symbol: 'XAUUSD', takenAtStamp: 1, isRewind: true, ticks: [{ stampMs: sampleStampMs, bid: 1, ask: 2 }] },
    },
    { kind: 'ACCOUNT', body: sampleWireAccount({ equity: 24_900 }) },
    { kind: 'POSITIONS', body: { ...page, positions: [] } },
    { kind: 'ORDERS', body: { ...page, orders: [] } },
    { kind: 'DEALS', body: { ...page, deals: [], cash: [] } },
    { kind: 'SYMBOLS', body: { ...page, count: 1, instruments: [sampleGold] } },
    { kind: 'CALENDAR', body: { ...page, fromStampMs: sampleStampMs, toStampMs: sampleStampMs, events: [] } },
    { kind: 'LIMITS_STATUS', body: sampleWireLimits({ tradesToday: 2 }) },
    { kind: 'REPLAY', body: { heldBy: ['trader'], speed: 1, source: 'scripted', stampMs: sampleStampMs } },
  );
  await terminal.settle();
  const { openStampMs: _, ...values } = bar;
  expect(rig.events.slice(1)).toEqual([
    {
      kind: 'barsReceived',
      symbol: 'XAUUSD',
      timeframe: 'M1',
      bars: [{ openTimeUtcMs: stampUtcMs, ...values }],
      forming: null,
    },
    {
      kind: 'ticksReceived',
      symbol: 'XAUUSD',
      ticks: [{ symbol: 'XAUUSD', occurredAtUtcMs: stampUtcMs, bid: 1, ask: 2 }],
      cursor: { stampMs: sampleStampMs, takenAtStamp: 1 },
      isRewind: true,
    },
    {
      kind: 'accountReported',
      account: sampleAccount({ equity: 24_900, stopOut: { mode: 'percent', callLevel: 100, level: 50 } }),
    },
    { kind: 'positionsReported', positions: [], occurredAtUtcMs: stampUtcMs },
    { kind: 'ordersReported', orders: [], occurredAtUtcMs: stampUtcMs },
    { kind: 'dealsReported', deals: [], cash: [] },
    { kind: 'instrumentReported', instrument: sampleGold },
    { kind: 'calendarReported', fromUtcMs: stampUtcMs, toUtcMs: stampUtcMs, events: [] },
    { kind: 'limitsReported', limits: { ...sampleLimits, tradesToday: 2 } },
    {
      kind: 'replayReported',
      replay: { heldBy: ['trader'], speed: 1, source: 'scripted' },
      occurredAtUtcMs: stampUtcMs,
    },
  ]);
});

test('says what is asked of it while it handles a report before it answers a later PING', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  rig.bridge.subscribe(({ kind }) => {
    if (kind === 'accountReported') rig.bridge.hold('ticket');
  });
  terminal.send({ kind: 'ACCOUNT', body: sampleWireAccount() });
  expect(await terminal.settle()).toBe(1);
  expect(await terminal.next()).toMatchObject({ kind: 'requested' });
});

test('leaves broken prices out, says so once per back-off, and moves the cursor past them', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const ticks = [
    { stampMs: sampleStampMs, bid: 2, ask: 1 },
    { stampMs: serverMs(sampleStampMs + 1), bid: 0, ask: 1 },
  ];
  for (const takenAtStamp of [1, 2])
    terminal.send({ kind: 'TICKS', body: { symbol: 'XAUUSD', takenAtStamp, isRewind: false, ticks } });
  await terminal.settle();
  const cursor = { stampMs: sampleStampMs + 1, takenAtStamp: 2 };
  expect(rig.events.at(-1)).toEqual({ kind: 'ticksReceived', symbol: 'XAUUSD', ticks: [], cursor, isRewind: false });
  expect(rig.lines.filter(({ level }) => level === 'warn')).toEqual([
    {
      level: 'warn',
      message: 'the terminal sent broken prices; they were left out',
      facts: { refused: 2, suppressed: 0 },
    },
  ]);
});

test('measures the round trip each second', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  rig.clock.advance(1000);
  await expect.poll(() => rig.events.at(-1)).toEqual({ kind: 'latencyMeasured', roundTripMs: 0 });
  await terminal.settle();
});

test('sends nothing while no session is open', async () => {
  await using rig = await bridgeRig();
  const authorized = sampleAuthorizedEntry();
  const attempt = (): boolean[] => [
    rig.bridge.send(authorized, requestOf(authorized)),
    rig.bridge.query(clientOrderId('1001')),
    rig.bridge.refresh(),
    rig.bridge.setHalt({ isHalted: true, reason: 'lunch' }),
    rig.bridge.subscribeSymbol('XAUUSD'),
    rig.bridge.unsubscribeSymbol('XAUUSD'),
    rig.bridge.requestCalendar({ fromUtcMs: stampUtcMs, toUtcMs: stampUtcMs }),
  ];
  const nothing = [false, false, false, false, false, false, false];
  expect(attempt()).toEqual(nothing);
  const terminal = await rig.connect({ snapshot: null });
  expect(await terminal.next()).toMatchObject({ kind: 'welcomed' });
  rig.bridge.hold('trader');
  expect(attempt()).toEqual(nothing);
});

test('hands an authorized order over exactly as it was approved, and tells what became of it', async () => {
  await using rig = await bridgeRig({
    source: { lastDealTicket: () => dealTicket('300'), subscriptions: () => [] },
  });
  const terminal = await openTerminal(rig);
  const authorized = sampleAuthorizedEntry();
  const request = requestOf(authorized);
  const id = request.clientOrderId;
  expect([rig.bridge.send(authorized, request), rig.bridge.query(id)]).toEqual([true, true]);
  const { account, symbol, side, volume, stop, target, worstPrice, riskMoney } = authorized.parameters;
  const session = expect.stringMatching(/^[0-9a-f]{16}$/) as string;
  expect([await terminal.next(), await terminal.next()]).toEqual([
    {
      kind: 'requested',
      message: {
        kind: 'ORDER',
        body: {
          ...{ kind: 'entry', id, session, account, symbol, side, volume, stop, target, worstPrice, riskMoney },
          sentAtUtcMs: rig.clock.wall.nowUtcMs(),
          ttlMs: 10_000,
        },
      },
    },
    { kind: 'requested', message: { kind: 'ORDER_QUERY', body: { id, session, account, lastDealTicket: '300' } } },
  ]);
  terminal.send(
    { kind: 'ORDER_ACK', body: { id, stampMs: sampleStampMs } },
    {
      kind: 'ORDER_RESULT',
      body: { id, result: { state: 'accepted', orderTicket: null, retcode: 10_008 }, stampMs: sampleStampMs },
    },
    { kind: 'ORDER_STATUS', body: { id, answer: { kind: 'NOT_FOUND' }, stampMs: sampleStampMs } },
  );
  await terminal.settle();
  expect(rig.events.slice(1)).toEqual([
    { kind: 'orderReported', id, report: { kind: 'accepted', orderTicket: null }, occurredAtUtcMs: stampUtcMs },
    { kind: 'orderReported', id, report: { kind: 'notFound' }, occurredAtUtcMs: stampUtcMs },
  ]);
});

test('sends a reduction, and stops that are moved', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  for (const authorized of [sampleAuthorizedReduction(), sampleAuthorizedModify()]) {
    expect(rig.bridge.send(authorized, requestOf(authorized))).toBe(true);
    expect(await terminal.next()).toMatchObject({
      message: { kind: 'ORDER', body: { kind: authorized.kind, positionId: '1' } },
    });
  }
});

test('does not send an order to another account than it was approved for', async () => {
  await using rig = await bridgeRig();
  const identity = { server: 'Broker-Demo', login: '7', tradeMode: 'demo' };
  const terminal = await openTerminal(rig, {
    snapshot: sampleWireSnapshot({ head: { account: sampleWireAccount({ identity }), replay: null } }),
  });
  const authorized = sampleAuthorizedEntry();
  expect(rig.bridge.send(authorized, requestOf(authorized))).toBe(false);
  expect(rig.warnedCodes()).toEqual(['ACCOUNT_CHANGED']);
  expect(await terminal.settle()).toBe(0);
});

test('moves the market of a terminal that replays', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  rig.bridge.hold('trader');
  rig.bridge.step();
  rig.bridge.setSpeed(600);
  rig.bridge.release('trader');
  const bodies = [
    { kind: 'hold', by: 'trader' },
    { kind: 'step' },
    { kind: 'setSpeed', speed: 600 },
    { kind: 'release', by: 'trader' },
  ];
  for (const body of bodies)
    expect(await terminal.next()).toEqual({ kind: 'requested', message: { kind: 'REPLAY_CONTROL', body } });
});

test('subscribes again from what is stored then, and asks for the calendar in the time of the server', async () => {
  let lastOpenTimeUtcMs = stampUtcMs;
  const subscriptions = () => [
    { symbol: 'XAUUSD', bars: [{ timeframe: 'M1' as const, lastOpenTimeUtcMs }], ticks: null },
  ];
  await using rig = await bridgeRig({ source: { lastDealTicket: () => null, subscriptions } });
  const terminal = await openTerminal(rig);
  expect(rig.bridge.unsubscribeSymbol('XAUUSD')).toBe(true);
  lastOpenTimeUtcMs = utcMs(stampUtcMs + 60_000);
  expect(rig.bridge.subscribeSymbol('XAUUSD')).toBe(true);
  expect(rig.bridge.subscribeSymbol('EURUSD')).toBe(false);
  const day = { fromUtcMs: stampUtcMs, toUtcMs: utcMs(stampUtcMs + 86_400_000) };
  expect(rig.bridge.requestCalendar(day)).toBe(true);
  const bars = [{ timeframe: 'M1', lastOpenStampMs: sampleStampMs + 60_000 }];
  for (const message of [
    { kind: 'UNSUBSCRIBE', body: { symbol: 'XAUUSD' } },
    { kind: 'SUBSCRIBE', body: { subscription: { symbol: 'XAUUSD', bars, tickCursor: null } } },
    {
      kind: 'CALENDAR_REQUEST',
      body: { fromStampMs: sampleStampMs, toStampMs: sampleStampMs + 86_400_000, currencies: [] },
    },
  ])
    expect(await terminal.next()).toEqual({ kind: 'requested', message });
});

test('leaves a real market alone', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig, { snapshot: sampleWireSnapshot({ head: { replay: null } }) });
  rig.bridge.hold('trader');
  rig.bridge.step();
  expect(await terminal.settle()).toBe(0);
});

test('logs what a terminal cannot serve', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const why = { code: 'REQUEST_INVALID', message: 'this market is real' };
  terminal.send({ kind: 'ERROR', body: { about: 'REPLAY_CONTROL', fault: why } });
  await terminal.settle();
  expect(rig.lines.at(-1)).toMatchObject({ level: 'warn', facts: { about: 'REPLAY_CONTROL', fault: why } });
});

test('tells an alarm that the adviser raises by itself', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const facts = { positionId: '501' };
  terminal.send(
    { kind: 'ERROR', body: { about: 'stopGuard', fault: { code: 'STOP_NOT_SET', message: 'closed', facts } } },
    { kind: 'ERROR', body: { about: 'ofALaterVersion', fault: { code: 'LATER_CODE', message: 'why' } } },
  );
  await terminal.settle();
  expect(rig.events.slice(1)).toEqual([
    { kind: 'adviserAlarmed', about: 'stopGuard', fault: { code: 'STOP_NOT_SET', message: 'closed', facts } },
    {
      kind: 'adviserAlarmed',
      about: 'ofALaterVersion',
      fault: { code: 'HALTED', message: 'why', facts: { terminalCode: 'LATER_CODE' } },
    },
  ]);
  expect(rig.warnedCodes()).toEqual([]);
});

test('closes the session when the terminal changes its account', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const identity = { server: 'ATS-Simulated', login: '100002', tradeMode: 'simulated' };
  terminal.send({ kind: 'ACCOUNT', body: sampleWireAccount({ identity }) });
  expect(await terminal.next()).toMatchObject({ kind: 'failed', fault: { code: 'ACCOUNT_CHANGED' } });
  await terminal.closed();
  expect(rig.events.slice(1)).toMatchObject([{ kind: 'sessionClosed', fault: { code: 'ACCOUNT_CHANGED' } }]);
});

test('tells a terminal with another token nothing, and warns once per back-off', async () => {
  await using rig = await bridgeRig();
  const tryToEnter = async (): Promise<void> => {
    const stranger = await rig.connect({ token: makePairingToken(new Uint8Array(20)) });
    expect(await stranger.next()).toMatchObject({ kind: 'failed', fault: { code: 'HANDSHAKE_PROOF' } });
    stranger[Symbol.dispose]();
    await stranger.closed();
  };
  await tryToEnter();
  await rig.warned('HANDSHAKE_PROOF');
  await tryToEnter();
  await openTerminal(rig);
  expect(rig.warnedCodes()).toEqual(['HANDSHAKE_PROOF']);
  expect(rig.events.map(({ kind }) => kind)).toEqual(['sessionOpened']);
  await tryToEnter();
  await rig.warned('HANDSHAKE_PROOF', 2);
});

test('tells a newcomer that another terminal is connected, and keeps the one it has', async () => {
  await using rig = await bridgeRig();
  const incumbent = await openTerminal(rig);
  const newcomer = await rig.connect();
  expect(await newcomer.next()).toMatchObject({ kind: 'failed', fault: { code: 'SESSION_BUSY' } });
  await newcomer.closed();
  await incumbent.settle();
  expect(rig.events.map(({ kind }) => kind)).toEqual(['sessionOpened']);
});

test('ends a session that was silent for five seconds, and lets the next terminal in', async () => {
  await using rig = await bridgeRig();
  const silent = await openTerminal(rig);
  rig.clock.advance(5000);
  expect(rig.events.at(-1)).toMatchObject({ kind: 'sessionClosed', fault: { code: 'SESSION_SILENT' } });
  await silent.closed();
  await openTerminal(rig);
  expect(rig.events.at(-1)).toMatchObject({ kind: 'sessionOpened' });
});

test('says what it noticed and closes on a gap in the sequence', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const encoder = new FrameEncoder();
  encoder.append({ type: 1, ackBytes: 0, payload: new Uint8Array(0) });
  terminal.writeRaw(encoder.takeOutput() ?? new Uint8Array(0));
  expect(await terminal.next()).toMatchObject({ kind: 'failed', fault: { code: 'FRAME_SEQUENCE' } });
  await terminal.closed();
  expect(rig.events.at(-1)).toMatchObject({ kind: 'sessionClosed', fault: { code: 'FRAME_SEQUENCE' } });
});

test('says that the session is over when the terminal goes away', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  terminal[Symbol.dispose]();
  await expect.poll(() => rig.events.at(-1)).toMatchObject({ kind: 'sessionClosed', fault: { code: 'NOT_CONNECTED' } });
});

test('says why a terminal was not let in whose snapshot never came', async () => {
  await using rig = await bridgeRig();
  const terminal = await rig.connect({ snapshot: null });
  expect(await terminal.next()).toMatchObject({ kind: 'welcomed' });
  rig.clock.advance(5000);
  await terminal.closed();
  expect(rig.events).toMatchObject([{ kind: 'sessionRefused', fault: { code: 'SESSION_SILENT' } }]);
  expect(rig.warnedCodes()).toEqual(['SESSION_SILENT']);
});

test('closes without a word what has not proved itself within two seconds', async () => {
  await using rig = await bridgeRig();
  const socket = connect(rig.address);
  await once(socket, 'connect');
  let received = 0;
  socket.on('data', (chunk) => (received += chunk.length));
  await expect.poll(() => rig.clock.pendingTimers()).toBe(1);
  rig.clock.advance(2000);
  await once(socket, 'close');
  expect(received).toBe(0);
  expect(rig.warnedCodes()).toEqual(['HANDSHAKE_TIMEOUT']);
});

test('keeps only so many connections that have not proved themselves', async () => {
  await using rig = await bridgeRig();
  const sockets = Array.from({ length: unprovenSocketsMax }, () => connect(rig.address));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  await expect.poll(() => rig.clock.pendingTimers()).toBe(unprovenSocketsMax);
  const oneTooMany = connect(rig.address);
  oneTooMany.resume();
  await once(oneTooMany, 'close');
  expect(rig.lines.at(-1)).toMatchObject({ level: 'warn', facts: { unproven: unprovenSocketsMax } });
  expect(rig.clock.pendingTimers()).toBe(unprovenSocketsMax);
  for (const socket of sockets) socket.destroy();
});

test('says that the name of the pipe is taken, and by whom probably', async () => {
  await using rig = await bridgeRig();
  const second = new Bridge(rig.spec);
  expect(await second.listen()).toMatchObject({
    ok: false,
    error: { code: 'PIPE_NAME_TAKEN', message: expect.stringContaining('second cockpit') as string },
  });
  await second.dispose();
  await openTerminal(rig);
});

test('tells the terminal that it closes, leaves no file and no timer, and speaks to nobody any more', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  await rig.bridge.dispose();
  expect(await terminal.next()).toMatchObject({ kind: 'failed', fault: { code: 'ENGINE_STOPPING' } });
  await terminal.closed();
  expect({ isFileLeft: existsSync(rig.address), timers: rig.clock.pendingTimers() }).toEqual({
    isFileLeft: false,
    timers: 0,
  });
  expect(rig.events.map(({ kind }) => kind)).toEqual(['sessionOpened']);
  expect(rig.warnedCodes()).toEqual([]);
});

test('stops telling a listener that has gone', async () => {
  await using rig = await bridgeRig();
  const heard: string[] = [];
  rig.bridge.subscribe(({ kind }) => heard.push(kind))[Symbol.dispose]();
  await openTerminal(rig);
  expect(heard).toEqual([]);
  expect(rig.events).toHaveLength(1);
});
