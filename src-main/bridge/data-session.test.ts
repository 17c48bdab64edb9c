import { expect, test } from 'vitest';
import type { AccountIdentity } from '#shared/trading/account.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import { ticksPerMessageMax } from '#main/protocol/tick-codec.ts';
import type { ScriptedTerminal, ScriptedTerminalSpec } from '#main/testkit/scripted-terminal.ts';
import { sampleStampMs, sampleWireAccount, sampleWireSnapshot } from '#main/testkit/sample-wire.ts';
import { bridgeRig, openTerminal, type BridgeRig } from './bridge-rig.suite.ts';

const account = sampleWireAccount().identity;
const otherAccount: AccountIdentity = { ...account, login: '100002' };

const startUtcMs = utcMs(Date.UTC(2024, 0, 2));
const span = { symbol: 'XAUUSD', fromUtcMs: startUtcMs, toUtcMs: utcMs(startUtcMs + 3_600_000) };

const connectForData = (rig: BridgeRig, changes: Partial<ScriptedTerminalSpec> = {}): Promise<ScriptedTerminal> =>
  rig.connect({ role: 'data', snapshot: null, account, ...changes });

async function openForData(rig: BridgeRig, changes: Partial<ScriptedTerminalSpec> = {}): Promise<ScriptedTerminal> {
  const service = await connectForData(rig, changes);
  expect(await service.next()).toMatchObject({ kind: 'welcomed' });
  await service.settle();
  return service;
}

test('welcomes history beside the session that trades, with nothing to subscribe to', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const service = await connectForData(rig);
  expect(await service.next()).toEqual({
    kind: 'welcomed',
    ready: {
      session: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      appVersion: '0.1.0',
      lastDealTicket: null,
      subscriptions: [],
    },
  });
  await service.settle();
  await terminal.settle();
  expect(rig.bridge.history.isConnected).toBe(true);
  expect(rig.events.map(({ kind }) => kind)).toEqual(['sessionOpened']);
});

test('brings a long history whole and in order, while the terminal waits for credit', async () => {
  await using rig = await bridgeRig();
  await openTerminal(rig);
  const service = await openForData(rig);
  const taken: number[] = [];
  const answer = rig.bridge.history.ticks(span, (page) => {
    for (const { occurredAtUtcMs } of page) taken.push(occurredAtUtcMs - startUtcMs);
  });
  expect(await service.next()).toMatchObject({
    message: { kind: 'TICKS_REQUEST', body: { request: 1, symbol: 'XAUUSD', fromStampMs: sampleStampMs } },
  });
  const pages = 100;
  for (let page = 0; page < pages; page++) {
    const ticks = Array.from({ length: ticksPerMessageMax }, (_, index) => ({
      stampMs: serverMs(sampleStampMs + page * ticksPerMessageMax + index),
      ...{ bid: 2000, ask: 2000.3 },
    }));
    const isTaken = service.send({
      kind: 'TICKS',
      body: { symbol: 'XAUUSD', takenAtStamp: 1, isRewind: false, ticks },
    });
    expect(isTaken).toBe(true);
  }
  const sent = pages * ticksPerMessageMax;
  service.send({ kind: 'HISTORY_END', body: { request: 1, sent, fault: null } });
  expect(await answer).toEqual({ ok: true, value: sent });
  expect(taken).toEqual(Array.from({ length: sent }, (_, index) => index));
});

test('says which records were broken, and what the terminal cannot serve', async () => {
  await using rig = await bridgeRig();
  await openTerminal(rig);
  const service = await openForData(rig);
  const answer = rig.bridge.history.ticks(span, () => undefined);
  await service.next();
  const ticks = [{ stampMs: sampleStampMs, bid: 2, ask: 1 }];
  service.send(
    { kind: 'ERROR', body: { about: 'TICKS_REQUEST', fault: { code: 'REQUEST_INVALID', message: 'why' } } },
    { kind: 'TICKS', body: { symbol: 'XAUUSD', takenAtStamp: 1, isRewind: false, ticks } },
    { kind: 'HISTORY_END', body: { request: 1, sent: 1, fault: null } },
  );
  expect(await answer).toEqual({ ok: true, value: 0 });
  expect(rig.lines.filter(({ level }) => level === 'warn')).toMatchObject([
    { message: 'the terminal cannot serve a request', facts: { about: 'TICKS_REQUEST' } },
    { message: 'the terminal sent broken prices; they were left out', facts: { refused: 1 } },
  ]);
});

test('answers NOT_CONNECTED when the service leaves, and asks the next one', async () => {
  await using rig = await bridgeRig();
  await openTerminal(rig);
  const service = await openForData(rig);
  const answer = rig.bridge.history.bars({ ...span, timeframe: 'M1' }, () => undefined);
  await service.next();
  service[Symbol.dispose]();
  expect(await answer).toMatchObject({ ok: false, error: { code: 'NOT_CONNECTED' } });
  expect(rig.bridge.history.isConnected).toBe(false);
  const next = await openForData(rig);
  void rig.bridge.history.bars({ ...span, timeframe: 'M1' }, () => undefined);
  expect(await next.next()).toMatchObject({ message: { kind: 'BARS_REQUEST', body: { timeframe: 'M1' } } });
});

