import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OrderStatusBody, WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { formatClientOrderId } from '#shared/trading/client-order-id.ts';
import { type DeskRig, whyNoDesk } from './desk/desk-rig.ts';
import { JournalProbe, type JournalDump } from './desk/journal-probe.ts';
import { describeDesk } from './desk/use-desk.ts';
import { deinitReason } from './terminal/mql5-values.ts';
import { demoAccount } from './terminal/scripted-account.ts';

const idOf = (counter: number, installationTag = 5): string => formatClientOrderId({ installationTag, counter });

const records = [
  `receive ${idOf(1)}`,
  `sending ${idOf(1)}`,
  `result ${idOf(1)} 0 0`,
  `result ${idOf(1)} 1 1`,
  `guarded ${idOf(1)}`,
  `receive ${idOf(2)}`,
  `sending ${idOf(2)}`,
];

/** What a journal knows after so many of the records above. */
function known(count: number): JournalDump {
  const told = JSON.stringify({ state: `told of ${idOf(1)}` });
  const first = {
    ...{ id: idOf(1), symbol: 'Ge 30 €', isSending: count > 1, result: count > 2 ? told : '' },
    ...{ isFinal: count > 3, hasDeals: count > 3, isGuarded: count > 4 },
  };
  const nothing = { result: '', isFinal: false, hasDeals: false, isGuarded: false };
  const second = { id: idOf(2), symbol: 'Ge 30 €', isSending: count > 6, ...nothing };
  const entries = [...(count > 0 ? [first] : []), ...(count > 5 ? [second] : [])];
  return { isDamaged: false, marks: entries.length > 0 ? [entries.at(-1)?.id ?? ''] : [], entries };
}

