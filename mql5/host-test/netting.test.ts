import { expect, test } from 'vitest';
import { describeDesk } from './desk/use-desk.ts';
import { orderType } from './terminal/mql5-values.ts';
import { demoAccount } from './terminal/scripted-account.ts';
import { eurusd, xauusd } from './terminal/scripted-symbol.ts';

const account = { ...demoAccount, margin: 'netting' } as const;
const notFlat = { state: 'denied', fault: { code: 'SYMBOL_NOT_FLAT' } };

describeDesk('orders on a netting account', (desk) => {
  test('an entry goes where the symbol is flat, and only there, whoever has the position', async () => {
    const rig = await desk({ account });
    rig.terminal.trade({ symbol: 'EURUSD', side: 'sell', volume: 0.3 });
    await rig.advance(40);
    expect(await rig.place(rig.entry())).toMatchObject(notFlat);
    rig.terminal.close([...rig.terminal.broker.book.positions.keys()][0] ?? 0);
    await rig.advance(40);
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
    expect(await rig.place(rig.entry())).toMatchObject(notFlat);
  });

  test('an entry does not go beside a pending order, whoever placed it', async () => {
    const rig = await desk({ account });
    rig.terminal.trade({
      symbol: 'EURUSD',
      side: 'buy',
      volume: 0.1,
      pendingAt: { type: orderType.ORDER_TYPE_BUY_LIMIT, price: 1.05 },
    });
    await rig.advance(40);
    expect(await rig.place(rig.entry())).toMatchObject(notFlat);
  });

  test('another symbol’s position is none of its business', async () => {
    const rig = await desk({ account });
    rig.terminal.market.setSymbol(xauusd);
    rig.terminal.tick('XAUUSD', { bid: 4000, ask: 4000.2 });
    rig.terminal.trade({ symbol: 'XAUUSD', side: 'buy', volume: 0.01 });
    await rig.advance(40);
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
  });

  test('an entry does not go while another one of the symbol has no end yet', async () => {
    const rig = await desk({ account });
    rig.terminal.setOrderRules({ nth: 1, script: { reply: 'lost', executes: false } });
    rig.send(rig.entry());
    await rig.advance(100);
    expect(await rig.place(rig.entry())).toMatchObject(notFlat);
    // After a minute its absence from the records says that it never came.
    await rig.advance(60_000);
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
  }, 90_000);

  test('a close is an opposite deal over at most what is open', async () => {
    const rig = await desk({ account });
    const { ticket } = await rig.position();
    expect(await rig.place(rig.reduction(ticket, { volume: 0.11 }))).toMatchObject({
      fault: { code: 'NOT_A_REDUCTION' },
    });
    expect(await rig.place(rig.reduction(ticket, { volume: 0.03 }))).toMatchObject({
      state: 'filled',
      deals: [{ entry: 'out', volume: 0.03, positionId: String(ticket) }],
    });
    expect(await rig.place(rig.reduction(ticket, { volume: 0.07 }))).toMatchObject({ state: 'filled' });
    expect(rig.terminal.broker.book.positions.size).toBe(0);
  });

  test('what is on its way counts: two closes never take more than there is', async () => {
    const rig = await desk({ account });
    const { ticket } = await rig.position();
    const first = rig.reduction(ticket, { volume: 0.06 });
    rig.terminal.setOrderRules({ nth: 1, script: { delayMs: 2000 } });
    rig.send(first);
    await rig.advance(100);
    expect(await rig.place(rig.reduction(ticket, { volume: 0.06 }))).toMatchObject({
      fault: { code: 'NOT_A_REDUCTION' },
    });
    expect(await rig.resultAfter(first.id, 0, 'filled')).toMatchObject({ deals: [{ volume: 0.06 }] });
    expect(await rig.place(rig.reduction(ticket, { volume: 0.04 }))).toMatchObject({ state: 'filled' });
  });

  test('a close that arrives after the stop opens exposure: told, and entries are halted at the chart', async () => {
    const rig = await desk({ account });
    const { ticket } = await rig.position();
    rig.terminal.setOrderRules({ nth: 1, script: { delayMs: 500 } });
    const order = rig.reduction(ticket);
    rig.send(order);
    await rig.advance(100);
    rig.terminal.tick('EURUSD', { bid: 1.0949, ask: 1.095 });
    expect(await rig.resultAfter(order.id, 0, 'filled')).toMatchObject({ deals: [{ entry: 'in', side: 'sell' }] });
    expect(rig.errors).toMatchObject([
      { about: 'closeOpenedExposure', fault: { code: 'NOT_A_REDUCTION', facts: { clientOrderId: order.id } } },
    ]);
    expect(rig.adviser.host.alerts).toHaveLength(1);
    await rig.advance(100);
    expect(rig.limits.halt).toMatchObject({ chart: true });
    expect(await rig.place(rig.entry())).toMatchObject({ fault: { code: 'HALTED' } });
  });

  test('a close that turns the position is seen as well', async () => {
    const rig = await desk({ account });
    const { ticket } = await rig.position();
    rig.terminal.setOrderRules({ nth: 1, script: { delayMs: 500 } });
    const order = rig.reduction(ticket);
    rig.send(order);
    await rig.advance(100);
    rig.terminal.close(ticket, 0.04);
    expect(await rig.resultAfter(order.id, 0, 'filled')).toMatchObject({ deals: [{ entry: 'inOut' }] });
    expect(rig.errors).toMatchObject([{ about: 'closeOpenedExposure' }]);
  });

  test('stop and target of the position are set', async () => {
    const rig = await desk({ account });
    const { ticket } = await rig.position();
    expect(await rig.place(rig.modification(ticket))).toMatchObject({ state: 'modified', stop: 1.097, target: null });
  });

  test('on a hedging account an entry does not mind what else the symbol has', async () => {
    const rig = await desk({ symbol: eurusd });
    rig.terminal.trade({ symbol: 'EURUSD', side: 'sell', volume: 0.3 });
    await rig.advance(40);
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
  });
});
