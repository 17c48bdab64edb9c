import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { clientOrderId } from '#shared/trading/ids.ts';
import type { WireOrder } from '#main/protocol/messages/trade-messages.ts';
import { describeDesk } from './desk/use-desk.ts';
import type { DeskRig } from './desk/desk-rig.ts';
import { execution, fillingFlag } from './terminal/mql5-values.ts';
import { eurusd } from './terminal/scripted-symbol.ts';

/** The wire's own schema would not let these pass; an app with a mistake might. */
const wrong = (order: WireOrder, changes: Readonly<Record<string, unknown>>): WireOrder => ({ ...order, ...changes });

const denial = (code: string): object => ({ state: 'denied', fault: { code }, retcode: null });

const nothingWasSent = (rig: DeskRig): void => {
  expect(rig.terminal.executions.all).toEqual([]);
};

describeDesk('orders at the adviser', (desk) => {
  test('an entry is acknowledged, executed once with its stop and target, and told with its deal', async () => {
    const rig = await desk();
    const order = rig.entry();
    const result = await rig.place(order);
    expect(rig.isAcknowledged(order.id)).toBe(true);
    expect(result).toMatchObject({
      state: 'filled',
      retcode: 10009,
      deals: [{ side: 'buy', entry: 'in', volume: 0.1, price: 1.1001, clientOrderId: order.id }],
    });
    expect(rig.terminal.executions.ordersOf(order.id)).toHaveLength(1);
    expect([...rig.terminal.broker.book.positions.values()]).toMatchObject([
      { stop: 1.095, target: 1.11, magic: order.id, comment: `ATS ${order.id}` },
    ]);
  });

  test('a sell is an entry, too', async () => {
    const rig = await desk();
    const order = rig.entry({ side: 'sell', stop: 1.105, target: 1.09, worstPrice: 1.0995 });
    expect(await rig.place(order)).toMatchObject({ state: 'filled', deals: [{ side: 'sell', price: 1.1 }] });
  });

  test('an order that is sent again is answered with what is stored of it', async () => {
    const rig = await desk();
    const order = rig.entry();
    const result = await rig.place(order);
    expect(await rig.place({ ...order, sentAtUtcMs: rig.entry().sentAtUtcMs })).toEqual(result);
    expect(rig.terminal.executions.ordersOf(order.id)).toHaveLength(1);
  });

  test('the same id with other parameters is a conflict, and the first order stands', async () => {
    const rig = await desk();
    const order = rig.entry();
    const result = await rig.place(order);
    expect(await rig.place({ ...order, volume: wrong(order, { volume: 0.2 }).volume })).toMatchObject(
      denial('ORDER_ID_CONFLICT'),
    );
    expect(await rig.query(order.id)).toEqual({ kind: 'FOUND', result });
    expect(rig.terminal.executions.ordersOf(order.id)).toHaveLength(1);
  });

  test('an id below the highest one is stale, and so is one without our mark', async () => {
    const rig = await desk();
    const stale = rig.entry();
    const later = rig.entry();
    await rig.place(later);
    expect(await rig.place(stale)).toMatchObject(denial('ORDER_STALE_ID'));
    expect(await rig.place(rig.entry({ id: '12345' }))).toMatchObject(denial('ORDER_STALE_ID'));
    expect(rig.isAcknowledged(stale.id)).toBe(false);
    expect(rig.terminal.executions.ordersOf(stale.id)).toEqual([]);
  });

  test('an order of an ended session is dropped unread', async () => {
    const rig = await desk();
    const order = wrong(rig.entry(), { session: 'ffffffffffffffff' });
    rig.send(order);
    await rig.advance(1000);
    expect(rig.results(order.id)).toEqual([]);
    expect(rig.isAcknowledged(order.id)).toBe(false);
    nothingWasSent(rig);
  });

  test.each([
    ['login', { login: '999' }],
    ['server', { server: 'Other-Demo' }],
    ['trade mode', { tradeMode: 'real' }],
  ])('an order for another %s is denied', async (_name, changes) => {
    const rig = await desk();
    const order = rig.entry();
    expect(await rig.place(wrong(order, { account: { ...order.account, ...changes } }))).toMatchObject(
      denial('ACCOUNT_CHANGED'),
    );
    nothingWasSent(rig);
  });

  test.each([
    ['whose time has run out', -10_020],
    ['from a clock that is ahead', 3500],
  ])('an order %s expires', async (_name, sentMs) => {
    const rig = await desk();
    await rig.advance(1500);
    const order = rig.entry();
    const result = await rig.place(wrong(order, { sentAtUtcMs: order.sentAtUtcMs + sentMs }));
    expect(result).toMatchObject({ state: 'expired', fault: { code: 'ORDER_EXPIRED' }, retcode: null });
    nothingWasSent(rig);
  });

  test('an order whose time is nearly over still goes', async () => {
    const rig = await desk();
    await rig.advance(1500);
    const order = rig.entry();
    const result = await rig.place(wrong(order, { sentAtUtcMs: order.sentAtUtcMs - 9800 }));
    expect(result).toMatchObject({ state: 'filled' });
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['beyond its worst price', { worstPrice: 1.10005 }, 'WORST_PRICE_PASSED'],
    ['without a stop', { stop: 0 }, 'STOP_REQUIRED'],
    ['with its stop on the winning side', { stop: 1.12 }, 'STOP_REQUIRED'],
    ['with its target on the losing side', { target: 1.09 }, 'STOP_TOO_NEAR'],
    ['whose loss is above the approved risk', { riskMoney: 50 }, 'RISK_EXCEEDED'],
    ['without an approved risk', { riskMoney: 0 }, 'RISK_EXCEEDED'],
    ['off the step', { volume: 0.105 }, 'ORDER_INVALID'],
    ['below the smallest volume', { volume: 0.001 }, 'ORDER_INVALID'],
    ['above the largest volume', { volume: 101, riskMoney: 100_000 }, 'VOLUME_LIMIT'],
    ['that the free margin does not carry', { volume: 50, riskMoney: 100_000 }, 'MARGIN_INSUFFICIENT'],
    ['of a symbol that is not there', { symbol: 'NOWHERE' }, 'MARKET_REFUSED'],
    ['of no kind that is known', { kind: 'pending' }, 'ORDER_INVALID'],
    ['that would live for a minute', { ttlMs: 60_000 }, 'ORDER_INVALID'],
    ['with a stop below zero', { stop: -1 }, 'ORDER_INVALID'],
  ])('an entry %s is denied', async (_name, changes, code) => {
    const rig = await desk();
    expect(await rig.place(wrong(rig.entry(), changes))).toMatchObject(denial(code));
    nothingWasSent(rig);
  });

  test('a close of no position is no order', async () => {
    const rig = await desk();
    expect(await rig.place(wrong(rig.reduction(1), { positionId: '0' }))).toMatchObject(denial('ORDER_INVALID'));
  });

  test('an order without an id is an error, for it has no result', async () => {
    const rig = await desk();
    rig.send(wrong(rig.entry(), { id: 'none', kind: 'pending' }));
    await rig.until(() => rig.errors.length > 0);
    expect(rig.errors).toMatchObject([{ about: 'ORDER', fault: { code: 'ORDER_INVALID' } }]);
    expect(rig.session.isOpen).toBe(true);
  });

  test('whatever stands in an order, it is answered or dropped, and the next one goes', async () => {
    const rig = await desk();
    const values = [
      null,
      true,
      -1,
      0,
      1e308,
      1e-300,
      '',
      'x'.repeat(300),
      '€',
      '0',
      '18446744073709551615',
      [],
      {},
      [[1]],
    ];
    const members = [
      'id',
      'kind',
      'account',
      'symbol',
      'side',
      'volume',
      'stop',
      'target',
      'worstPrice',
      'riskMoney',
      'positionId',
      'sentAtUtcMs',
      'ttlMs',
    ];
    const kinds = [rig.entry(), rig.reduction(1), rig.modification(1)];
    for (const member of members)
      for (const value of values)
        for (const order of kinds) {
          rig.send(wrong(order, { id: rig.nextId(), [member]: value }));
          await rig.advance(20);
        }
    expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled' });
    // What went all the same (a mark that no entry has, a worst price far away) is what was approved.
    for (const position of rig.terminal.broker.book.positions.values())
      expect(position).toMatchObject({ symbol: 'EURUSD', side: 'buy', volume: 0.1, stop: 1.095 });
  }, 60_000);

  test('a risk within the rounding of the broker is no more than what was approved', async () => {
    const rig = await desk();
    // 51 dollars to the stop, one percent and a cent above 50.50.
    expect(await rig.place(rig.entry({ riskMoney: 50.5 }))).toMatchObject({ state: 'filled' });
  });

  test('the noise of a float is not another volume, and a price is rounded to the tick', async () => {
    const rig = await desk();
    const order = wrong(rig.entry(), { volume: 0.1 + 0.2, stop: 1.0950000001, riskMoney: 200 });
    expect(await rig.place(order)).toMatchObject({ state: 'filled', deals: [{ volume: 0.3 }] });
    expect([...rig.terminal.broker.book.positions.values()]).toMatchObject([{ volume: 0.3, stop: 1.095 }]);
  });

  test.each([
    ['stops level', { stopsLevelPoints: 60 }],
    ['freeze level', { freezeLevelPoints: 60 }],
  ])('an entry with its stop within the %s is denied', async (_name, levels) => {
    const rig = await desk({ symbol: { ...eurusd, ...levels } });
    expect(await rig.place(rig.entry({ stop: 1.0995 }))).toMatchObject(denial('STOP_TOO_NEAR'));
    expect(await rig.place(rig.entry({ stop: 1.0994 }))).toMatchObject({ state: 'filled' });
  });

  test.each([
    ['the terminal', (rig: DeskRig) => rig.terminal.setTerminal({ TERMINAL_TRADE_ALLOWED: 0 })],
    ['the account', (rig: DeskRig) => rig.terminal.setAccount({ ACCOUNT_TRADE_ALLOWED: 0 })],
    ['the account for advisers', (rig: DeskRig) => rig.terminal.setAccount({ ACCOUNT_TRADE_EXPERT: 0 })],
  ])('nothing is sent where %s does not allow it', async (_name, forbid) => {
    const rig = await desk();
    const { ticket } = await rig.position();
    const known = rig.terminal.executions.all.length;
    forbid(rig);
    await rig.advance(40);
    for (const order of [rig.entry(), rig.reduction(ticket), rig.modification(ticket)])
      expect(await rig.place(order)).toMatchObject(denial('TRADING_NOT_ALLOWED'));
    expect(rig.terminal.executions.all).toHaveLength(known);
  });

  const { SYMBOL_FILLING_FOK: fok, SYMBOL_FILLING_IOC: ioc } = fillingFlag;
  const modes = Object.entries(execution);
  test.each(modes.flatMap(([mode, number]) => [0, fok, ioc, fok | ioc].map((flags) => [mode, flags, number] as const)))(
    '%s with filling flags %i is filled as MT5 takes it',
    async (mode, flags, number) => {
      const rig = await desk({ symbol: { ...eurusd, execution: number, fillingModes: flags } });
      const result = await rig.place(rig.entry());
      const [history] = rig.terminal.broker.book.historyOrders.values();
      if (mode === 'SYMBOL_TRADE_EXECUTION_MARKET' && flags === 0) {
        expect(result).toMatchObject(denial('MARKET_REFUSED'));
        return;
      }
      expect(result).toMatchObject({ state: 'filled' });
      expect(history?.filling).toBe((flags & fok) !== 0 ? 0 : (flags & ioc) !== 0 ? 1 : 2);
    },
  );

  test.each(['SYMBOL_TRADE_EXECUTION_REQUEST', 'SYMBOL_TRADE_EXECUTION_INSTANT'] as const)(
    '%s bounds the price by the deviation: the worst price fills, one point beyond does not',
    async (mode) => {
      const rig = await desk({ symbol: { ...eurusd, execution: execution[mode] } });
      rig.terminal.setOrderRules(
        { nth: 1, script: { slippagePoints: 40 } },
        { nth: 2, script: { slippagePoints: 41 } },
      );
      expect(await rig.place(rig.entry())).toMatchObject({ state: 'filled', deals: [{ price: 1.1005 }] });
      expect(await rig.place(rig.entry())).toMatchObject({
        state: 'rejected',
        fault: { code: 'PRICE_MOVED' },
        retcode: 10004,
      });
    },
  );

  test('an order that is filled in part and cancelled is told with what was dealt', async () => {
    const rig = await desk({ symbol: { ...eurusd, fillingModes: ioc } });
    rig.terminal.setOrderRules({ nth: 'every', script: { fillRatio: 0.4 } });
    const order = rig.entry();
    expect(await rig.place(order)).toMatchObject({ state: 'cancelled', deals: [{ volume: 0.04 }] });
    await rig.advance(3000);
    expect(rig.terminal.executions.ordersOf(order.id)).toHaveLength(1);
  });

  test('a position is closed in part, and then all of it', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    expect(await rig.place(rig.reduction(ticket, { volume: 0.04 }))).toMatchObject({
      state: 'filled',
      deals: [{ entry: 'out', volume: 0.04, positionId: String(ticket) }],
    });
    expect(await rig.place(rig.reduction(ticket, { volume: 0.06 }))).toMatchObject({ state: 'filled' });
    expect(rig.terminal.broker.book.positions.size).toBe(0);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['more than is open', { volume: 0.11 }, 'NOT_A_REDUCTION'],
    ['from its own side', { side: 'buy' }, 'NOT_A_REDUCTION'],
    ['of another symbol', { symbol: 'GBPUSD' }, 'NOT_A_REDUCTION'],
    ['that is not open', { positionId: '4711' }, 'POSITION_UNKNOWN'],
  ])('a close of a position %s is denied', async (_name, changes, code) => {
    const rig = await desk();
    const { ticket } = await rig.position();
    expect(await rig.place(rig.reduction(ticket, changes))).toMatchObject(denial(code));
    expect(rig.terminal.broker.book.positions.size).toBe(1);
  });

  test('a position is found by its identifier, though its ticket has changed', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    const { positions } = rig.terminal.broker.book;
    const position = positions.get(ticket);
    if (position === undefined) throw new Error('the position is open');
    rig.terminal.broker.book.dropPosition(ticket);
    rig.terminal.broker.book.putPosition({ ...position, ticket: 9_000_000 });
    await rig.advance(40);
    expect(await rig.place(rig.reduction(ticket))).toMatchObject({ state: 'filled' });
    expect(positions.size).toBe(0);
  });

  test('stop and target are set, and the result says what the position has', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    expect(await rig.place(rig.modification(ticket))).toEqual({
      state: 'modified',
      positionId: String(ticket),
      stop: 1.097,
      target: null,
      retcode: 10009,
    });
  });

  test('a modify that changes nothing is done without asking the broker', async () => {
    const rig = await desk();
    const { ticket } = await rig.position();
    const known = rig.terminal.executions.all.length;
    expect(await rig.place(rig.modification(ticket, { stop: 1.095, target: 1.11 }))).toMatchObject({
      state: 'modified',
      retcode: null,
    });
    expect(rig.terminal.executions.all).toHaveLength(known);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['takes the stop away', { stop: 0 }, 'STOP_REQUIRED'],
    ['sets the stop beyond the price', { stop: 1.101 }, 'STOP_REQUIRED'],
    ['sets the stop within the stops level', { stop: 1.0999 }, 'STOP_TOO_NEAR'],
    ['is of the other side', { side: 'sell' }, 'POSITION_UNKNOWN'],
    ['is of a position that is not open', { positionId: '4711' }, 'POSITION_UNKNOWN'],
  ])('a modify that %s is denied', async (_name, changes, code) => {
    const rig = await desk({ symbol: { ...eurusd, stopsLevelPoints: 20 } });
    const { ticket } = await rig.position();
    expect(await rig.place(wrong(rig.modification(ticket), changes))).toMatchObject(denial(code));
    expect([...rig.terminal.broker.book.positions.values()]).toMatchObject([{ stop: 1.095 }]);
  });

  test('a modify is denied while the price is about to take the stop', async () => {
    const rig = await desk({ symbol: { ...eurusd, freezeLevelPoints: 20 } });
    const { ticket } = await rig.position();
    rig.terminal.tick('EURUSD', { bid: 1.0951, ask: 1.0952 });
    await rig.advance(40);
    expect(await rig.place(rig.modification(ticket, { stop: 1.094 }))).toMatchObject(denial('STOP_TOO_NEAR'));
  });

  test.each(['lost', 'requestsLost', 'duplicated', 'reversed'] as const)(
    'orders end the same where transactions are %s',
    async (how) => {
      const rig = await desk();
      rig.terminal.setTransactionFault(how);
      const order = rig.entry();
      const result = await rig.place(order);
      expect(result).toMatchObject({ state: 'filled', deals: [{ volume: 0.1 }] });
      const ticket = Number(result.state === 'filled' ? result.orderTicket : 0);
      expect(await rig.place(rig.modification(ticket))).toMatchObject({ state: 'modified' });
      expect(await rig.place(rig.reduction(ticket))).toMatchObject({ state: 'filled' });
      await rig.advance(10_000);
      expect(rig.terminal.executions.all.filter(({ kind }) => kind === 'deal')).toHaveLength(2);
    },
  );

  test.each([
    ['where the terminal keeps one transaction only', { transactionsMax: 1 }],
    ['where the timer comes each 16 ms', { timerResolutionMs: 16 }],
  ])('orders end the same %s', async (_where, setup) => {
    const rig = await desk({ setup });
    const result = await rig.place(rig.entry());
    const ticket = Number(result.state === 'filled' ? result.orderTicket : 0);
    expect(await rig.place(rig.modification(ticket))).toMatchObject({ state: 'modified' });
    expect(await rig.place(rig.reduction(ticket))).toMatchObject({ state: 'filled' });
    expect(rig.terminal.executions.all.filter(({ kind }) => kind === 'deal')).toHaveLength(2);
  });

  test('an order whose records come later than its answer is accepted, then filled', async () => {
    const rig = await desk();
    rig.terminal.setHistoryLag(1500);
    const order = rig.entry();
    await rig.place(order);
    expect(rig.results(order.id).map(({ state }) => state)).toEqual(['accepted', 'filled']);
  });

  test('an order that the market takes its time for is accepted, then filled', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules({ nth: 1, script: { executesAfterMs: 8000 } });
    const order = rig.entry();
    await rig.place(order, 'filled', 12_000);
    expect(rig.results(order.id).map(({ state }) => state)).toEqual(['accepted', 'filled']);
    expect(rig.terminal.executions.ordersOf(order.id)).toHaveLength(1);
  });

  test('an answer that is lost makes the outcome unknown, until the deal is seen', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules({ nth: 1, script: { reply: 'lost', delayMs: 9000 } });
    const order = rig.entry();
    await rig.place(order, 'filled', 12_000);
    expect(rig.results(order.id)).toMatchObject([
      { state: 'unknown', fault: { code: 'ORDER_OUTCOME_UNKNOWN' }, retcode: null },
      { state: 'filled' },
    ]);
    expect(rig.terminal.executions.ordersOf(order.id)).toHaveLength(1);
  });

  test('a fill after a refusal is told, for the records count', async () => {
    const rig = await desk();
    rig.terminal.setOrderRules({ nth: 1, script: { reply: 10006, executesAfterMs: 3000 } });
    const order = rig.entry();
    expect(await rig.place(order)).toMatchObject({ state: 'rejected', retcode: 10006 });
    expect(await rig.resultAfter(order.id, 1, 'filled')).toMatchObject({ deals: [{ volume: 0.1 }] });
  });

  test('a request that the terminal itself refuses is never sent', async () => {
    const rig = await desk();
    rig.adviser.host.fault({ fault: 'orderSendFalse', times: 1, argument: 10027 });
    const order = rig.entry();
    expect(await rig.place(order)).toMatchObject({
      state: 'rejected',
      fault: { code: 'MARKET_REFUSED' },
      retcode: 10027,
    });
    await rig.advance(3000);
    nothingWasSent(rig);
  });
});

