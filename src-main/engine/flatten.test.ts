import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { orderTicket, type ClientOrderId } from '#shared/trading/ids.ts';
import { price } from '#shared/units/price.ts';
import { lots } from '#shared/units/lots.ts';
import type { Position } from '#shared/trading/position.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

const gold = samplePosition();
const euro = samplePosition({ positionId: '2', symbol: 'EURUSD', openPrice: 1.1, stop: 1.09 });

/** Two positions by hand, signed for. */
async function rigWithTwo(): Promise<EngineRig> {
  const rig = createEngineRig();
  rig.connect({ positions: [gold, euro] });
  await rig.ask({ kind: 'resume', reason: 'both are mine' });
  return rig;
}

const sentFor = (rig: EngineRig, position: Position): readonly ClientOrderId[] =>
  rig.gateway.sent
    .filter(({ request }) => request.kind === 'reduceOnly' && request.positionId === position.positionId)
    .map(({ request }) => request.clientOrderId);

function reject(rig: EngineRig, id: ClientOrderId | undefined): void {
  if (id === undefined) throw new Error('a close was sent');
  const refused = { kind: 'rejected' as const, fault: fault('ORDER_REJECTED', 'market closed', { retcode: 10018 }) };
  rig.tell({ kind: 'orderReported', id, report: refused, occurredAtUtcMs: gold.openedAtUtcMs });
}

function fill(rig: EngineRig, position: Position, id: ClientOrderId | undefined): void {
  if (id === undefined) throw new Error('a close was sent');
  const { positionId, symbol, volume } = position;
  const changes = { dealTicket: `9${id.slice(-6)}`, clientOrderId: id, positionId, symbol, volume };
  const deal = sampleDeal({ ...changes, side: 'sell', entry: 'out' });
  const report = { kind: 'filled' as const, orderTicket: orderTicket('401'), deals: [deal] };
  rig.tell({ kind: 'orderReported', id, report, occurredAtUtcMs: deal.occurredAtUtcMs });
}

test('halts, closes every position once, and ends when the terminal shows none', async () => {
  const rig = await rigWithTwo();
  expect(await rig.ask({ kind: 'flatten', scope: { kind: 'all' }, reason: 'enough' })).toEqual({ ok: true });
  expect(rig.engine.snapshot()).toMatchObject({
    tradingState: { state: 'halted', reason: 'enough' },
    flattening: { scope: { kind: 'all' }, reason: 'enough' },
  });
  rig.clock.advance(10_000);
  expect([sentFor(rig, gold).length, sentFor(rig, euro).length]).toEqual([1, 1]);
  fill(rig, gold, sentFor(rig, gold)[0]);
  rig.report([euro]);
  expect(rig.engine.snapshot().flattening).not.toBeNull();
  fill(rig, euro, sentFor(rig, euro)[0]);
  rig.report([]);
  expect(rig.engine.snapshot()).toMatchObject({ flattening: null, positions: [], tradingState: { state: 'halted' } });
  expect(rig.kinds().filter((kind) => kind === 'flattenEnded')).toHaveLength(1);
});

test('closes the positions of its scope only', async () => {
  const rig = await rigWithTwo();
  await rig.ask({ kind: 'flatten', scope: { kind: 'symbol', symbol: 'EURUSD' }, reason: 'no euro' });
  expect([sentFor(rig, gold).length, sentFor(rig, euro).length]).toEqual([0, 1]);
  const ours = await rigWithTwo();
  await ours.ask({ kind: 'flatten', scope: { kind: 'ours' }, reason: 'only mine' });
  expect(ours.gateway.sent).toEqual([]);
  expect(ours.engine.snapshot().flattening).toBeNull();
});

test('tries a refused close again with a new order, until it is flat', async () => {
  const rig = await rigWithTwo();
  await rig.ask({ kind: 'flatten', scope: { kind: 'symbol', symbol: 'XAUUSD' }, reason: 'enough' });
  reject(rig, sentFor(rig, gold)[0]);
  expect(sentFor(rig, gold)).toHaveLength(1);
  rig.clock.advance(2_500);
  const [first, second] = sentFor(rig, gold);
  expect(second).not.toBe(first);
  expect(sentFor(rig, gold)).toHaveLength(2);
  fill(rig, gold, second);
  rig.report([euro]);
  expect(rig.engine.snapshot().flattening).toBeNull();
});

test('goes on after a restart, and never for flat on an empty report', async () => {
  const rig = await rigWithTwo();
  await rig.ask({ kind: 'flatten', scope: { kind: 'all' }, reason: 'enough' });
  const again = rig.restart();
  expect(again.engine.snapshot().flattening).not.toBeNull();
  again.connect({ positions: [] });
  again.clock.advance(60_000);
  expect(again.engine.snapshot().flattening).not.toBeNull();
});

test('the word to trade again stops it', async () => {
  const rig = await rigWithTwo();
  await rig.ask({ kind: 'flatten', scope: { kind: 'all' }, reason: 'enough' });
  await rig.ask({ kind: 'resume', reason: 'I keep them' });
  reject(rig, sentFor(rig, gold)[0]);
  rig.clock.advance(10_000);
  expect(sentFor(rig, gold)).toHaveLength(1);
  expect(rig.engine.snapshot().flattening).toBeNull();
});

test('a part of a position is closed, and the rest stays closable', async () => {
  const rig = await rigWithTwo();
  await rig.ask({ kind: 'closePosition', positionId: gold.positionId, volume: lots(0.04) });
  expect(rig.gateway.sent[0]?.request).toMatchObject({ kind: 'reduceOnly', volume: 0.04, side: 'sell' });
  expect(await rig.ask({ kind: 'closePosition', positionId: gold.positionId, volume: lots(0.07) })).toMatchObject({
    ok: false,
    error: { code: 'NOT_A_REDUCTION' },
  });
  expect(await rig.ask({ kind: 'closePosition', positionId: gold.positionId, volume: lots(0.06) })).toEqual({
    ok: true,
  });
});

test('stops are moved by the trader’s hand, and have moved only when the terminal read them', async () => {
  const rig = await rigWithTwo();
  const asked = await rig.ask({
    kind: 'modifyPosition',
    positionId: gold.positionId,
    stop: price(1980),
    target: price(2050),
  });
  expect(asked).toEqual({ ok: true });
  const { authorized, request } = rig.gateway.sent[0] ?? {};
  expect(authorized).toMatchObject({ kind: 'modify', authorizedBy: 'trader' });
  expect(request).toMatchObject({
    kind: 'modify',
    positionId: '1',
    stop: 1980,
    target: 2050,
    side: 'buy',
    volume: 0.1,
  });
  const statusOf = () => rig.engine.snapshot().orders[0]?.status;
  expect(statusOf()).toBe('sent');
  if (request === undefined) throw new Error('a modify was sent');
  const report = { kind: 'modified' as const, stop: price(1980), target: price(2050) };
  rig.tell({ kind: 'orderReported', id: request.clientOrderId, report, occurredAtUtcMs: gold.openedAtUtcMs });
  expect(statusOf()).toBe('modified');
  const unknown = samplePosition({ positionId: '77' }).positionId;
  expect(await rig.ask({ kind: 'modifyPosition', positionId: unknown, stop: price(1), target: null })).toMatchObject({
    ok: false,
    error: { code: 'POSITION_UNKNOWN' },
  });
});
