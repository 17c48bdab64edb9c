import { expect, test } from 'vitest';
import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { describeDesk } from './desk/use-desk.ts';
import type { DeskRig } from './desk/desk-rig.ts';

/**
 * What each return code makes of an entry, a close and a modify, by the classes of the bridge's design: `A` accepted (the records tell the
 * rest), `?` unknown, else the code of the fault that it is rejected with. Codes that MT5 does not have stand for all that it may get.
 */
const table = `
0      ?                ?                ?
10004  PRICE_MOVED      PRICE_MOVED      PRICE_MOVED
10005  ?                ?                ?
10006  ORDER_REJECTED   ORDER_REJECTED   ORDER_REJECTED
10007  ORDER_REJECTED   ORDER_REJECTED   ORDER_REJECTED
10008  A                A                A
10009  A                A                A
10010  A                A                A
10011  ?                ?                ?
10012  ?                ?                ?
10013  ORDER_INVALID    ORDER_INVALID    ORDER_INVALID
10014  ORDER_INVALID    ORDER_INVALID    ORDER_INVALID
10015  ORDER_INVALID    ORDER_INVALID    ORDER_INVALID
10016  ORDER_INVALID    ORDER_INVALID    ORDER_INVALID
10017  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10018  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10019  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10020  PRICE_MOVED      PRICE_MOVED      PRICE_MOVED
10021  PRICE_MOVED      PRICE_MOVED      PRICE_MOVED
10022  ORDER_INVALID    ORDER_INVALID    ORDER_INVALID
10023  A                A                A
10024  RATE_LIMITED     RATE_LIMITED     RATE_LIMITED
10025  ?                ?                A
10026  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10027  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10028  ?                ?                ?
10029  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10030  ORDER_INVALID    ORDER_INVALID    ORDER_INVALID
10031  ?                ?                ?
10032  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10033  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10034  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10035  ORDER_INVALID    ORDER_INVALID    ORDER_INVALID
10036  ?                A                ?
10037  ?                ?                ?
10038  ORDER_INVALID    ORDER_INVALID    ORDER_INVALID
10039  ?                A                ?
10040  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10041  ORDER_REJECTED   ORDER_REJECTED   ORDER_REJECTED
10042  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10043  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10044  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10045  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10046  MARKET_REFUSED   MARKET_REFUSED   MARKET_REFUSED
10047  ?                ?                ?
99999  ?                ?                ?
`;

const rows = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s+/));

interface Kind {
  readonly name: string;
  readonly column: number;
  readonly order: (rig: DeskRig, ticket: number) => WireOrder;
}

const kinds: readonly Kind[] = [
  { name: 'entry', column: 1, order: (rig) => rig.entry() },
  { name: 'close', column: 2, order: (rig, ticket) => rig.reduction(ticket) },
  { name: 'modify', column: 3, order: (rig, ticket) => rig.modification(ticket) },
];

const expected = (cell: string, retcode: number): object => {
  if (cell === 'A') return { state: 'accepted', retcode };
  if (cell === '?') return { state: 'unknown', retcode, fault: { code: 'ORDER_OUTCOME_UNKNOWN' } };
  return { state: 'rejected', retcode, fault: { code: cell } };
};

const sends = (rig: DeskRig): number =>
  rig.adviser.host.portCalls.filter(({ call }) => call.startsWith('OrderSend')).length;

describeDesk('what a return code makes of an order', (desk) => {
  test.each(kinds)(
    'each code on a $name, of which nothing came',
    async ({ column, order }) => {
      const rig = await desk({ setup: { tracesPortCalls: true } });
      const { ticket } = await rig.position();
      const judged: unknown[] = [];
      const wanted: unknown[] = [];
      for (const cells of rows) {
        const retcode = Number(cells[0]);
        rig.terminal.setOrderRules({ nth: 1, script: { reply: retcode, executes: false } });
        const asked = order(rig, ticket);
        const known = sends(rig);
        rig.send(asked);
        await rig.until(() => rig.results(asked.id).length > 0);
        await rig.advance(200);
        judged.push([retcode, sends(rig) - known, ...rig.results(asked.id)]);
        wanted.push([retcode, 1, expected(cells[column] ?? '', retcode)]);
      }
      expect(judged).toMatchObject(wanted);
      const before = sends(rig);
      await rig.advance(30_000);
      expect(sends(rig)).toBe(before);
      expect(rig.terminal.executions.all.filter(({ kind }) => kind === 'deal')).toHaveLength(1);
    },
    120_000,
  );

  test.each(kinds)(
    'each code on a $name that was carried out all the same',
    async ({ name, column, order }) => {
      const rig = await desk({ setup: { tracesPortCalls: true } });
      for (const cells of rows) {
        rig.terminal.setOrderRules();
        const { ticket } = await rig.position();
        rig.terminal.setOrderRules({ nth: 1, script: { reply: Number(cells[0]), executes: true } });
        const asked = order(rig, ticket);
        const known = sends(rig);
        rig.send(asked);
        const end = name === 'modify' ? 'modified' : 'filled';
        const cell = cells[column] ?? '';
        // A refusal of a modify is believed: the stops may be another hand's.
        if (name === 'modify' && cell !== 'A' && cell !== '?') await rig.until(() => rig.results(asked.id).length > 0);
        else await rig.resultAfter(asked.id, 0, end);
        await rig.advance(300);
        expect([cells[0], sends(rig) - known]).toEqual([cells[0], 1]);
        expect(rig.terminal.executions.ordersOf(asked.id)).toHaveLength(name === 'modify' ? 0 : 1);
        for (const open of [...rig.terminal.broker.book.positions.keys()]) rig.terminal.close(open);
      }
    },
    120_000,
  );

  test('a close of what is closed already ends without deals, once the position is seen to be gone', async () => {
    const rig = await desk();
    for (const retcode of [10036, 10039]) {
      rig.terminal.setOrderRules();
      const { ticket } = await rig.position();
      rig.terminal.setOrderRules({ nth: 1, script: { reply: retcode, executes: false, delayMs: 500 } });
      const order = rig.reduction(ticket);
      rig.send(order);
      await rig.advance(100);
      rig.terminal.close(ticket);
      expect(await rig.resultAfter(order.id, 0, 'cancelled')).toEqual({
        state: 'cancelled',
        orderTicket: null,
        deals: [],
        retcode,
      });
    }
  });

  test('a close whose position another close is about to take is accepted until it is gone', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    rig.terminal.setOrderRules({ nth: 1, script: { reply: 10039, executes: false } });
    const order = rig.reduction(ticket);
    await rig.place(order, 'accepted');
    rig.terminal.close(ticket);
    expect(await rig.resultAfter(order.id, 1, 'cancelled')).toMatchObject({ deals: [] });
  });

  test('a modify of a position that is gone ends without deals, once the records are whole', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    rig.terminal.setOrderRules({ nth: 1, script: { reply: 10012, executes: false, delayMs: 300 } });
    const order = rig.modification(ticket);
    rig.send(order);
    await rig.advance(100);
    rig.terminal.close(ticket);
    expect(await rig.resultAfter(order.id, 0, 'unknown')).toMatchObject({ retcode: 10012 });
    expect(await rig.resultAfter(order.id, 1, 'cancelled', 70_000)).toMatchObject({ deals: [] });
  }, 90_000);
});
