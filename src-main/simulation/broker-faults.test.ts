import { expect, test } from 'vitest';
import type { WireBrokerOrder, WireDeal } from '#main/protocol/messages/state-messages.ts';
import type { WireOrder, WireOrderState } from '#main/protocol/messages/trade-messages.ts';
import type { ServerOutput } from '#main/protocol/server-session.ts';
import { assert } from '#shared/base/assert.ts';
import { dealTicket } from '#shared/trading/ids.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { treatments } from './broker/treatment.ts';
import { allPermissions } from './session/account-teller.ts';
import {
  buyOrder,
  idOf,
  isReport,
  lastTick,
  opening,
  place,
  positionsIn,
  reduceOrder,
  report,
  resultOf,
  rigAccount,
  TerminalRig,
} from './simulated-terminal.suite.ts';

const slow = { speed: 1 };

const ordersIn = (output: ServerOutput): readonly WireBrokerOrder[] | false =>
  output.kind === 'listCompleted' && output.list.kind === 'orders' && output.list.orders;

const resultsOf = (rig: TerminalRig, counter: number): readonly WireOrderState[] =>
  rig.cockpit.heard.map(resultOf(idOf(counter))).filter((result) => result !== false);

const states = (rig: TerminalRig, counter: number): readonly string[] =>
  resultsOf(rig, counter).map(({ state }) => state);

const query = async (rig: TerminalRig, counter: number, lastDealTicket: WireDeal['dealTicket'] | null = null) => {
  const { cockpit } = rig;
  const from = cockpit.heard.length;
  const body = { id: idOf(counter), session: cockpit.session, account: rigAccount, lastDealTicket };
  cockpit.send({ kind: 'ORDER_QUERY', body });
  return (await cockpit.until(report('ORDER_STATUS'), from)).message.body.answer;
};

const patience = { timeout: 20_000 };

/** An entry that was filled, and the order that closes all of it. */
async function openAndClose(rig: TerminalRig): Promise<{ readonly close: WireOrder; readonly deal: WireDeal }> {
  const entry = await buyOrder(rig.cockpit, 1);
  const filled = await place(rig.cockpit, entry);
  assert(filled.state === 'filled', 'the entry was filled');
  const [deal] = filled.deals;
  assert(deal !== undefined, 'a filled order has a deal');
  return { deal, close: reduceOrder(entry, { counter: 2, volume: 0.1, positionId: deal.positionId }) };
}

test('an order that works at the broker is listed, and goes on there while the terminal is restarted', async () => {
  await using rig = await TerminalRig.start({ ...slow, faults: { script: ['slow'] } });
  const { cockpit } = rig;
  const order = await buyOrder(cockpit, 1);
  cockpit.send({ kind: 'ORDER', body: order });
  await cockpit.until(resultOf(order.id));
  expect(await cockpit.until((output) => ordersIn(output))).toMatchObject([
    {
      clientOrderId: order.id,
      type: 'market',
      volume: 0.1,
      volumeLeft: 0.1,
      stop: order.stop,
    },
  ]);
  const from = cockpit.heard.length;
  rig.stopTerminal();
  rig.startTerminal({});
  expect((await cockpit.until(opening, from)).head.journalMarks).toEqual([order.id]);
  await expect.poll(() => query(rig, 1), patience).toMatchObject({ kind: 'FOUND', result: { state: 'filled' } });
  expect(rig.db.prepare('SELECT COUNT(*) AS count FROM deals').get()).toEqual({ count: 1 });
});

test.each(['lost', 'twice'] as const)('hints that are %s change nothing of what is told', async (transactions) => {
  await using rig = await TerminalRig.start({ ...slow, faults: { script: ['slow'], transactions } });
  const { cockpit } = rig;
  cockpit.send({ kind: 'ORDER', body: await buyOrder(cockpit, 1) });
  await expect.poll(() => states(rig, 1), patience).toEqual(['accepted', 'filled']);
  await cockpit.until((output) => {
    const positions = positionsIn(output);
    return positions !== false && positions.length === 1;
  });
  const hints = cockpit.heard.filter(isReport('TRANSACTION')).map(({ message }) => message.body.type);
  expect(hints).toEqual(
    transactions === 'lost'
      ? []
      : ['orderUpdated', 'orderUpdated', 'dealAdded', 'dealAdded', 'historyAdded', 'historyAdded'],
  );
});

test('while a close is on its way a second one may take only what it leaves', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  const { close } = await openAndClose(rig);
  rig.terminal.treatNext(treatments.slow);
  cockpit.send({ kind: 'ORDER', body: { ...close, volume: lots(0.06) } });
  const next = { ...close, id: idOf(3), volume: lots(0.05) };
  expect(await place(cockpit, next)).toMatchObject({ state: 'denied', fault: { code: 'NOT_A_REDUCTION' } });
  expect(await place(cockpit, { ...close, id: idOf(4), volume: lots(0.04) })).toMatchObject({ state: 'filled' });
  await expect.poll(() => states(rig, 2), patience).toEqual(['accepted', 'filled']);
});

test('a slow close whose position is gone when it comes to the broker ends without a deal', async () => {
  await using rig = await TerminalRig.start(slow);
  const { cockpit } = rig;
  const { close, deal } = await openAndClose(rig);
  rig.terminal.treatNext(treatments.slow);
  cockpit.send({ kind: 'ORDER', body: close });
  await cockpit.until(resultOf(close.id));
  const byHand = { clientOrderId: null, origin: 'manual', symbol: 'XAUUSD', side: 'sell' } as const;
  rig.terminal.tradeByHand({ kind: 'reduceOnly', ...byHand, volume: lots(0.1), positionId: deal.positionId });
  await expect.poll(() => states(rig, 2), patience).toEqual(['accepted', 'cancelled']);
  expect(resultsOf(rig, 2)[1]).toMatchObject({ deals: [], retcode: 10_036 });
});

