import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { formatClientOrderId } from '#shared/trading/client-order-id.ts';
import { clientOrderId, orderTicket } from '#shared/trading/ids.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleAdviserLimits } from '#main/testkit/sample-adviser-limits.ts';
import { sampleBrokerOrder } from '#main/testkit/sample-broker-order.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

const foreignId = formatClientOrderId({ installationTag: 777, counter: 5 });

const ownId = (rig: EngineRig, counter: number) =>
  formatClientOrderId({ installationTag: rig.ledger.orderIds.installationTag, counter });

const kindsOf = (rig: EngineRig): readonly string[] => rig.engine.snapshot().differences.map(({ kind }) => kind);

const stateOf = (rig: EngineRig): string => rig.engine.snapshot().tradingState.state;

function connected(changes: Parameters<EngineRig['connect']>[0] = {}): EngineRig {
  const rig = createEngineRig();
  rig.connect(changes);
  return rig;
}

test.each([
  ['manualPosition', { origin: 'manual' }],
  ['otherAdviser', { origin: 'adviser' }],
  ['otherCockpit', { origin: 'ats', clientOrderId: foreignId }],
])('a position of another hand is told as %s and keeps the cockpit reducing until signed', async (kind, changes) => {
  const rig = connected({ positions: [samplePosition(changes)] });
  expect([kindsOf(rig), stateOf(rig)]).toEqual([[kind], 'reducing']);
  await rig.ask({ kind: 'resume', reason: 'that is mine' });
  expect([kindsOf(rig), stateOf(rig)]).toEqual([[], 'active']);
});

test('an order of another cockpit that waits at the broker is told, a manual one is not', () => {
  const rig = connected();
  rig.tell({ kind: 'ordersReported', orders: [sampleBrokerOrder()], occurredAtUtcMs: sampleAccount().occurredAtUtcMs });
  expect([kindsOf(rig), stateOf(rig)]).toEqual([[], 'active']);
  const orders = [sampleBrokerOrder({ clientOrderId: foreignId, origin: 'ats' })];
  rig.tell({ kind: 'ordersReported', orders, occurredAtUtcMs: sampleAccount().occurredAtUtcMs });
  expect([kindsOf(rig), stateOf(rig)]).toEqual([['otherCockpit'], 'reducing']);
  expect(rig.engine.snapshot().brokerOrders).toEqual(orders);
});

test('an order of ours that waits at the broker and that no open order explains is told as a late fill', () => {
  const rig = connected();
  const orders = [sampleBrokerOrder({ clientOrderId: ownId(rig, 9_999), origin: 'ats' })];
  rig.tell({ kind: 'ordersReported', orders, occurredAtUtcMs: sampleAccount().occurredAtUtcMs });
  expect(kindsOf(rig)).toEqual(['lateFill']);
});

test('a recent deal of another cockpit is enough, an old one is history', async () => {
  const rig = connected();
  const day = 86_400_000;
  const old = sampleDeal({ dealTicket: '1', clientOrderId: foreignId, occurredAtUtcMs: sampleStartUtcMs - 2 * day });
  rig.tell({ kind: 'dealsReported', deals: [old], cash: [] });
  expect([kindsOf(rig), stateOf(rig)]).toEqual([[], 'active']);
  const recent = sampleDeal({ dealTicket: '2', clientOrderId: foreignId });
  rig.tell({ kind: 'dealsReported', deals: [recent], cash: [] });
  expect([kindsOf(rig), stateOf(rig)]).toEqual([['otherCockpit'], 'reducing']);
  expect(rig.restart().engine.snapshot().differences).toHaveLength(1);
  await rig.ask({ kind: 'resume', reason: 'the laptop is off' });
  rig.tell({ kind: 'dealsReported', deals: [old, recent], cash: [] });
  expect([kindsOf(rig), stateOf(rig)]).toEqual([[], 'active']);
});

