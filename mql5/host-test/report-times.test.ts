import { expect, test } from 'vitest';
import type { WireList } from '#main/protocol/snapshot-pages.ts';
import { ask, bid, type DeskRig } from './desk/desk-rig.ts';
import { describeDesk } from './desk/use-desk.ts';
import { eurusd } from './terminal/scripted-symbol.ts';

const listed = <Kind extends WireList['kind']>(rig: DeskRig, kind: Kind): Extract<WireList, { kind: Kind }>[] =>
  rig.session.lists.filter((list): list is Extract<WireList, { kind: Kind }> => list.kind === kind);

const counts = (rig: DeskRig): Record<'positions' | 'orders' | 'deals', number> => ({
  positions: listed(rig, 'positions').length,
  orders: listed(rig, 'orders').length,
  deals: listed(rig, 'deals').length,
});

describeDesk('the pace of the reports', (desk) => {
  test('what is open is told every five seconds, and deals only where there are new ones', async () => {
    const rig = await desk();
    // The snapshot told the deals since the begin; the list after it is marked anew.
    await rig.advance(6000);
    const before = counts(rig);
    await rig.advance(30_000);
    expect(counts(rig)).toEqual({ positions: before.positions + 6, orders: before.orders + 6, deals: before.deals });
    rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.1 });
    await rig.advance(1000);
    expect(listed(rig, 'deals').at(-1)?.deals).toHaveLength(1);
    expect(listed(rig, 'positions').at(-1)?.positions).toHaveLength(1);
  });

  test('a storm of trades is told by twenty hints a second at most, and by whole lists four times a second', async () => {
    const rig = await desk();
    await rig.advance(1000);
    const before = counts(rig);
    for (let trade = 0; trade < 100; trade++) {
      rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.01 });
      await rig.advance(20);
    }
    await rig.advance(500);
    const hints = rig.heard.filter(({ kind }) => kind === 'TRANSACTION');
    expect(hints.length).toBeGreaterThanOrEqual(20);
    expect(hints.length).toBeLessThanOrEqual(80);
    expect(counts(rig).positions - before.positions).toBeLessThanOrEqual(12);
    expect(listed(rig, 'positions').at(-1)?.positions).toHaveLength(100);
    const told = new Set(listed(rig, 'deals').flatMap(({ deals }) => deals.map((it) => it.dealTicket)));
    expect(told.size).toBe(100);
  });

  test('a tick value that moves with the market is told once a minute at most', async () => {
    const rig = await desk();
    rig.session.send({ kind: 'SYMBOLS_REQUEST', body: { symbols: ['EURUSD'] } });
    await rig.advance(2000);
    expect(listed(rig, 'symbols')).toHaveLength(1);
    for (let second = 1; second <= 130; second++) {
      rig.terminal.market.setSymbol({ ...eurusd, tickValue: 1 + second / 1000 });
      rig.terminal.tick('EURUSD', { bid: bid + second * 0.0001, ask: ask + second * 0.0001 });
      await rig.advance(1000);
    }
    const told = listed(rig, 'symbols').map(({ instruments }) => instruments[0]?.tickValue);
    expect(told).toHaveLength(3);
    expect(new Set(told).size).toBe(3);
    // What makes another contract of it is told at once.
    rig.terminal.market.setSymbol({ ...eurusd, digits: 4, tickValue: 1.131 });
    await rig.advance(2000);
    expect(listed(rig, 'symbols').at(-1)?.instruments[0]?.digits).toBe(4);
  });
});
