import { expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import type { EngineEvent, EngineEventKind } from '#shared/events/engine-event.ts';
import { orderTicket } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import { lots } from '#shared/units/lots.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { scenarioA } from '#main/strategies/scenario-a/scenario-a.ts';
import { createEngineRig, type EngineRig } from './engine-rig.suite.ts';

/** Always in a session but for the last hour of London's day, and nothing asked for but the breakout. */
function rigOfA(changes: object = {}): EngineRig {
  const bound = scenarioA.bind({
    ...{ timeframe: 'M5', emaFastBars: 2, emaSlowBars: 4, channelBars: 5, atrBars: 3, stopAtr: 3 },
    ...{ rvolMin: 0, atrPercentileMin: 0, atrPercentileMax: 1, spreadAtrMax: 0, newsBlackoutMinutes: 0 },
    ...{ londonFromHour: 0, londonUntilHour: 23, newYorkFromHour: 0, newYorkUntilHour: 0, entryEndMinutes: 0 },
    ...changes,
  });
  assert(bound.ok, 'these parameters are in range');
  const rig = createEngineRig({ strategies: [bound.value] });
  // So little that the governance lets scenario A trade.
  rig.connect({ account: sampleAccount({ balance: 2_500, equity: 2_500, freeMargin: 2_500 }) });
  return rig;
}

const eventsOf = <Kind extends EngineEventKind>(rig: EngineRig, kind: Kind) =>
  rig.ledger.events.flatMap(({ event }) =>
    event.kind === kind ? [event as Extract<EngineEvent, { kind: Kind }>] : [],
  );

/** Lets the open ticket through, fills it at 2005.20 and reports the position. */
async function fill(rig: EngineRig, ticket: string): Promise<Position> {
  const approval = assertDefined(rig.engine.snapshot().approvals[0], 'a ticket is open').ticket;
  const { approvalId, parameters } = approval;
  expect(await rig.ask({ kind: 'approve', approvalId, parameters })).toEqual({ ok: true, value: undefined });
  const { request } = assertDefined(rig.gateway.sent.at(-1), 'an order was sent');
  assert(request.kind === 'entry', 'it is an entry');
  const { clientOrderId, volume, stop, target } = request;
  const openedAtUtcMs = rig.engine.snapshot().marketUtcMs;
  const opened = { clientOrderId, volume, positionId: ticket };
  const deal = sampleDeal({ ...opened, dealTicket: ticket, price: 2005.2, occurredAtUtcMs: openedAtUtcMs });
  rig.tell({
    ...{ kind: 'orderReported', id: clientOrderId, occurredAtUtcMs: deal.occurredAtUtcMs },
    report: { kind: 'filled', orderTicket: orderTicket('301'), deals: [deal] },
  });
  const position = samplePosition({ ...opened, openPrice: 2005.2, openedAtUtcMs, stop, target });
  rig.report([position]);
  return position;
}

/** What was sent since the entry, without the answers to what the engine asks on its own. */
const sentAfter = (rig: EngineRig, count: number) => rig.gateway.sent.slice(count).map(({ request }) => request);

test('moves the stop to the entry by proof, once, and keeps the target', async () => {
  const rig = rigOfA();
  rig.breakOut();
  const position = await fill(rig, '9');
  const sent = rig.gateway.sent.length;
  rig.closeBar(2006);
  expect(sentAfter(rig, sent)).toEqual([]);
  const gained = 2005.2 + (2005.2 - (position.stop ?? NaN));
  rig.closeBar(gained + 0.1);
  expect(sentAfter(rig, sent)).toMatchObject([
    { kind: 'modify', positionId: '9', stop: 2005.2, target: position.target },
  ]);
  const { decisionId } = assertDefined(eventsOf(rig, 'decisionMade').at(-1), 'a decision').decision;
  expect(eventsOf(rig, 'intentFormed').at(-1)).toMatchObject({ intent: { kind: 'modify', decisionId } });
  expect(rig.gateway.sent.at(-1)?.authorized).toMatchObject({ authorizedBy: 'reduction' });
  rig.report([{ ...position, stop: 2005.2 as Position['openPrice'] }]);
  rig.closeBar(gained + 0.2);
  expect(sentAfter(rig, sent)).toHaveLength(1);
});

test('closes a part by proof, once, though it is restarted; then the stop follows', async () => {
  const rig = rigOfA({ partialR: 1, partialRatio: 0.5, stopAtr: 1, riskRatio: 0.01 });
  rig.breakOut();
  const position = await fill(rig, '9');
  const sent = rig.gateway.sent.length;
  const gained = 2005.2 + (2005.2 - (position.stop ?? NaN));
  rig.closeBar(gained + 0.1);
  expect(position.volume).toBe(0.1);
  const part = 0.05;
  expect(sentAfter(rig, sent)).toMatchObject([{ kind: 'reduceOnly', positionId: '9', volume: part, side: 'sell' }]);
  const { decisionId } = assertDefined(eventsOf(rig, 'decisionMade').at(-1), 'a decision').decision;
  expect(eventsOf(rig, 'intentFormed').at(-1)).toMatchObject({
    intent: { kind: 'close', reason: 'partialTarget', decisionId, volume: part },
  });
  const { request } = assertDefined(rig.gateway.sent.at(-1), 'a close was sent');
  const closing = sampleDeal({
    ...{ dealTicket: '10', positionId: '9', entry: 'out', side: 'sell', price: gained, volume: part },
    ...{ clientOrderId: request.clientOrderId, occurredAtUtcMs: rig.engine.snapshot().marketUtcMs },
  });
  rig.tell({
    ...{ kind: 'orderReported', id: request.clientOrderId, occurredAtUtcMs: closing.occurredAtUtcMs },
    report: { kind: 'filled', orderTicket: orderTicket('302'), deals: [closing] },
  });
  const rest = { ...position, volume: lots(Number((position.volume - part).toFixed(2))) };
  rig.report([rest]);

  const restarted = rig.restart();
  restarted.connect({
    account: sampleAccount({ balance: 2_500, equity: 2_500, freeMargin: 2_500 }),
    positions: [rest],
    deals: [closing],
  });
  for (let bar = 0; bar < 20; bar++) restarted.closeBar(gained + 0.2);
  const requests = restarted.gateway.sent.map((it) => it.request);
  expect(requests.filter(({ kind }) => kind === 'reduceOnly')).toEqual([]);
  expect(requests).toContainEqual(expect.objectContaining({ kind: 'modify', positionId: '9', stop: 2005.2 }));
});

test('a position that cannot be divided is not reduced: the stop moves at once', async () => {
  const rig = rigOfA({ partialR: 1 });
  rig.breakOut();
  const position = await fill(rig, '9');
  expect(position.volume).toBe(0.01);
  const sent = rig.gateway.sent.length;
  rig.closeBar(2005.2 + (2005.2 - (position.stop ?? NaN)) + 0.1);
  expect(sentAfter(rig, sent)).toMatchObject([{ kind: 'modify', stop: 2005.2 }]);
});

test('leaves at the end of the session, and says why', async () => {
  const rig = rigOfA();
  rig.breakOut();
  await fill(rig, '9');
  const sent = rig.gateway.sent.length;
  const { marketUtcMs } = rig.engine.snapshot();
  const end = Math.floor((marketUtcMs ?? 0) / 86_400_000) * 86_400_000 + 23 * 3_600_000;
  rig.clock.advance(end - (marketUtcMs ?? 0) - 5 * 60_000);
  rig.closeBar(2005);
  expect(sentAfter(rig, sent)).toMatchObject([{ kind: 'reduceOnly', positionId: '9' }]);
  expect(eventsOf(rig, 'intentFormed').at(-1)).toMatchObject({ intent: { kind: 'close', reason: 'sessionEnd' } });
});

test('counts its trades of the broker’s day by the ledger, however many deals it had', async () => {
  const rig = rigOfA({ tradesPerDayMax: 1 });
  rig.breakOut();
  await fill(rig, '9');
  const closing = sampleDeal({
    ...{ dealTicket: '10', positionId: '9', entry: 'out', side: 'sell', price: 2005, clientOrderId: null },
    volume: rig.gateway.sent[0]?.request.volume,
    occurredAtUtcMs: rig.engine.snapshot().marketUtcMs,
  });
  rig.tell({ kind: 'dealsReported', deals: [closing], cash: [] });
  rig.report([]);
  const filtersOf = (): readonly unknown[] => rig.engine.snapshot().scenarios[0]?.decision?.filters ?? [];
  rig.closeBar(2007);
  expect(filtersOf()).toContainEqual({ filter: 'tradesToday', value: 1, threshold: 1, passed: false });
  expect(rig.engine.snapshot().approvals).toEqual([]);
  const others = Array.from({ length: 510 }, (_, index) =>
    sampleDeal({ ...closing, dealTicket: String(100 + index), positionId: '8', symbol: 'EURUSD' }),
  );
  rig.tell({ kind: 'dealsReported', deals: others, cash: [] });
  rig.closeBar(2007.5);
  expect(filtersOf()).toContainEqual({ filter: 'tradesToday', value: 1, threshold: 1, passed: false });
  const tomorrow = 24 * 3_600_000;
  rig.clock.advance(tomorrow);
  rig.closeBar(2008);
  expect(filtersOf()).toContainEqual({ filter: 'tradesToday', value: 0, threshold: 1, passed: true });
});