test('a close that opened exposure halts, and its position is told as what it is', async () => {
  const rig = connected({ account: sampleAccount({ marginMode: 'netting' }), positions: [samplePosition()] });
  await rig.ask({ kind: 'resume', reason: 'that is mine' });
  await rig.ask({ kind: 'closePosition', positionId: samplePosition().positionId });
  const id = rig.gateway.sent[0]?.request.clientOrderId ?? clientOrderId('0');
  const deal = sampleDeal({ clientOrderId: id, side: 'sell', entry: 'inOut', positionId: '1', volume: 0.2 });
  const report = { kind: 'filled' as const, orderTicket: orderTicket('301'), deals: [deal] };
  rig.tell({ kind: 'orderReported', id, report, occurredAtUtcMs: deal.occurredAtUtcMs });
  expect(rig.engine.snapshot().tradingState).toMatchObject({
    state: 'halted',
    reason: expect.stringContaining('opened exposure'),
  });
  rig.report([samplePosition({ positionId: '2', side: 'sell', clientOrderId: id, origin: 'ats', stop: null })]);
  expect(kindsOf(rig)).toContain('closeOpenedExposure');
});

test('a list that omits a position is asked for again, for as long as the position is missing', () => {
  const rig = connected({ positions: [samplePosition()] });
  rig.report([]);
  expect([kindsOf(rig), rig.gateway.refreshes]).toEqual([['missingPosition'], 1]);
  rig.report([]);
  expect(rig.gateway.refreshes).toBe(1);
  rig.clock.advance(10_000);
  expect(rig.gateway.refreshes).toBeGreaterThan(1);
  rig.report([samplePosition()]);
  const asked = rig.gateway.refreshes;
  rig.clock.advance(10_000);
  expect(rig.gateway.refreshes).toBe(asked);
});

test('tells the adviser of a halt and of its end, once each', async () => {
  const rig = connected();
  await rig.ask({ kind: 'halt', reason: 'lunch' });
  rig.clock.advance(1_000);
  await rig.ask({ kind: 'resume', reason: 'back again' });
  expect(rig.gateway.halts).toEqual([
    { isHalted: true, reason: 'lunch' },
    { isHalted: false, reason: 'back again' },
  ]);
});

test('a halt that the adviser forgot is told to it again', async () => {
  const rig = connected();
  await rig.ask({ kind: 'halt', reason: 'lunch' });
  rig.tell({ kind: 'sessionClosed', fault: fault('SESSION_SILENT', 'silent') });
  rig.connect();
  expect(rig.gateway.halts.at(-1)).toEqual({ isHalted: true, reason: 'lunch' });
  expect(rig.gateway.halts).toHaveLength(2);
});

test('a halt at the chart halts here, kills tickets, and is lifted at the chart first', async () => {
  const rig = connected();
  rig.breakOut();
  expect(rig.engine.snapshot().approvals).toHaveLength(1);
  const limits = (chart: boolean) => sampleAdviserLimits({ halt: { app: false, chart, reason: 'by the button' } });
  rig.tell({ kind: 'limitsReported', limits: limits(true) });
  expect(rig.engine.snapshot()).toMatchObject({
    approvals: [],
    tradingState: { state: 'halted', reason: expect.stringContaining('by the button') },
    adviserLimits: { halt: { chart: true } },
  });
  expect(await rig.ask({ kind: 'resume', reason: 'go on' })).toMatchObject({ ok: false, error: { code: 'HALTED' } });
  rig.tell({ kind: 'limitsReported', limits: limits(false) });
  expect(await rig.ask({ kind: 'resume', reason: 'go on' })).toMatchObject({ ok: true });
  expect(stateOf(rig)).toBe('active');
});

test('a halt that only the adviser remembers is taken over', () => {
  const rig = connected({ limits: sampleAdviserLimits({ halt: { app: true, chart: false, reason: 'old' } }) });
  expect(rig.engine.snapshot().tradingState).toMatchObject({
    state: 'halted',
    reason: expect.stringContaining('does not know of'),
  });
});

test('an adviser of another version may reduce, and a lamp says so', () => {
  const rig = connected({ adviserVersion: '9.9.9' });
  const { tradingState, lamps } = rig.engine.snapshot();
  expect(tradingState).toMatchObject({ state: 'reducing', reason: expect.stringContaining('another version') });
  expect(lamps.find((lamp) => lamp.name === 'terminal')).toMatchObject({ code: 'versionSkew', detail: '9.9.9' });
});