test('on a netting account such a close opens the other side: it is told, and the chart is halted', async () => {
  await using rig = await TerminalRig.start({ ...slow, terms: { marginMode: 'netting', stopOutPercent: 50 } });
  const { cockpit } = rig;
  const { close, deal } = await openAndClose(rig);
  rig.terminal.treatNext(treatments.slow);
  cockpit.send({ kind: 'ORDER', body: close });
  await cockpit.until(resultOf(close.id));
  const byHand = { clientOrderId: null, origin: 'manual', symbol: 'XAUUSD', side: 'sell' } as const;
  rig.terminal.tradeByHand({ kind: 'reduceOnly', ...byHand, volume: lots(0.1), positionId: deal.positionId });
  const { message } = await cockpit.until(report('ERROR'));
  expect(message.body).toMatchObject({ about: 'closeOpenedExposure', fault: { code: 'NOT_A_REDUCTION' } });
  expect(await place(cockpit, await buyOrder(cockpit, 5))).toMatchObject({ fault: { code: 'HALTED' } });
  expect(cockpit.heard.map(positionsIn).findLast((positions) => positions !== false)).toMatchObject([{ side: 'sell' }]);
});

test('moved stops are read back; a lost answer is resolved by reading them, one that never came by none', async () => {
  await using rig = await TerminalRig.start({ ...slow, inputs: { settleMs: 0 } });
  const { cockpit } = rig;
  const { close, deal } = await openAndClose(rig);
  const { bid } = await lastTick(cockpit);
  const modify = (counter: number, below: number): WireOrder => ({
    ...close,
    ...{ kind: 'modify', id: idOf(counter), side: 'buy', positionId: deal.positionId, target: null },
    stop: price(Math.round(bid - below)),
  });
  expect(await place(cockpit, modify(3, 8))).toMatchObject({ state: 'modified', target: null, retcode: 10_009 });
  rig.terminal.treatNext(treatments.lostButFilled, treatments.lost);
  expect(await place(cockpit, modify(4, 7))).toMatchObject({ state: 'modified' });
  cockpit.send({ kind: 'ORDER', body: modify(5, 6) });
  await cockpit.until((output) => isReport('ORDER_ACK')(output) && output.message.body.id === idOf(5));
  expect(await query(rig, 5)).toEqual({ kind: 'NOT_FOUND' });
  rig.terminal.moveStopsByHand({ positionId: deal.positionId, stop: price(Math.round(bid - 6)), target: null });
  expect(await query(rig, 5)).toMatchObject({ kind: 'FOUND', result: { state: 'modified' } });
  expect(await place(cockpit, modify(6, -40))).toMatchObject({ state: 'denied', fault: { code: 'STOP_REQUIRED' } });
});

test('a history without the cockpit’s last deal, and a broker that is not there, prove nothing', async () => {
  await using rig = await TerminalRig.start({ ...slow, inputs: { settleMs: 0 } });
  const { deal } = await openAndClose(rig);
  expect(await query(rig, 9, deal.dealTicket)).toEqual({ kind: 'NOT_FOUND' });
  const unknownDeal = dealTicket('999999999');
  expect(await query(rig, 9, unknownDeal)).toMatchObject({ kind: 'UNKNOWN', fault: { code: 'HISTORY_UNAVAILABLE' } });
  rig.terminal.permit({ ...allPermissions, isConnected: false });
  expect(await query(rig, 9)).toMatchObject({ kind: 'UNKNOWN', fault: { code: 'NOT_CONNECTED' } });
  expect(await place(rig.cockpit, await buyOrder(rig.cockpit, 7))).toMatchObject({
    fault: { code: 'TRADING_NOT_ALLOWED' },
  });
  rig.terminal.permit(allPermissions);
  expect(await query(rig, 9)).toEqual({ kind: 'NOT_FOUND' });
});

test('an id that only the broker’s records know is found by its magic', async () => {
  await using rig = await TerminalRig.start(slow);
  await openAndClose(rig);
  rig.db.prepare('DELETE FROM journal').run();
  expect(await query(rig, 1)).toMatchObject({ kind: 'FOUND', result: { state: 'filled' } });
});

test('by chance and a seed some closes are rejected, and each order is executed at most once', async () => {
  const chances = [{ treatment: 'rejected', ratio: 0.5, kind: 'reduceOnly' }] as const;
  await using rig = await TerminalRig.start({ ...slow, faults: { chances, seed: 5 } });
  const { cockpit } = rig;
  const { close } = await openAndClose(rig);
  const told: string[] = [];
  for (let counter = 10; counter < 26; counter++) {
    const part = { ...close, id: idOf(counter), volume: lots(0.01) };
    told.push((await place(cockpit, part)).state);
    if (told.filter((state) => state === 'filled').length === 10) break;
  }
  expect(told).toContain('rejected');
  expect(told.filter((state) => state === 'filled').length).toBeGreaterThan(2);
  const twice = rig.db.prepare('SELECT client_order_id FROM executions GROUP BY client_order_id HAVING COUNT(*) > 1');
  expect(twice.all()).toEqual([]);
});
