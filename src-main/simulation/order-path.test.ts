import { expect, test } from 'vitest';
import { clientOrderId } from '#shared/trading/ids.ts';
import { lots } from '#shared/units/lots.ts';
import { money } from '#shared/units/money.ts';
import { price } from '#shared/units/price.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ServerOutput } from '#main/protocol/server-session.ts';
import type { WireDeal } from '#main/protocol/messages/state-messages.ts';
import { assert } from '#shared/base/assert.ts';
import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { findExecution } from './store/broker-records.ts';
import type { TerminalDb } from './store/open-terminal-db.ts';
import {
  buyOrder,
  fullSpeed,
  goldFrom,
  idOf,
  dealsIn,
  isReport,
  opening,
  positionsIn,
  reduceOrder,
  report,
  resultOf,
  lastTick,
  place,
  rigAccount,
  rigStartUtcMs,
  rigWelcome,
  TerminalRig,
} from './simulated-terminal.suite.ts';

/** Slow enough that the market all but stands while an order is placed. */
const slow = { speed: 1 };

/** Its records prove at once what they do not know. */
const settled = { ...slow, inputs: { settleMs: 0 } };

const executionsOf = (db: TerminalDb, id: string): number =>
  (db.prepare('SELECT COUNT(*) AS count FROM executions WHERE client_order_id = ?').get(id) as { count: number }).count;

test('an order is acknowledged, filled at the ask, and the account is told after the result', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit, db } = rig;
  const order = await buyOrder(cockpit, 1);
  const { ask } = await lastTick(cockpit);
  const from = cockpit.heard.length;
  const result = await place(cockpit, order);
  expect(result).toMatchObject({
    state: 'filled',
    retcode: 10_009,
    deals: [{ clientOrderId: order.id, entry: 'in', side: 'buy', volume: 0.1, price: ask, commission: -0.35 }],
  });
  const { message } = await cockpit.until(report('ACCOUNT'), from);
  await cockpit.until(report('LIMITS_STATUS'), from);
  expect(message.body).toMatchObject({ balance: 24_999.65, margin: 200 });
  const told = cockpit.heard.slice(from).map((it) => (it.kind === 'reported' ? it.message.kind : it.kind));
  expect(told).toEqual([
    ...['ORDER_ACK', 'ORDER_RESULT', 'TRANSACTION', 'TRANSACTION'],
    ...['listCompleted', 'listCompleted', 'ACCOUNT', 'LIMITS_STATUS'],
  ]);
  expect(rig.notes.flatMap((note) => (note.event === 'order' ? [note.step] : []))).toEqual([
    ...['received', 'journaled', 'sending', 'executed', 'stored', 'answered'],
  ]);
  expect(executionsOf(db, order.id)).toBe(1);
});

test('the same order sent again is answered from the journal, word for word, and not executed again', async () => {
  await using rig = await TerminalRig.start(slow);
  const order = await buyOrder(rig.cockpit, 1);
  const first = await place(rig.cockpit, order);
  const later = { ...order, sentAtUtcMs: utcMs(order.sentAtUtcMs + 3), ttlMs: 5000 };
  expect(await place(rig.cockpit, later)).toEqual(first);
  expect(executionsOf(rig.db, order.id)).toBe(1);
});

test('an id that is known with other parameters, or passed over by the counter, is refused without a trace', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit, db } = rig;
  const order = await buyOrder(cockpit, 5);
  await place(cockpit, order);
  const other = { ...order, volume: lots(0.2) };
  expect(await place(cockpit, other)).toMatchObject({ state: 'denied', fault: { code: 'ORDER_ID_CONFLICT' } });
  const stale = { ...order, id: idOf(4) };
  expect(await place(cockpit, stale)).toMatchObject({ state: 'denied', fault: { code: 'ORDER_STALE_ID' } });
  const otherTag = { ...order, id: idOf(1, 78) };
  expect(await place(cockpit, otherTag)).toMatchObject({ state: 'filled' });
  expect([5, 4].map((counter) => executionsOf(db, idOf(counter)))).toEqual([1, 0]);
  expect(findExecution(db, idOf(5))?.deals).toMatchObject([{ volume: 0.1 }]);
});

