import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DeskRig, whyNoDesk, type DeskWishes } from './desk/desk-rig.ts';

const open: DeskRig[] = [];

async function desk(wishes: DeskWishes = {}): Promise<DeskRig> {
  const rig = await DeskRig.open(wishes);
  open.push(rig);
  return rig;
}

afterEach(async () => {
  for (const rig of open.splice(0)) await rig[Symbol.asyncDispose]();
});

describe.skipIf(whyNoDesk !== null)(whyNoDesk ?? 'orders at the adviser', () => {
  beforeAll(async () => {
    await using rig = await DeskRig.open();
    expect(rig.session.isOpen).toBe(true);
  }, 300_000);

  test('an entry is acknowledged, executed once with its stop and target, and told with its deal', async () => {
    const rig = await desk();
    const order = rig.entry();
    const result = await rig.place(order);
    expect(rig.isAcknowledged(order.id)).toBe(true);
    expect(result).toMatchObject({ state: 'filled', retcode: 10009, deals: [{ side: 'buy', entry: 'in', volume: 0.1, price: 1.1001 }] });
    expect(rig.terminal.executions.ordersOf(order.id)).toHaveLength(1);
    expect([...rig.terminal.broker.book.positions.values()]).toMatchObject([{ stop: 1.095, target: 1.11, magic: order.id }]);
  });
});
