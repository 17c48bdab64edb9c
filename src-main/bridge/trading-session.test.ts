import { expect, test } from 'vitest';
import type { AccountIdentity } from '#shared/trading/account.ts';
import { exposureHashOf } from '#main/protocol/exposure-hash.ts';
import type { LimitsBody } from '#main/protocol/messages/limits-messages.ts';
import { subscriptionsMax } from '#main/protocol/messages/handshake-messages.ts';
import { snapshotMessages, type WireSnapshot } from '#main/protocol/snapshot-pages.ts';
import type { ScriptedTerminal } from '#main/testkit/scripted-terminal.ts';
import {
  sampleListHash,
  samplePulse,
  sampleStampMs,
  sampleWireAccount,
  sampleWireBrokerOrder,
  sampleWireDeal,
  sampleWireLimits,
  sampleWireList,
  sampleWirePosition,
  sampleWireSnapshot,
} from '#main/testkit/sample-wire.ts';
import { bridgeRig, openTerminal, type BridgeRig } from './bridge-rig.suite.ts';

const demo: AccountIdentity = { server: 'Broker-Demo', login: '7', tradeMode: 'demo' };

/** A terminal on a real market, on the demo account. */
const realSnapshot = (account: Parameters<typeof sampleWireAccount>[0] = {}): WireSnapshot =>
  sampleWireSnapshot({ head: { account: sampleWireAccount({ identity: demo, ...account }), replay: null } });

const kindsOf = ({ events }: BridgeRig): readonly string[] => events.map(({ kind }) => kind);

const snapshotRequest = { kind: 'requested', message: { kind: 'SNAPSHOT_REQUEST', body: {} } } as const;

/** Says the same of itself once a second; the seconds in which everything was asked for again. */
async function askedInSeconds(
  { rig, terminal }: { readonly rig: BridgeRig; readonly terminal: ScriptedTerminal },
  seconds: number,
  pulse = samplePulse(),
): Promise<readonly number[]> {
  const asked: number[] = [];
  for (let second = 1; second <= seconds; second++) {
    rig.clock.advance(1000);
    await terminal.beat(pulse);
    // What follows a PONG in the same write is there with the next one.
    const untaken = await terminal.settle();
    for (let request = 0; request < untaken; request++) {
      expect(await terminal.next()).toEqual(snapshotRequest);
      asked.push(second);
    }
  }
  return asked;
}

test('binds the adviser to the limits of the settings before anybody hears of the session', async () => {
  const limits: LimitsBody = {
    ...{ maxVolume: 0.5, maxPositions: null, maxTradesPerDay: 4 },
    ...{ maxSpreadPoints: null, maxDailyLossRatio: 0.02 },
  };
  await using rig = await bridgeRig({ limits });
  rig.bridge.subscribe(({ kind }) => {
    if (kind === 'sessionOpened') rig.bridge.setHalt({ isHalted: true, reason: 'as it was' });
  });
  const terminal = await rig.connect();
  expect(await terminal.next()).toMatchObject({ kind: 'welcomed' });
  expect(await terminal.next()).toEqual({ kind: 'requested', message: { kind: 'LIMITS', body: limits } });
  expect(await terminal.next()).toMatchObject({ message: { kind: 'HALT' } });
});

test('subscribes in the open session to what did not fit into the welcome', async () => {
  const symbols = Array.from({ length: subscriptionsMax + 3 }, (_, index) => `S${index}`);
  const subscriptions = symbols.map((symbol) => ({ symbol, bars: [], ticks: null }));
  await using rig = await bridgeRig({ source: { lastDealTicket: () => null, subscriptions: () => subscriptions } });
  const terminal = await rig.connect();
  const welcomed = await terminal.next();
  expect(welcomed).toMatchObject({ ready: { subscriptions: { length: subscriptionsMax } } });
  for (const symbol of symbols.slice(subscriptionsMax))
    expect(await terminal.next()).toEqual({
      kind: 'requested',
      message: { kind: 'SUBSCRIBE', body: { subscription: { symbol, bars: [], tickCursor: null } } },
    });
  await terminal.settle();
});