test.each<[string, (order: Extract<WireOrder, { kind: 'entry' }>) => Partial<WireOrder>, string, string]>([
  ['for another account', () => ({ account: { ...rigAccount, login: '1' } }), 'denied', 'ACCOUNT_CHANGED'],
  ['for another symbol', () => ({ symbol: 'COCOA' }), 'denied', 'MARKET_REFUSED'],
  [
    'whose time ran out',
    ({ sentAtUtcMs }) => ({ sentAtUtcMs: utcMs(sentAtUtcMs - 11_000) }),
    'expired',
    'ORDER_EXPIRED',
  ],
  ['whose worst price has passed', ({ stop }) => ({ worstPrice: price(stop + 1) }), 'denied', 'WORST_PRICE_PASSED'],
  ['whose stop is on the wrong side', ({ worstPrice }) => ({ stop: worstPrice }), 'denied', 'STOP_REQUIRED'],
  ['that would lose more than was approved', () => ({ riskMoney: money(90) }), 'denied', 'RISK_EXCEEDED'],
  [
    'that the margin does not carry',
    () => ({ volume: lots(50), riskMoney: money(90_000) }),
    'denied',
    'MARGIN_INSUFFICIENT',
  ],
  ['without our mark', () => ({ id: clientOrderId('12345') }), 'denied', 'ORDER_STALE_ID'],
])('an order %s is not sent to the broker', async (_, change, state, code) => {
  await using rig = await TerminalRig.start(slow);
  const order = await buyOrder(rig.cockpit, 1);
  const changed = { ...order, ...change(order) } as WireOrder;
  expect(await place(rig.cockpit, changed)).toMatchObject({ state, fault: { code }, retcode: null });
  expect(executionsOf(rig.db, changed.id)).toBe(0);
});

test('an order of a session that has ended is dropped unread', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  const order = await buyOrder(cockpit, 1);
  cockpit.send({ kind: 'ORDER', body: { ...order, session: '0123456789abcdef' } });
  const next = { ...order, id: idOf(2) };
  await place(cockpit, next);
  expect(cockpit.heard.map(resultOf(order.id)).every((result) => result === false)).toBe(true);
  expect(executionsOf(rig.db, order.id)).toBe(0);
});

test('a position is reduced in part, then closed, and never turned round', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  const entry = await buyOrder(cockpit, 1);
  const filled = await place(cockpit, entry);
  assert(filled.state === 'filled', 'the entry was filled');
  const [{ positionId }] = filled.deals as [WireDeal];
  const reduction = (counter: number, volume: number): WireOrder => reduceOrder(entry, { counter, volume, positionId });
  expect(await place(cockpit, reduction(2, 0.04))).toMatchObject({
    state: 'filled',
    deals: [{ entry: 'out', side: 'sell', volume: 0.04, clientOrderId: idOf(2) }],
  });
  expect(await place(cockpit, reduction(3, 0.07))).toMatchObject({
    state: 'denied',
    fault: { code: 'NOT_A_REDUCTION' },
  });
  const wrongSide = { ...reduction(4, 0.06), side: 'buy' } as WireOrder;
  expect(await place(cockpit, wrongSide)).toMatchObject({ state: 'denied', fault: { code: 'NOT_A_REDUCTION' } });
  expect(await place(cockpit, reduction(5, 0.06))).toMatchObject({ state: 'filled' });
  expect(await place(cockpit, reduction(6, 0.01))).toMatchObject({
    state: 'denied',
    fault: { code: 'POSITION_UNKNOWN' },
  });
  expect(cockpit.heard.map(positionsIn).findLast((positions) => positions !== false)).toEqual([]);
});

test('a stop that the market reaches closes the position: the deal is told before the position is missing', async () => {
  const bars = sampleBars({ count: 600, seed: 4, noiseRatio: 0.002 });
  await using rig = await TerminalRig.start({ bars, startUtcMs: rigStartUtcMs, speed: 1 });
  const { cockpit } = rig;
  const { bid } = await lastTick(cockpit);
  const order = await buyOrder(cockpit, 1, { stop: price(Math.round(bid - 3)), target: price(Math.round(bid + 6)) });
  expect(await place(cockpit, order)).toMatchObject({ state: 'filled' });
  const from = cockpit.heard.length;
  cockpit.send({ kind: 'REPLAY_CONTROL', body: { kind: 'setSpeed', speed: fullSpeed } });
  const closes = (it: ServerOutput): boolean => {
    const deals = dealsIn(it);
    return deals !== false && deals.some((deal) => deal.entry === 'out');
  };
  await cockpit.until(closes, from);
  const closing = cockpit.heard.findIndex(closes);
  await cockpit.until(report('ACCOUNT'), closing);
  const isFlat = (it: ServerOutput): boolean => {
    const positions = positionsIn(it);
    return positions !== false && positions.length === 0;
  };
  expect(cockpit.heard.slice(from, closing).some(isFlat)).toBe(false);
  expect(cockpit.heard.slice(closing).findIndex(isFlat)).toBe(1);
  expect(['stop', 'target']).toContain(
    rig.notes.flatMap((it) => (it.event === 'dealDone' ? [it.deal.reason] : [])).at(-1),
  );
  expect(executionsOf(rig.db, order.id)).toBe(1);
});