test('leaves no question and no timer behind when it closes', async () => {
  await using rig = await bridgeRig();
  await openTerminal(rig);
  const service = await openForData(rig);
  const answer = rig.bridge.history.ticks(span, () => undefined);
  await service.next();
  await rig.bridge.dispose();
  expect(await answer).toMatchObject({ ok: false, error: { code: 'NOT_CONNECTED' } });
  expect({ timers: rig.clock.pendingTimers(), warned: rig.warnedCodes() }).toEqual({ timers: 0, warned: [] });
});

test('keeps history while the session that trades is made anew on the same account', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  await openForData(rig);
  terminal[Symbol.dispose]();
  await expect.poll(() => rig.events.at(-1)?.kind).toBe('sessionClosed');
  expect(rig.bridge.history.isConnected).toBe(true);
  await openTerminal(rig);
  expect(rig.bridge.history.isConnected).toBe(true);
});

test('asks nobody for history before it is known who trades', async () => {
  await using rig = await bridgeRig();
  await openForData(rig);
  expect(rig.bridge.history.isConnected).toBe(false);
  await openTerminal(rig);
  expect(rig.bridge.history.isConnected).toBe(true);
});

test('takes no history of another account than the one that trades, whichever came first', async () => {
  await using rig = await bridgeRig();
  const early = await openForData(rig, { account: otherAccount });
  await openTerminal(rig);
  expect(await early.next()).toMatchObject({ kind: 'failed', fault: { code: 'ACCOUNT_CHANGED' } });
  const late = await connectForData(rig, { account: otherAccount });
  expect(await late.next()).toMatchObject({ kind: 'failed', fault: { code: 'ACCOUNT_CHANGED' } });
  expect(rig.bridge.history.isConnected).toBe(false);
});

test('lets go of the history of the account that was left', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const service = await openForData(rig);
  terminal[Symbol.dispose]();
  await expect.poll(() => rig.events.at(-1)?.kind).toBe('sessionClosed');
  await openTerminal(rig, {
    snapshot: sampleWireSnapshot({ head: { account: sampleWireAccount({ identity: otherAccount }) } }),
  });
  expect(await service.next()).toMatchObject({ kind: 'failed', fault: { code: 'ACCOUNT_CHANGED' } });
  expect(rig.bridge.history.isConnected).toBe(false);
});

test('takes no history whose account is not the profile’s', async () => {
  const profile = { name: 'real', clockRule: 'ny+7', server: null, login: null, tradeMode: 'real' } as const;
  await using rig = await bridgeRig({ profile });
  const service = await connectForData(rig);
  expect(await service.next()).toMatchObject({ kind: 'failed', fault: { code: 'ACCOUNT_CHANGED' } });
});

test('takes no history of which nobody says whose it is', async () => {
  await using rig = await bridgeRig();
  const service = await rig.connect({ role: 'data', snapshot: null });
  expect(await service.next()).toMatchObject({ kind: 'failed', fault: { code: 'NOT_CONNECTED' } });
});

test('keeps the service that it has', async () => {
  await using rig = await bridgeRig();
  await openTerminal(rig);
  const incumbent = await openForData(rig);
  const newcomer = await connectForData(rig);
  expect(await newcomer.next()).toMatchObject({ kind: 'failed', fault: { code: 'SESSION_BUSY' } });
  await incumbent.settle();
});

test('ends a service that speaks of anything but history, and goes on trading', async () => {
  await using rig = await bridgeRig();
  const terminal = await openTerminal(rig);
  const service = await openForData(rig);
  service.send({ kind: 'ACCOUNT', body: sampleWireAccount({ equity: 1 }) });
  expect(await service.next()).toMatchObject({ kind: 'failed', fault: { code: 'HANDSHAKE_ORDER' } });
  await terminal.settle();
  expect(rig.events.map(({ kind }) => kind)).toEqual(['sessionOpened']);
});

test('lets a service wait as long for the broker’s history as it said it would, and no longer', async () => {
  await using rig = await bridgeRig();
  const service = await openForData(rig);
  service.fallSilent();
  service.send(
    { kind: 'ERROR', body: { about: 'x', fault: { code: 'REQUEST_INVALID', message: 'noted' } } },
    { kind: 'BUSY', body: { operation: 'CopyTicks', maxMs: 45_000 } },
  );
  await expect.poll(() => rig.lines.some(({ facts }) => facts.about === 'x')).toBe(true);
  rig.clock.advance(49_950);
  expect(rig.warnedCodes()).not.toContain('SESSION_SILENT');
  rig.clock.advance(50);
  expect(rig.warnedCodes()).toContain('SESSION_SILENT');
});