test('entries wait until the server’s clock is proved, and stop when it is not the profile’s', () => {
  const rig = connected();
  rig.tell({ kind: 'clockChecked', check: { kind: 'pending' } });
  const lamp = () => rig.engine.snapshot().lamps.find(({ name }) => name === 'clock')?.code;
  expect([stateOf(rig), lamp()]).toEqual(['reducing', 'clockPending']);
  rig.tell({ kind: 'clockChecked', check: { kind: 'agreed', offsetMinutes: 120 } });
  expect(stateOf(rig)).toBe('active');
  const mismatch = fault('CLOCK_RULE_MISMATCH', 'the server is at UTC+3, the profile says UTC+2');
  rig.tell({ kind: 'clockChecked', check: { kind: 'disagreed', fault: mismatch } });
  expect([stateOf(rig), lamp()]).toEqual(['reducing', 'clockMismatch']);
});

test('a terminal that has lost its broker is shown as that', () => {
  const rig = connected({ account: sampleAccount({ isTradeAllowed: false, tradeBlockedBy: ['connection'] }) });
  expect(rig.engine.snapshot().lamps.find(({ name }) => name === 'terminal')).toMatchObject({
    level: 'fault',
    code: 'noBroker',
  });
});

test('draws a new tag where any mark of the journal is above what the ledger reserved', () => {
  const rig = createEngineRig();
  const before = rig.ledger.orderIds.installationTag;
  rig.connect({ journalMarks: [foreignId, ownId(rig, 5_000_000)] });
  expect(rig.ledger.orderIds.installationTag).not.toBe(before);
});

test('a swap rate that moves makes no new version of an instrument, its mode does', () => {
  const rig = connected();
  const [instrument] = rig.engine.snapshot().instruments;
  if (instrument === undefined) throw new Error('an instrument is known');
  const versions = () => rig.kinds().filter((kind) => kind === 'instrumentChanged').length;
  const before = versions();
  rig.tell({ kind: 'instrumentReported', instrument: { ...instrument, swap: { ...instrument.swap, long: -7 } } });
  expect(versions()).toBe(before);
  rig.tell({ kind: 'instrumentReported', instrument: { ...instrument, swap: { ...instrument.swap, mode: 'points' } } });
  rig.tell({ kind: 'instrumentReported', instrument: { ...instrument, digits: 3 } });
  expect(versions()).toBe(before + 2);
});

test('an alarm of the adviser halts with its own words', () => {
  const rig = connected();
  const alarm = fault('STOP_NOT_SET', 'position 9 had no stop and was closed', { positionId: '9' });
  rig.tell({ kind: 'adviserAlarmed', about: 'stopGuard', fault: alarm });
  expect(rig.engine.snapshot().tradingState).toMatchObject({ state: 'halted', reason: alarm.message });
});

test('a terminal that was not let in is told once as the reason why none is connected', () => {
  const rig = createEngineRig();
  const refused = fault('ACCOUNT_CHANGED', 'the profile is for another account');
  rig.tell({ kind: 'sessionRefused', fault: refused });
  rig.tell({ kind: 'sessionRefused', fault: refused });
  expect(rig.kinds().filter((kind) => kind === 'terminalDisconnected')).toHaveLength(1);
  expect(rig.engine.snapshot().lamps.find(({ name }) => name === 'terminal')).toMatchObject({
    code: 'disconnected',
    detail: 'ACCOUNT_CHANGED',
  });
  rig.connect();
  rig.tell({ kind: 'sessionRefused', fault: refused });
  expect(stateOf(rig)).toBe('active');
});

test('what the adviser said before it heard of a resume does not halt again', async () => {
  const rig = connected();
  const told = (app: boolean) =>
    rig.tell({ kind: 'limitsReported', limits: sampleAdviserLimits({ halt: { app, chart: false, reason: 'lunch' } }) });
  await rig.ask({ kind: 'halt', reason: 'lunch' });
  await rig.ask({ kind: 'resume', reason: 'back again' });
  told(true);
  expect(stateOf(rig)).toBe('active');
  told(false);
  rig.clock.advance(10_000);
  expect(stateOf(rig)).toBe('active');
});

test('an adviser that keeps a halt whose end it was told halts here again', async () => {
  const rig = connected();
  await rig.ask({ kind: 'halt', reason: 'lunch' });
  await rig.ask({ kind: 'resume', reason: 'back again' });
  const halt = { app: true, chart: false, reason: 'the end of the halt could not be kept' };
  rig.tell({ kind: 'limitsReported', limits: sampleAdviserLimits({ halt }) });
  rig.clock.advance(2_500);
  expect(rig.engine.snapshot().tradingState).toMatchObject({
    state: 'halted',
    reason: expect.stringContaining('could not be kept'),
  });
});
