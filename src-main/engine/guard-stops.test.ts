import { expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import { orderTicket } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import { lots } from '#shared/units/lots.ts';
import { price, type Price } from '#shared/units/price.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

type Entry = Extract<OrderRequest, { kind: 'entry' }>;

const entryOf = (rig: EngineRig): Entry => {
  const request = assertDefined(rig.gateway.sent[0], 'an order was sent').request;
  assert(request.kind === 'entry', 'it is an entry');
  return request;
};

/** Connected, with an approved entry whose deal was seen; its position was not reported yet. */
async function rigWithDeal(): Promise<EngineRig> {
  const rig = createEngineRig();
  rig.connect();
  rig.breakOut();
  const { approvalId, parameters } = assertDefined(rig.engine.snapshot().approvals[0], 'a ticket is open').ticket;
  await rig.ask({ kind: 'approve', approvalId, parameters });
  const { clientOrderId, volume } = entryOf(rig);
  const deal = sampleDeal({ clientOrderId, volume, price: 2005.2, positionId: '9' });
  const report = { kind: 'filled' as const, orderTicket: orderTicket('301'), deals: [deal] };
  rig.tell({ kind: 'orderReported', id: clientOrderId, report, occurredAtUtcMs: deal.occurredAtUtcMs });
  return rig;
}

/** The position of that entry with a stop that a broker might have made of it. */
const positionWith = (rig: EngineRig, changes: Partial<Position>): Position => {
  const { clientOrderId, volume, stop } = entryOf(rig);
  return samplePosition({ positionId: '9', clientOrderId, volume, openPrice: 2005.2, origin: 'ats', stop, ...changes });
};

const sentOf = (rig: EngineRig, kind: OrderRequest['kind']) =>
  rig.gateway.sent.flatMap(({ authorized, request }) => (request.kind === kind ? [{ authorized, request }] : []));

/** The terminal answers the newest order of a kind. */
function answer(rig: EngineRig, kind: 'modify' | 'reduceOnly', as: 'modified' | 'rejected'): void {
  const { request } = assertDefined(sentOf(rig, kind).at(-1), 'such an order was sent');
  const refused = { kind: 'rejected' as const, fault: fault('ORDER_REJECTED', 'invalid stops', { retcode: 10016 }) };
  const stop = request.kind === 'modify' ? request.stop : null;
  const report = as === 'modified' ? { kind: 'modified' as const, stop, target: null } : refused;
  rig.tell({ kind: 'orderReported', id: request.clientOrderId, report, occurredAtUtcMs: rig.clock.wall.nowUtcMs() });
}

/** The engine before it is gone, and counts no more on the clocks that both share. */
function restarted(rig: EngineRig): EngineRig {
  rig.engine[Symbol.dispose]();
  return rig.restart();
}

const lampOf = (rig: EngineRig) => {
  const lamp = rig.engine.snapshot().lamps.find(({ name }) => name === 'risk');
  return [lamp?.level, lamp?.code, lamp?.detail];
};

test('a stop that is read back as it was approved needs nothing', async () => {
  const rig = await rigWithDeal();
  rig.report([positionWith(rig, {})]);
  rig.clock.advance(10_000);
  expect([sentOf(rig, 'modify'), sentOf(rig, 'reduceOnly')]).toEqual([[], []]);
  expect(rig.engine.snapshot().risk.stopWatches).toEqual([]);
  expect(lampOf(rig)).toEqual(['ok', 'stopsSet', '1/1']);
});

test.each([
  ['is missing', null, 'reduction'],
  ['was set farther away', price(1950), 'reduction'],
  ['was set nearer', price(2004), 'approvedEntry'],
] as const)('a stop that %s is set at once to what was approved', async (_what, found: Price | null, authorizedBy) => {
  const rig = await rigWithDeal();
  rig.report([positionWith(rig, { stop: found })]);
  expect(sentOf(rig, 'modify')).toMatchObject([
    { authorized: { authorizedBy }, request: { positionId: '9', stop: entryOf(rig).stop, target: null } },
  ]);
  expect(lampOf(rig)).toEqual(['fault', 'stopBeingSet', 'XAUUSD']);
  answer(rig, 'modify', 'modified');
  rig.report([positionWith(rig, {})]);
  rig.clock.advance(10_000);
  expect([sentOf(rig, 'modify').length, sentOf(rig, 'reduceOnly').length]).toEqual([1, 0]);
  expect(lampOf(rig)).toEqual(['ok', 'stopsSet', '1/1']);
  expect(rig.engine.snapshot().tradingState.state).toBe('active');
});

test('after three refusals the position is closed, trading halts, and the alarm stands until the trader signs', async () => {
  const rig = await rigWithDeal();
  rig.report([positionWith(rig, { stop: null })]);
  for (let attempt = 1; attempt <= 3; attempt++) {
    expect(sentOf(rig, 'modify')).toHaveLength(attempt);
    answer(rig, 'modify', 'rejected');
  }
  expect(sentOf(rig, 'modify')).toHaveLength(3);
  expect(sentOf(rig, 'reduceOnly')).toMatchObject([{ request: { positionId: '9', volume: entryOf(rig).volume } }]);
  expect(rig.ledger.events.map(({ event }) => event)).toContainEqual({
    kind: 'stopRepairFailed',
    ...{ positionId: '9', symbol: 'XAUUSD', stop: entryOf(rig).stop, found: null, attempts: 3, cause: 'attempts' },
  });
  expect(rig.engine.snapshot()).toMatchObject({
    tradingState: { state: 'halted', reason: expect.stringContaining('has no stop') as string },
    risk: { stopWatches: [{ positionId: '9', hasFailed: true }] },
  });
  const out = { side: 'sell', entry: 'out', dealTicket: '502', positionId: '9', volume: entryOf(rig).volume } as const;
  rig.tell({ kind: 'dealsReported', deals: [sampleDeal({ ...out, clientOrderId: null })], cash: [] });
  rig.report([]);
  expect(rig.engine.snapshot().risk.stopWatches).toEqual([]);
  expect(lampOf(rig)).toEqual(['fault', 'stopNotSet', 'XAUUSD']);
  await rig.ask({ kind: 'resume', reason: 'seen, the broker was told' });
  rig.clock.advance(250);
  expect(lampOf(rig)).toEqual(['ok', 'stopsSet', '0/0']);
});

test('a broker who says that the stop is set, and does not set it, is believed three times', async () => {
  const rig = await rigWithDeal();
  const bare = positionWith(rig, { stop: null });
  rig.report([bare]);
  for (let attempt = 1; attempt <= 3; attempt++) {
    answer(rig, 'modify', 'modified');
    expect(sentOf(rig, 'modify'), 'what was reported before the answer says nothing').toHaveLength(attempt);
    rig.report([bare]);
  }
  expect([sentOf(rig, 'modify').length, sentOf(rig, 'reduceOnly').length]).toEqual([3, 1]);
});

test('a repair that nobody answers ends after five seconds of the desk’s clock', async () => {
  const rig = await rigWithDeal();
  rig.report([positionWith(rig, { stop: null })]);
  rig.clock.advance(4_500);
  expect(sentOf(rig, 'reduceOnly')).toEqual([]);
  rig.clock.advance(1_000);
  expect(sentOf(rig, 'reduceOnly')).toHaveLength(1);
  expect(rig.kinds()).toContain('stopRepairFailed');
});

test('a close that is refused is tried again until the position is gone', async () => {
  const rig = await rigWithDeal();
  rig.report([positionWith(rig, { stop: null })]);
  rig.clock.advance(5_500);
  for (let close = 1; close <= 3; close++) {
    expect(sentOf(rig, 'reduceOnly')).toHaveLength(close);
    answer(rig, 'reduceOnly', 'rejected');
    rig.clock.advance(2_500);
  }
  expect(rig.kinds().filter((kind) => kind === 'stopRepairFailed')).toHaveLength(1);
});

test('a restart in the middle goes on: the attempts are counted, and a close that was decided is made', async () => {
  const rig = await rigWithDeal();
  const bare = positionWith(rig, { stop: null });
  rig.report([bare]);
  answer(rig, 'modify', 'rejected');
  answer(rig, 'modify', 'rejected');
  const again = restarted(rig);
  again.connect({ positions: [bare] });
  // The third is unknown since the restart: nothing more is sent for it, and the time runs out.
  again.clock.advance(5_500);
  expect([sentOf(again, 'modify').length, sentOf(again, 'reduceOnly').length]).toEqual([0, 1]);
  const third = restarted(again);
  third.connect({ positions: [bare] });
  third.clock.advance(3_000);
  expect(sentOf(third, 'reduceOnly')).toHaveLength(1);
  expect(third.kinds().filter((kind) => kind === 'stopRepairFailed')).toHaveLength(1);
});

test('a restart before the position was reported still reads its stop back', async () => {
  const rig = await rigWithDeal();
  const again = restarted(rig);
  again.connect({ positions: [positionWith(rig, { stop: null })] });
  expect(sentOf(again, 'modify')).toHaveLength(1);
});

test('the stop that the trader moves by hand meanwhile is the one that has to be read', async () => {
  const rig = await rigWithDeal();
  rig.report([positionWith(rig, { stop: null })]);
  answer(rig, 'modify', 'rejected');
  answer(rig, 'modify', 'rejected');
  const positionId = positionWith(rig, {}).positionId;
  await rig.ask({ kind: 'modifyPosition', positionId, stop: price(1999), target: null });
  answer(rig, 'modify', 'modified');
  rig.report([positionWith(rig, { stop: price(1999) })]);
  rig.clock.advance(10_000);
  expect([lampOf(rig), sentOf(rig, 'reduceOnly')]).toEqual([['ok', 'stopsSet', '1/1'], []]);
});

test('a position that is not listed is asked for, and closed by nobody', async () => {
  const rig = await rigWithDeal();
  const asked = rig.gateway.refreshes;
  rig.clock.advance(20_000);
  expect(rig.gateway.refreshes).toBeGreaterThan(asked);
  expect([sentOf(rig, 'modify'), sentOf(rig, 'reduceOnly')]).toEqual([[], []]);
});

test('a position that left before it was listed needs no stop', async () => {
  const rig = await rigWithDeal();
  const { volume } = entryOf(rig);
  const out = { side: 'sell', entry: 'out', dealTicket: '502', positionId: '9', volume, clientOrderId: null } as const;
  rig.tell({ kind: 'dealsReported', deals: [sampleDeal(out)], cash: [] });
  const asked = rig.gateway.refreshes;
  rig.clock.advance(20_000);
  expect(rig.gateway.refreshes).toBe(asked);
});

test('a manual position without a stop is shown, and left to its owner', () => {
  const rig = createEngineRig();
  rig.connect({ positions: [samplePosition({ stop: null })] });
  rig.clock.advance(10_000);
  expect(lampOf(rig)).toEqual(['fault', 'unstopped', 'XAUUSD']);
  expect(rig.gateway.sent).toEqual([]);
});

test('a fill that risks too much is told with its reduction, taken by one word, and over once it is made', async () => {
  const rig = await rigWithDeal();
  const { volume, riskMoney, stop } = entryOf(rig);
  const slipped = positionWith(rig, { openPrice: price(2025) });
  rig.report([slipped]);
  const { overRisks } = rig.engine.snapshot().risk;
  expect(overRisks).toMatchObject([{ positionId: '9', symbol: 'XAUUSD', approvedMoney: riskMoney }]);
  const { reduceBy, riskMoney: risked } = assertDefined(overRisks[0], 'one is over its risk');
  expect(risked).toBeGreaterThan(1.25 * riskMoney);
  expect(risked / volume).toBeGreaterThan((2025 - stop) * 100 - 1);
  expect(lampOf(rig)).toEqual(['warning', 'overRisk', 'XAUUSD']);
  await rig.ask({ kind: 'halt', reason: 'lunch' });
  expect(await rig.ask({ kind: 'takeReduction', positionId: slipped.positionId })).toEqual({ ok: true });
  expect(sentOf(rig, 'reduceOnly')).toMatchObject([{ request: { positionId: '9', volume: reduceBy } }]);
  rig.report([{ ...slipped, volume: lots(Number((volume - reduceBy).toFixed(2))) }]);
  expect(rig.engine.snapshot().risk.overRisks).toEqual([]);
  expect(await rig.ask({ kind: 'takeReduction', positionId: slipped.positionId })).toMatchObject({
    error: { code: 'POSITION_UNKNOWN' },
  });
});

test('a fill within what was judged is nobody’s alarm, and neither is a position of another hand', async () => {
  const rig = await rigWithDeal();
  rig.report([positionWith(rig, {}), samplePosition({ positionId: '77', openPrice: 3000, stop: 1000 })]);
  expect(rig.kinds()).not.toContain('overRiskRaised');
});