describe.skipIf(whyNoDesk !== null)(
  whyNoDesk === null ? 'the journal’s file' : `${whyNoDesk}: the journal’s file`,
  () => {
    const open: JournalProbe[] = [];
    const probe = async (): Promise<JournalProbe> => {
      const opened = await JournalProbe.open();
      open.push(opened);
      return opened;
    };

    beforeAll(async () => {
      await using first = await JournalProbe.open();
      expect(await first.run(['open ATS\\j.log'])).toEqual([true]);
    }, 300_000);

    afterEach(async () => {
      for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
    });

    test('what was recorded is read again by the next process', async () => {
      const it = await probe();
      expect(await it.run(['open ATS\\j.log', ...records])).toEqual([true, ...records.map(() => true)]);
      expect(await it.dumps('j.log')).toEqual([known(7)]);
    });

    test('a tail that is torn at any byte costs its own record, and is cut', async () => {
      const it = await probe();
      await it.run(['open ATS\\j.log', ...records]);
      const whole = it.read('j.log');
      const cuts = Array.from(whole, (_, length) => `cut-${length}.log`);
      for (const [length, name] of cuts.entries()) it.write(name, whole.subarray(0, length));
      const linesIn = (bytes: Uint8Array): number => Buffer.from(bytes).toString('latin1').split('\n').length - 1;
      expect(await it.dumps(...cuts)).toEqual(cuts.map((_, length) => known(linesIn(whole.subarray(0, length)))));
      for (const name of cuts)
        expect([name, it.read(name).toString('utf8')]).toEqual([name, expect.stringMatching(/^$|\n$/)]);
      expect(await it.dumps(...cuts)).toEqual(cuts.map((_, length) => known(linesIn(whole.subarray(0, length)))));
    });

    test('a tail of zeros or of anything, as a loss of power may leave it, is cut', async () => {
      const it = await probe();
      await it.run(['open ATS\\j.log', ...records]);
      const whole = it.read('j.log');
      const tails = [
        Buffer.alloc(5000),
        Buffer.from('\n\n\n'),
        Buffer.from([255, 254, 10, 0, 10]),
        Buffer.alloc(200_000, 'x'),
      ];
      for (const [index, tail] of tails.entries()) it.write(`tail-${index}.log`, Buffer.concat([whole, tail]));
      expect(await it.dumps(...tails.map((_, index) => `tail-${index}.log`))).toEqual(tails.map(() => known(7)));
    });

    test('damage before sound records is told, and costs no other record', async () => {
      const it = await probe();
      await it.run(['open ATS\\j.log', ...records]);
      const damaged = Buffer.from(it.read('j.log'));
      const second = damaged.indexOf(10) + 20;
      damaged[second] = (damaged[second] ?? 0) ^ 1;
      it.write('j.log', damaged);
      const [first] = known(7).entries;
      const [dump] = await it.dumps('j.log');
      expect(dump).toMatchObject({ isDamaged: true, entries: [{ ...first, isSending: false }, { isSending: true }] });
      expect(await it.dumps('j.log')).toMatchObject([{ isDamaged: false }]);
    });

    test('orders that ended long ago become a mark, and the others stay', async () => {
      const it = await probe();
      const commands = [
        'open ATS\\j.log',
        `receive ${idOf(1)}`,
        `sending ${idOf(1)}`,
        `receive ${idOf(1, 6)}`,
        `many ${idOf(2)} 1300`,
      ];
      expect(await it.run(commands)).toEqual(commands.map(() => true));
      expect(it.read('j.log').length).toBeLessThan(262_144);
      const [dump] = await it.dumps('j.log');
      expect(dump?.marks.toSorted()).toEqual([idOf(1301), idOf(1, 6)].toSorted());
      expect(dump?.entries.length).toBeLessThan(700);
      expect(dump?.entries.map(({ id }) => id).slice(0, 2)).toEqual([idOf(1), idOf(1, 6)]);
      expect(dump?.entries.at(-1)).toMatchObject({ id: idOf(1301), isFinal: true });
    }, 120_000);

    test.each([
      ['a write', 'failFileWrite', [true, false, false, true, true]],
      ['a flush', 'failFileFlush', [true, true, false, true, true]],
    ] as const)(
      '%s that fails is told, and the file is sound again before the next record',
      async (_name, fault, answers) => {
        const it = await probe();
        const commands = ['open ATS\\j.log', ...records.slice(0, 2), ...records.slice(5)];
        expect(await it.run(commands, [{ fault, times: 1, about: 'j.log' }])).toEqual(answers);
        const [dump] = await it.dumps('j.log');
        expect(dump?.isDamaged).toBe(false);
        expect(dump?.entries.at(-1)).toMatchObject({ id: idOf(2), isSending: true });
        expect(dump?.entries.find(({ id }) => id === idOf(1))?.isSending ?? false).toBe(false);
      },
    );

    test('while the disk takes nothing, nothing is journalled and nothing that was is lost', async () => {
      const it = await probe();
      await it.run(['open ATS\\j.log', ...records.slice(0, 2)]);
      const faults = [{ fault: 'failFileWrite', times: 'always', about: 'j.log' }] as const;
      expect(await it.run(['open ATS\\j.log', ...records.slice(5), `result ${idOf(1)} 1 0`], faults)).toEqual([
        true,
        false,
        false,
        false,
      ]);
      expect(await it.dumps('j.log')).toEqual([known(2)]);
    });

    test('a rewrite that cannot take the file’s place leaves the file as it was', async () => {
      const it = await probe();
      await it.run(['open ATS\\j.log', ...records.slice(0, 2)]);
      it.write('j.log', Buffer.concat([it.read('j.log'), Buffer.from('torn')]));
      const before = it.read('j.log');
      const faults = [{ fault: 'failFileMove', times: 'always' }] as const;
      expect(await it.run(['open ATS\\j.log', ...records.slice(5)], faults)).toEqual([true, false, false]);
      expect(it.read('j.log')).toEqual(before);
    });

    test('a journal that cannot be opened is not written over', async () => {
      const it = await probe();
      await it.run(['open ATS\\j.log', ...records.slice(0, 2)]);
      const before = it.read('j.log');
      const faults = [{ fault: 'failFileOpen', times: 1, argument: 5004, about: 'j.log' }] as const;
      expect(await it.run(['open ATS\\j.log', ...records.slice(5)], faults)).toEqual([false, false, false]);
      expect(it.read('j.log')).toEqual(before);
    });
  },
);

const ends: ReadonlySet<string> = new Set(['denied', 'expired', 'rejected', 'cancelled', 'filled', 'modified']);

