import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeDesk } from './desk/use-desk.ts';
import type { DeskRig } from './desk/desk-rig.ts';
import { orderType } from './terminal/mql5-values.ts';
import { demoAccount } from './terminal/scripted-account.ts';

const halted = { state: 'denied', fault: { code: 'HALTED' } };
const haltButton = 'ATS_HALT';
const flattenButton = 'ATS_FLATTEN';

async function click(rig: DeskRig, object: string): Promise<void> {
  rig.adviser.host.click(object);
  await rig.advance(100);
}

const textOf = (rig: DeskRig, object: string): string | undefined =>
  rig.adviser.host.objects.get(object)?.get('OBJPROP_TEXT');

describeDesk('halt, dead-man and flatten', (desk) => {
  test('the app’s halt refuses entries, lets exits pass, and is kept over restarts', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    await rig.halt(true, 'news');
    expect(rig.limits.halt).toEqual({ app: true, chart: false, reason: 'news' });
    expect(await rig.place(rig.entry())).toMatchObject(halted);
    await rig.restart({ losesPower: true });
    expect(rig.session.snapshot?.head.limits.halt).toMatchObject({ app: true });
    expect(await rig.place(rig.entry())).toMatchObject(halted);
    expect(await rig.place(rig.modification(ticket))).toMatchObject({ state: 'modified' });
    expect(await rig.place(rig.reduction(ticket))).toMatchObject({ state: 'filled' });
    await rig.halt(false, 'over');
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
  });

  test('a halt that cannot be lifted on the disk stays', async () => {
    const rig = await desk();
    await rig.halt(true);
    rig.adviser.host.fault({ fault: 'failFileMove', times: 1, about: 'state' });
    await rig.halt(false);
    expect(rig.limits.halt).toMatchObject({ app: true });
    await rig.halt(false);
    expect(rig.limits.halt).toMatchObject({ app: false });
  });

  test('the chart’s halt takes a second click within 5 s, and only the chart lifts it', async () => {
    const rig = await desk();
    await click(rig, haltButton);
    expect(textOf(rig, haltButton)).toBe('Again to HALT');
    await rig.advance(5100);
    await click(rig, haltButton);
    expect(rig.limits.halt.chart).toBe(false);
    await click(rig, haltButton);
    expect(rig.limits.halt.chart).toBe(true);
    expect(textOf(rig, haltButton)).toBe('RESUME');
    await rig.halt(false);
    expect(await rig.place(rig.entry())).toMatchObject(halted);
    await rig.restart();
    expect(await rig.place(rig.entry())).toMatchObject(halted);
    await click(rig, haltButton);
    await click(rig, haltButton);
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
  });

  test('a click on one button does not confirm the other', async () => {
    const rig = await desk();
    await click(rig, haltButton);
    await click(rig, flattenButton);
    expect(rig.limits.halt.chart).toBe(false);
  });

  test('a halt cancels our pending orders, and leaves those of others', async () => {
    const rig = await desk();
    const pendingAt = { type: orderType.ORDER_TYPE_BUY_LIMIT, price: 1.05 };
    rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.1, pendingAt, magic: rig.nextId() });
    const manual = rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.1, pendingAt }).order;
    await rig.advance(100);
    await rig.halt(true);
    await rig.advance(100);
    expect([...rig.terminal.broker.book.orders.keys()]).toEqual([manual]);
  });

  test('a state that is gone beside a journal means halted', async () => {
    const rig = await desk();
    await rig.position();
    await rig.adviser.stop();
    rmSync(rig.file('state'));
    await rig.start();
    expect(await rig.place(rig.entry())).toMatchObject(halted);
  });

  test('without the app’s heartbeat entries are denied, exits are not', async () => {
    const rig = await desk({ inputs: { InpDeadManMs: 1500 } });
    const { ticket } = await rig.position();
    await rig.withoutBeats(1600);
    expect(await rig.sendWithoutBeats(rig.entry())).toMatchObject({ state: 'denied', fault: { code: 'DEAD_MAN' } });
    expect(await rig.sendWithoutBeats(rig.reduction(ticket))).toMatchObject({ state: 'filled' });
    await rig.advance(1200);
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
  });

  test('flatten closes every position of the account and says so, after a second click', async () => {
    const rig = await desk();
    await rig.position();
    rig.terminal.trade({ symbol: 'EURUSD', side: 'sell', volume: 0.3 });
    const pendingAt = { type: orderType.ORDER_TYPE_BUY_LIMIT, price: 1.05 };
    rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.1, pendingAt, magic: rig.nextId() });
    await rig.advance(100);
    await click(rig, flattenButton);
    expect(rig.terminal.broker.book.positions.size).toBe(2);
    await click(rig, flattenButton);
    await rig.advance(2500);
    expect(rig.terminal.broker.book.positions.size).toBe(0);
    expect(rig.terminal.broker.book.orders.size).toBe(0);
    expect(rig.adviser.host.comment).toContain('Flat: no position is open.');
    expect(rig.limits.halt).toMatchObject({ chart: true });
    const closes = rig.terminal.executions.all.filter(({ kind, entry }) => kind === 'deal' && entry === 'out');
    expect(closes.map(({ magic }) => magic)).toEqual(['0', '0']);
  });

  test('flatten repeats what was refused until nothing is open', async () => {
    const rig = await desk();
    await rig.position();
    rig.terminal.setOrderRules(
      { nth: 1, script: { reply: 10004, executes: false } },
      { nth: 2, script: { reply: 'lost', executes: false } },
    );
    await click(rig, flattenButton);
    await click(rig, flattenButton);
    await rig.until(() =>
      rig.adviser.host.comment.includes('EURUSD 0.10 lots: refused with code 10004, closing again'),
    );
    await rig.until(() => rig.adviser.host.comment.includes('no answer, closing again'));
    await rig.until(() => rig.terminal.broker.book.positions.size === 0, 12_000);
  });

  test('flatten does not send a second close on a netting account while the first may still come', async () => {
    const rig = await desk({ account: { ...demoAccount, margin: 'netting' } });
    await rig.position();
    rig.terminal.setOrderRules({ nth: 1, script: { reply: 'lost', delayMs: 20_000 } });
    await click(rig, flattenButton);
    await click(rig, flattenButton);
    await rig.advance(19_000);
    expect(rig.adviser.host.comment).toContain('no answer; look at it yourself, or press FLATTEN again');
    await rig.advance(4000);
    expect(rig.terminal.broker.book.positions.size).toBe(0);
    expect(rig.terminal.executions.all.filter(({ entry }) => entry === 'out')).toHaveLength(1);
  });
});