test('tells the adviser the trader’s halt, cut to what it keeps', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  expect(rig.bridge.setHalt({ isHalted: true, reason: 'x'.repeat(300) })).toBe(true);
  expect(rig.bridge.setHalt({ isHalted: false, reason: 'back' })).toBe(true);
  const bodies = [
    { isHalted: true, reason: 'x'.repeat(200) },
    { isHalted: false, reason: 'back' },
  ];
  for (const body of bodies)
    expect(await terminal.next()).toEqual({ kind: 'requested', message: { kind: 'HALT', body } });
});

test('says what forbids trading, and by which switch', async () => {
  await using rig = await bridgeRig();
  const permissions = { terminal: true, adviser: false, account: true, accountExpert: false };
  await openTerminal(rig, { snapshot: realSnapshot({ permissions, isConnected: false }) });
  expect(rig.events[0]).toMatchObject({
    kind: 'sessionOpened',
    snapshot: { account: { isTradeAllowed: false, tradeBlockedBy: ['adviser', 'accountExpert', 'connection'] } },
  });
});

test('checks the server’s clock by what a real terminal says of itself', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig, { snapshot: realSnapshot() });
  expect(rig.events[1]).toEqual({ kind: 'clockChecked', check: { kind: 'pending' } });
  for (let beat = 0; beat < 4; beat++) await terminal.beat(samplePulse());
  const late = { ...samplePulse().clock, tradeServerMs: sampleStampMs + 3_600_000 };
  for (let beat = 0; beat < 3; beat++) await terminal.beat(samplePulse({ clock: late }));
  expect(rig.events.slice(2)).toMatchObject([
    { kind: 'clockChecked', check: { kind: 'agreed', offsetMinutes: 120 } },
    { kind: 'clockChecked', check: { kind: 'pending' } },
    { kind: 'clockChecked', check: { kind: 'disagreed', fault: { code: 'CLOCK_RULE_MISMATCH' } } },
  ]);
});

test('does not check the clock of a market that is replayed', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const clock = { ...samplePulse().clock, gmtMs: 0 };
  for (let beat = 0; beat < 3; beat++) await terminal.beat(samplePulse({ clock }));
  expect(kindsOf(rig)).toEqual(['sessionOpened']);
});

test('tells once when the terminal loses the broker, and once when it is back, whoever says so first', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const off = samplePulse({ isConnected: false });
  for (const pulse of [samplePulse(), off, off, samplePulse()]) await terminal.beat(pulse);
  terminal.send({ kind: 'ACCOUNT', body: sampleWireAccount({ isConnected: false }) });
  await terminal.beat(off);
  expect(rig.events.slice(1)).toMatchObject([
    { kind: 'brokerLinkChanged', isConnected: false },
    { kind: 'brokerLinkChanged', isConnected: true },
    { kind: 'brokerLinkChanged', isConnected: false },
    { kind: 'accountReported', account: { tradeBlockedBy: ['connection'] } },
  ]);
});

test('asks for everything again when a report was missed, and tells it as reports, deals first', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const hash = '00000000000000b0';
  const pulse = samplePulse({ exposureHash: exposureHashOf({ positions: hash, orders: sampleListHash }) });
  expect(await askedInSeconds({ rig, terminal }, 4, pulse)).toEqual([4]);
  const opened = rig.events.length;
  terminal.send(
    ...snapshotMessages({
      ...sampleWireSnapshot({ head: { revision: 2, limits: sampleWireLimits({ tradesToday: 1 }) } }),
      positions: sampleWireList.positions([sampleWirePosition()], hash),
      orders: sampleWireList.orders([sampleWireBrokerOrder()]),
      deals: sampleWireList.deals([sampleWireDeal()]),
    }),
  );
  await terminal.settle();
  const reports = rig.events.slice(opened).filter(({ kind }) => kind !== 'latencyMeasured');
  expect(reports).toMatchObject([
    { kind: 'accountReported' },
    { kind: 'instrumentReported' },
    { kind: 'dealsReported', deals: { length: 1 }, cash: [] },
    { kind: 'positionsReported', positions: { length: 1 } },
    { kind: 'ordersReported', orders: { length: 1 } },
    { kind: 'limitsReported', limits: { tradesToday: 1 } },
  ]);
  expect(await askedInSeconds({ rig, terminal }, 10, pulse)).toEqual([]);
});