/** Asks until the answer is an end, as the app does; time passes quickly. */
async function endOf(rig: DeskRig, order: WireOrder): Promise<OrderStatusBody['answer']> {
  for (let tries = 0; tries < 5; tries++) {
    const answer = await rig.query(order.id);
    if (answer.kind === 'NOT_FOUND' || (answer.kind === 'FOUND' && ends.has(answer.result.state))) return answer;
    await rig.wait(20_000);
  }
  throw new Error(`the order ${order.id} has no end`);
}

interface Life {
  readonly name: string;
  readonly order: (rig: DeskRig) => Promise<WireOrder>;
  /** Whether the broker carried it out. */
  readonly isDone: (rig: DeskRig, order: WireOrder) => boolean;
  readonly end: string;
}

const isDealt = (rig: DeskRig, order: WireOrder): boolean => rig.terminal.executions.dealsOf(order.id).length > 0;

const lives: readonly Life[] = [
  { name: 'an entry', order: (rig) => Promise.resolve(rig.entry()), isDone: isDealt, end: 'filled' },
  {
    name: 'a close',
    order: async (rig) => rig.reduction((await rig.position()).ticket),
    isDone: isDealt,
    end: 'filled',
  },
  {
    name: 'a modify',
    order: async (rig) => rig.modification((await rig.position()).ticket),
    isDone: (rig, order) =>
      rig.terminal.executions.all.some(({ kind, magic }) => kind === 'modify' && magic === order.id),
    end: 'modified',
  },
];

describeDesk('the journal under crashes', (desk) => {
  test('between SENDING on the disk and the send stands nothing, and RECEIVED comes before the acknowledgement', async () => {
    const rig = await desk({ setup: { tracesPortCalls: true } });
    await rig.advance(1500);
    rig.adviser.host.portCalls.splice(0);
    await rig.position();
    const calls = rig.adviser.host.portCalls.map(({ call, subject }) =>
      subject.includes('journal') ? `${call} journal` : call,
    );
    const sent = calls.indexOf('OrderSendAsync');
    expect(calls.slice(sent - 2, sent + 1)).toEqual(['FileWrite journal', 'FileFlush journal', 'OrderSendAsync']);
    expect(calls.indexOf('FileWrite journal')).toBeLessThan(calls.indexOf('PipeWrite'));
    expect(calls.filter((call) => call === 'OrderSendAsync')).toHaveLength(1);
  });

  test.each(['failFileWrite', 'failFileFlush'] as const)(
    'an order is not sent where %s strikes the journal',
    async (fault) => {
      const rig = await desk();
      rig.adviser.host.fault({ fault, times: 'always', about: 'journal' });
      expect(await rig.place(rig.entry())).toMatchObject({ state: 'denied', fault: { code: 'JOURNAL_FAILED' } });
      expect(rig.terminal.executions.all).toEqual([]);
      await rig.advance(600);
      expect(rig.adviser.host.comment).toContain('ALARM: The journal cannot be read or written');
      rig.adviser.host.fault({ fault, times: 0 });
      expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
    },
  );

  test.each(
    lives.flatMap((life) => [
      { ...life, losesPower: false, how: 'killed' },
      { ...life, losesPower: true, how: 'without power' },
    ]),
  )(
    '$name of an adviser that is $how at any of its port calls is done at most once, and its end is told right',
    async (life) => {
      const rig = await desk({ setup: { tracesPortCalls: true }, inputs: { InpTimerMs: 100 } });
      await rig.advance(1500);
      const traced = await life.order(rig);
      await rig.advance(1000);
      rig.adviser.host.portCalls.splice(0);
      await rig.place(traced);
      await rig.advance(100);
      const points = rig.adviser.host.portCalls.length;
      expect(points).toBeGreaterThan(8);
      const outcomes = new Map<string, number>();
      for (let nth = 1; nth <= points; nth++)
        for (const when of ['before', 'after'] as const) {
          const order = await life.order(rig);
          await rig.advance(1000);
          rig.adviser.host.dieAt({ when, call: '*', nth });
          rig.send({ ...order, session: rig.session.id, sentAtUtcMs: rig.entry().sentAtUtcMs });
          await rig.advance(400);
          await rig.restart({ losesPower: life.losesPower });
          const answer = await endOf(rig, order);
          const isDone = life.isDone(rig, order);
          const told = answer.kind === 'FOUND' ? answer.result.state : answer.kind;
          const where = `${life.name} ${when} call ${nth}`;
          expect([where, isDone ? told : ends.has(told) && told !== life.end]).toEqual([
            where,
            isDone ? life.end : told !== 'NOT_FOUND',
          ]);
          expect(rig.terminal.executions.ordersOf(order.id).length).toBeLessThanOrEqual(1);
          outcomes.set(told, (outcomes.get(told) ?? 0) + 1);
          for (const position of [...rig.terminal.broker.book.positions.keys()]) rig.terminal.close(position);
        }
      // Both sides of the send were hit. RECEIVED alone is not flushed: without power such an order was never there.
      const hit = ['NOT_FOUND', life.end, ...(life.losesPower ? [] : ['denied'])];
      expect([...outcomes.keys()].toSorted()).toEqual(hit.toSorted());
    },
    300_000,
  );
});