describeDesk('the stop of a new position', (desk) => {
  test('a stop that the broker dropped is set at once', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules({ nth: 1, of: 'entry', script: { dropsStops: true } });
    await rig.position();
    await rig.advance(300);
    expect([...rig.terminal.broker.book.positions.values()]).toMatchObject([{ stop: 1.095, target: 1.11 }]);
    expect(rig.errors).toEqual([]);
  });

  test('after three failures the position is closed, entries are halted, and the app is told', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules(
      { nth: 1, of: 'entry', script: { dropsStops: true } },
      { nth: 'every', of: 'modify', script: { reply: 10006, executes: false } },
    );
    const { id, ticket } = await rig.position();
    await rig.advance(2000);
    expect(rig.terminal.broker.book.positions.size).toBe(0);
    expect(rig.errors).toMatchObject([
      { about: 'stopGuard', fault: { code: 'STOP_NOT_SET', facts: { clientOrderId: id, positionId: String(ticket) } } },
    ]);
    expect(rig.adviser.host.alerts).toHaveLength(1);
    expect(await rig.place(rig.entry())).toMatchObject(halted);
  });

  test('after 5 s without an answer the position is closed', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules(
      { nth: 1, of: 'entry', script: { dropsStops: true } },
      { nth: 'every', of: 'modify', script: { reply: 'lost', executes: false } },
    );
    await rig.position();
    await rig.advance(6000);
    expect(rig.terminal.broker.book.positions.size).toBe(0);
    expect(rig.errors).toMatchObject([{ fault: { code: 'STOP_NOT_SET' } }]);
  });

  test('a close that is refused is tried again', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules(
      { nth: 1, of: 'entry', script: { dropsStops: true } },
      { nth: 'every', of: 'modify', script: { reply: 10006, executes: false } },
      { nth: 1, of: 'close', script: { reply: 10018, executes: false } },
    );
    await rig.position();
    await rig.until(() => rig.terminal.broker.book.positions.size === 0, 5000);
  });

  test('an adviser that was killed before the stop was read back reads it when it is back', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules({ nth: 1, of: 'entry', script: { dropsStops: true, delayMs: 300 } });
    rig.send(rig.entry());
    await rig.advance(200);
    await rig.adviser.kill();
    await rig.terminal.step(1000);
    await rig.start();
    await rig.advance(2000);
    expect([...rig.terminal.broker.book.positions.values()]).toMatchObject([{ stop: 1.095 }]);
  });

  test('a stop that the trader moves later is the trader’s, over a restart as well', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    await rig.advance(500);
    rig.terminal.moveStops(ticket, { stop: 0, target: 0 });
    await rig.advance(1000);
    await rig.restart();
    await rig.advance(7000);
    expect([...rig.terminal.broker.book.positions.values()]).toMatchObject([{ stop: 0 }]);
  });
});