describeDesk('what the adviser says of an order that it is asked about', (desk) => {
  test('a result is found, an order that was denied as well', async () => {
    const rig = await desk();
    const filled = rig.entry();
    const denied = rig.entry({ riskMoney: 1 });
    for (const order of [filled, denied]) {
      const result = await rig.place(order);
      expect(await rig.query(order.id)).toEqual({ kind: 'FOUND', result });
    }
  });

  test('an id of another account is told apart, and proves nothing', async () => {
    const rig = await desk();
    const account = { ...rig.identity, login: '7' };
    expect(await rig.query(rig.nextId(), { account })).toEqual({ kind: 'WRONG_ACCOUNT' });
  });

  test('only an order of a cockpit can be asked for', async () => {
    const rig = await desk();
    rig.terminal.trade({ symbol: 'EURUSD', side: 'buy', volume: 0.1 });
    const body = { id: clientOrderId('0'), session: rig.session.id, account: rig.identity, lastDealTicket: null };
    rig.session.send({ kind: 'ORDER_QUERY', body });
    await rig.until(() => rig.errors.length > 0);
    expect(rig.errors).toMatchObject([{ about: 'ORDER_QUERY', fault: { code: 'REQUEST_INVALID' } }]);
  });

  test('an unknown id is not found only after a minute of connection without a break', async () => {
    const rig = await desk();
    const id = rig.nextId();
    expect(await rig.query(id)).toMatchObject({ kind: 'UNKNOWN' });
    await rig.advance(60_000);
    expect(await rig.query(id)).toEqual({ kind: 'NOT_FOUND' });
    rig.terminal.disconnect();
    await rig.advance(100);
    rig.terminal.reconnect();
    await rig.advance(59_000);
    expect(await rig.query(id)).toMatchObject({ kind: 'UNKNOWN' });
    await rig.advance(1000);
    expect(await rig.query(id)).toEqual({ kind: 'NOT_FOUND' });
  }, 60_000);

  test('an id is not found only in a history that reaches to the last deal that the app knows', async () => {
    const rig = await desk();
    await rig.position();
    await rig.advance(60_000);
    const [deal] = rig.terminal.executions.all.filter(({ kind }) => kind === 'deal');
    const id = rig.nextId();
    expect(await rig.query(id, { lastDealTicket: String((deal?.deal ?? 0) + 5) })).toMatchObject({ kind: 'UNKNOWN' });
    expect(await rig.query(id, { lastDealTicket: String(deal?.deal) })).toEqual({ kind: 'NOT_FOUND' });
  }, 60_000);

  test('an order that was sent and never came is not found after a minute, and is never sent again', async () => {
    const rig = await desk();
    await rig.advance(60_000);
    rig.terminal.setOrderRules({ nth: 'every', script: { reply: 'lost', executes: false } });
    const order = rig.entry();
    await rig.place(order, 'unknown');
    expect(await rig.query(order.id)).toMatchObject({ kind: 'UNKNOWN', fault: { code: 'ORDER_OUTCOME_UNKNOWN' } });
    await rig.advance(56_000);
    expect(await rig.query(order.id)).toEqual({ kind: 'NOT_FOUND' });
    expect(await rig.place(order, 'unknown')).toMatchObject({ state: 'unknown' });
    nothingWasSent(rig);
  }, 90_000);

  test('an order that the journal has lost is found by its mark', async () => {
    const rig = await desk();
    const order = rig.entry();
    await rig.place(order);
    await rig.adviser.kill();
    rmSync(rig.file('journal'));
    await rig.start();
    expect(await rig.query(order.id)).toMatchObject({
      kind: 'FOUND',
      result: { state: 'filled', deals: [{ volume: 0.1 }] },
    });
  });

  test.each([
    ['and their orders', true],
    ['while their orders have lost the mark', false],
  ])(
    'the stop that took an entry out is none of its deals, though the broker marks both deals alike, %s',
    async (_name, hasOrders) => {
      const rig = await desk();
      const { id } = await rig.position();
      rig.terminal.tick('EURUSD', { bid: 1.0949, ask: 1.095 });
      await rig.advance(500);
      const { book } = rig.terminal.broker;
      for (const deal of [...book.deals.values()]) book.putDeal({ ...deal, magic: id });
      for (const order of [...book.historyOrders.values()]) book.endOrder({ ...order, magic: hasOrders ? id : '0' });
      await rig.advance(100);
      await rig.adviser.kill();
      rmSync(rig.file('journal'));
      await rig.start();
      const { kind, ...answer } = await rig.query(id);
      expect(kind).toBe('FOUND');
      expect(answer).toMatchObject({ result: { deals: [{ entry: 'in', reason: 'adviser' }] } });
    },
  );
});