describeDesk('the journal of each account', (desk) => {
  const other = { ...demoAccount, login: 777 };

  test('an order of the account that the terminal was logged in to is of a wrong account, and is found when it is back', async () => {
    const rig = await desk();
    const order = rig.entry();
    const result = await rig.place(order);
    rig.terminal.switchAccount(other);
    await rig.advance(1000);
    await rig.until(() => rig.session.isOpen, 15_000);
    expect(await rig.query(order.id)).toEqual({ kind: 'WRONG_ACCOUNT' });
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'denied', fault: { code: 'ACCOUNT_CHANGED' } });
    const account = { ...rig.identity, login: '777' };
    expect(await rig.place({ ...rig.entry(), account })).toMatchObject({ state: 'filled' });
    rig.terminal.switchAccount(demoAccount);
    await rig.advance(1000);
    await rig.until(() => rig.session.isOpen, 15_000);
    expect(await rig.query(order.id)).toEqual({ kind: 'FOUND', result });
    expect(rig.terminal.executions.ordersOf(order.id)).toHaveLength(1);
  });

  test('a program that is initialised anew, as after a change of its inputs, goes on with the same journal', async () => {
    const rig = await desk();
    const order = rig.entry();
    const result = await rig.place(order);
    await rig.halt(true);
    rig.terminal.reinitialize(deinitReason.REASON_PARAMETERS);
    await rig.advance(1000);
    await rig.until(() => rig.session.isOpen, 15_000);
    expect(rig.session.snapshot?.head.journalMarks).toEqual([order.id]);
    expect(await rig.query(order.id)).toEqual({ kind: 'FOUND', result });
    expect(await rig.place(rig.entry())).toMatchObject({ fault: { code: 'HALTED' } });
  });

  test('an order in flight over a switch of accounts is looked up when its account is back', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules({ nth: 1, script: { delayMs: 3000 } });
    const order = rig.entry();
    rig.send(order);
    await rig.advance(500);
    rig.terminal.switchAccount(other);
    await rig.advance(5000);
    await rig.until(() => rig.session.isOpen, 15_000);
    expect(await rig.query(order.id)).toEqual({ kind: 'WRONG_ACCOUNT' });
    rig.terminal.switchAccount(demoAccount);
    await rig.advance(1000);
    await rig.until(() => rig.session.isOpen, 15_000);
    expect(await rig.query(order.id)).toMatchObject({ kind: 'FOUND', result: { state: 'filled' } });
  });

  test('a halt holds on the account that it was set on', async () => {
    const rig = await desk();
    await rig.halt(true);
    rig.terminal.switchAccount(other);
    await rig.advance(1000);
    await rig.until(() => rig.session.isOpen, 15_000);
    const account = { ...rig.identity, login: '777' };
    expect(await rig.place({ ...rig.entry(), account })).toMatchObject({ state: 'filled' });
    rig.terminal.switchAccount(demoAccount);
    await rig.advance(1000);
    await rig.until(() => rig.session.isOpen, 15_000);
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'denied', fault: { code: 'HALTED' } });
  });
});