test('is content with a list that came by itself', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const hash = '00000000000000b0';
  const pulse = samplePulse({ exposureHash: exposureHashOf({ positions: hash, orders: hash }) });
  expect(await askedInSeconds({ rig, terminal }, 2, pulse)).toEqual([]);
  const page = { revision: 2, part: 1, parts: 1, count: 0, hash, stampMs: sampleStampMs };
  terminal.send(
    { kind: 'POSITIONS', body: { ...page, positions: [] } },
    { kind: 'ORDERS', body: { ...page, orders: [] } },
  );
  expect(await askedInSeconds({ rig, terminal }, 10, pulse)).toEqual([]);
});

test('asks for everything again when the engine wants it, at most every five seconds', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  expect(rig.bridge.refresh()).toBe(true);
  expect(await terminal.next()).toEqual(snapshotRequest);
  expect(rig.bridge.refresh()).toBe(true);
  expect(await askedInSeconds({ rig, terminal }, 10)).toEqual([5]);
});

test('applies nothing of a snapshot that is not whole', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const messages = snapshotMessages(sampleWireSnapshot({ head: { revision: 2 } }));
  terminal.send(...messages.slice(0, -1));
  await terminal.settle();
  expect(kindsOf(rig)).toEqual(['sessionOpened']);
});

test('ends the session where the account is another one when everything is said again', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  terminal.send(
    ...snapshotMessages(sampleWireSnapshot({ head: { revision: 2, account: sampleWireAccount({ identity: demo }) } })),
  );
  expect(await terminal.next()).toMatchObject({ kind: 'failed', fault: { code: 'ACCOUNT_CHANGED' } });
  await terminal.closed();
  expect(kindsOf(rig)).toEqual(['sessionOpened', 'sessionClosed']);
});

test('keeps hints for the log', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const { dealTicket } = sampleWireDeal();
  const hint = { type: 'dealAdded', dealTicket, stampMs: sampleStampMs } as const;
  const untold = { orderTicket: null, positionId: null, clientOrderId: null };
  terminal.send({ kind: 'TRANSACTION', body: { ...hint, ...untold } });
  await terminal.settle();
  expect(kindsOf(rig)).toEqual(['sessionOpened']);
  expect(rig.lines.at(-1)).toMatchObject({ level: 'debug', facts: { dealTicket: '301' } });
});

test('takes nothing from an account that the profile does not name, and says so once per back-off', async () => {
  const profile = {
    name: 'Broker real',
    clockRule: 'ny+7',
    server: 'Broker-Real',
    login: null,
    tradeMode: 'real',
  } as const;
  await using rig = await bridgeRig({ profile });
  for (let attempt = 0; attempt < 3; attempt++) {
    const terminal = await rig.connect({ snapshot: realSnapshot() });
    expect(await terminal.next()).toMatchObject({ kind: 'welcomed' });
    expect(await terminal.next()).toMatchObject({
      kind: 'failed',
      fault: { code: 'ACCOUNT_CHANGED', message: expect.stringContaining('“Broker real” expects') as string },
    });
    await terminal.closed();
  }
  expect(kindsOf(rig)).toEqual(['sessionRefused', 'sessionRefused', 'sessionRefused']);
  expect(rig.warnedCodes()).toEqual(['ACCOUNT_CHANGED']);
});

test('never lets a newcomer in while the incumbent lives, and lets him in after five seconds of its silence', async () => {
  await using rig = await bridgeRig();
  const incumbent = await openTerminal(rig);
  incumbent.fallSilent();
  const tryToEnter = async (): Promise<string> => {
    const newcomer = await rig.connect();
    const first = await newcomer.next();
    return first.kind === 'failed' ? first.fault.code : first.kind;
  };
  const answers: string[] = [];
  for (const passMs of [0, 3000, 1950, 50]) {
    rig.clock.advance(passMs);
    answers.push(await tryToEnter());
  }
  expect(answers).toEqual(['SESSION_BUSY', 'SESSION_BUSY', 'SESSION_BUSY', 'welcomed']);
  await expect
    .poll(() => kindsOf(rig).filter((kind) => kind.startsWith('session')))
    .toEqual(['sessionOpened', 'sessionClosed', 'sessionOpened']);
});