test('asked about an order, it says what its records prove', async () => {
  await using rig = await TerminalRig.start(settled);
  const { cockpit } = rig;
  const order = await buyOrder(cockpit, 1);
  const result = await place(cockpit, order);
  const ask = async (counter: number, account = rigAccount as WireOrder['account']): Promise<unknown> => {
    const from = cockpit.heard.length;
    const body = { id: idOf(counter), session: cockpit.session, account, lastDealTicket: null };
    cockpit.send({ kind: 'ORDER_QUERY', body });
    return (await cockpit.until(report('ORDER_STATUS'), from)).message.body.answer;
  };
  expect(await ask(1)).toEqual({ kind: 'FOUND', result });
  expect(await ask(2)).toEqual({ kind: 'NOT_FOUND' });
  expect(await ask(1, { ...rigAccount, login: '5' })).toEqual({ kind: 'WRONG_ACCOUNT' });
});

test('while an order rests it is UNKNOWN, and a lost reply is found by asking', async () => {
  await using rig = await TerminalRig.start({ ...slow, faults: { delayMsAfter: { received: 150 }, losesReply: true } });
  const { cockpit } = rig;
  const order = await buyOrder(cockpit, 1);
  const body = { id: order.id, session: cockpit.session, account: rigAccount, lastDealTicket: null };
  const query = { kind: 'ORDER_QUERY', body } as const;
  cockpit.send({ kind: 'ORDER', body: order });
  cockpit.send(query);
  const { message } = await cockpit.until(report('ORDER_STATUS'));
  expect(message.body.answer).toMatchObject({ kind: 'UNKNOWN', fault: { code: 'ORDER_OUTCOME_UNKNOWN' } });
  await cockpit.until(dealsIn);
  const from = cockpit.heard.length;
  cockpit.send(query);
  const later = await cockpit.until(report('ORDER_STATUS'), from);
  expect(later.message.body.answer).toMatchObject({ kind: 'FOUND', result: { state: 'filled' } });
  expect(cockpit.heard.some(isReport('ORDER_RESULT'))).toBe(false);
});

test.each([
  ['received', 'NOT_FOUND', 0],
  ['journaled', 'FOUND', 0],
  ['sending', 'FOUND', 1],
  ['executed', 'FOUND', 1],
] as const)(
  'with the line cut after %s the next session hears %s of it, and it was executed %i times',
  async (step, kind, times) => {
    await using rig = await TerminalRig.start({ ...settled, faults: { dropAfter: step } });
    const { cockpit } = rig;
    const order = await buyOrder(cockpit, 1);
    const from = cockpit.heard.length;
    cockpit.send({ kind: 'ORDER', body: order });
    const snapshot = await cockpit.until(opening, from);
    expect(snapshot.deals.deals.length).toBe(times);
    const body = { id: order.id, session: cockpit.session, account: rigAccount, lastDealTicket: null };
    cockpit.send({ kind: 'ORDER_QUERY', body });
    const { message } = await cockpit.until(report('ORDER_STATUS'), from);
    expect(message.body.answer.kind).toBe(kind);
    expect(executionsOf(rig.db, order.id)).toBe(times);
  },
);

test('deals that the cockpit has are left out of the snapshot, and the journal’s mark is in it', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  await place(cockpit, await buyOrder(cockpit, 1));
  const second = await place(cockpit, await buyOrder(cockpit, 2));
  const first = findExecution(rig.db, idOf(1))?.deals[0]?.dealTicket ?? null;
  const from = cockpit.heard.length;
  cockpit.welcome = { ...rigWelcome, lastDealTicket: first, subscriptions: [goldFrom(rigStartUtcMs)] };
  cockpit.cut();
  const snapshot = await cockpit.until(opening, from);
  expect(snapshot.deals.deals).toEqual(second.state === 'filled' ? second.deals : []);
  expect(snapshot.head.journalMarks).toEqual([idOf(2)]);
  expect(snapshot.positions.positions.length).toBe(2);
});
