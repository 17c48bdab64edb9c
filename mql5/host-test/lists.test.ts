import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { exposureHashOf } from '#main/protocol/exposure-hash.ts';
import type { WireDeal } from '#main/protocol/messages/state-messages.ts';
import { dealTicket } from '#shared/trading/ids.ts';
import { build, buildPatienceMs, patience, Stage, suiteName, whyNot } from './market/stage.ts';
import type { Deal, Order, Position } from './terminal/broker/rows.ts';
import { dealType, orderType } from './terminal/mql5-values.ts';
import { demoAccount } from './terminal/scripted-account.ts';
import { eurusd, xauusd, type ScriptedSymbol } from './terminal/scripted-symbol.ts';
import type { ScriptedTerminal } from './terminal/scripted-terminal.ts';

beforeAll(async () => {
  await build('AtsBridge');
  await build('AtsBridge', 'plain');
}, buildPatienceMs);

/** An id as a cockpit gives it to its orders: marker 0x41, tag 5, counter 7. */
const oursId = ((0x41n << 55n) | (5n << 35n) | 7n).toString();

const originOf = (magic: string): string => (magic === oursId ? 'ats' : magic === '0' ? 'manual' : 'adviser');
const idOf = (magic: string): string | null => (magic === oursId ? oursId : null);
const levelOf = (price: number): number | null => (price === 0 ? null : price);

const quoteGold = (terminal: ScriptedTerminal, bid = 2000): void => terminal.tick('XAUUSD', { bid, ask: bid + 0.2 });

const withGold = {
  terminal: { symbols: [xauusd, eurusd] },
  prepare: (terminal: ScriptedTerminal) => {
    quoteGold(terminal);
    terminal.tick('EURUSD', { bid: 1.1, ask: 1.1001 });
  },
};

describe.skipIf(whyNot !== null)(suiteName('the account'), () => {
  test('is told member by member as the terminal has it', async () => {
    const account = { ...demoAccount, login: 77, server: 'Other-Real', mode: 'real', margin: 'netting' } as const;
    await using stage = await Stage.open({ ...withGold, terminal: { ...withGold.terminal, account } });
    await stage.snapshots(1);
    expect(stage.cockpit.snapshot?.head).toMatchObject({ build: '5000', replay: null });
    expect(stage.cockpit.snapshot?.head.account).toEqual({
      identity: { server: 'Other-Real', login: '77', tradeMode: 'real' },
      currency: 'USD',
      leverage: 100,
      marginMode: 'netting',
      balance: 10_000,
      credit: 0,
      equity: 10_000,
      margin: 0,
      freeMargin: 10_000,
      permissions: { terminal: true, adviser: true, account: true, accountExpert: true },
      isConnected: true,
      stopOut: { mode: 'percent', callLevel: 100, level: 50 },
      stampMs: expect.closeTo(stage.terminal.serverMs, -5) as number,
    });
  });

  test.each([
    ['the terminal forbids trading', { TERMINAL_TRADE_ALLOWED: 0 }, {}, { permissions: { terminal: false } }],
    ['the broker forbids the account', {}, { ACCOUNT_TRADE_ALLOWED: 0 }, { permissions: { account: false } }],
    ['the broker forbids advisers', {}, { ACCOUNT_TRADE_EXPERT: 0 }, { permissions: { accountExpert: false } }],
    ['credit is given', {}, { ACCOUNT_CREDIT: 250.5 }, { credit: 250.5 }],
    ['there is no leverage', {}, { ACCOUNT_LEVERAGE: 0 }, { leverage: 1 }],
    [
      'the stop-out is an amount',
      {},
      { ACCOUNT_MARGIN_SO_MODE: 1, ACCOUNT_MARGIN_SO_CALL: 500, ACCOUNT_MARGIN_SO_SO: 300 },
      { stopOut: { mode: 'money', callLevel: 500, level: 300 } },
    ],
  ])('is told again when %s', async (_what, terminal, account, expected) => {
    await using stage = await Stage.open(withGold);
    await stage.snapshots(1);
    stage.terminal.setTerminal(terminal);
    stage.terminal.setAccount(account);
    await expect.poll(() => stage.cockpit.reported('ACCOUNT').at(-1)?.body, patience).toMatchObject(expected);
  });

  test('is told at most once a second however fast it changes, and not at all while it stays', async () => {
    await using stage = await Stage.open(withGold);
    await stage.snapshots(1);
    await sleep(1500);
    const before = stage.cockpit.reported('ACCOUNT').length;
    await sleep(1500);
    expect(stage.cockpit.reported('ACCOUNT').length).toBe(before);
    for (let step = 1; step <= 100; step++) {
      stage.terminal.setAccount({ ACCOUNT_CREDIT: step });
      await sleep(20);
    }
    await expect.poll(() => stage.cockpit.reported('ACCOUNT').at(-1)?.body.credit, patience).toBe(100);
    expect(stage.cockpit.reported('ACCOUNT').length - before).toBeLessThanOrEqual(4);
  });
});

describe.skipIf(whyNot !== null)(suiteName('instruments'), () => {
  const us100: ScriptedSymbol = {
    ...xauusd,
    name: 'US100.cash',
    digits: 1,
    tickSize: 0.5,
    tickValue: 0.25,
    contractSize: 10,
    baseCurrency: 'USD',
    volumeMin: 0.1,
    volumeMax: 250,
    volumeStep: 0.1,
    volumeLimit: 900,
    stopsLevelPoints: 12,
    freezeLevelPoints: 3,
    tradeMode: 3,
    execution: 1,
    fillingModes: 7,
    sessions: [
      { day: 0, fromSecond: 23 * 3600, toSecond: 86_400 },
      { day: 1, fromSecond: 0, toSecond: 22 * 3600 + 55 * 60 },
      { day: 1, fromSecond: 23 * 3600, toSecond: 86_400 },
    ],
    properties: {
      SYMBOL_DESCRIPTION: 'Nasdaq \u201e100\u201d \u20ac',
      SYMBOL_CURRENCY_MARGIN: 'EUR',
      SYMBOL_TRADE_CALC_MODE: 4,
      SYMBOL_MARGIN_HEDGED: 5,
      SYMBOL_SWAP_MODE: 5,
      SYMBOL_SWAP_LONG: -7.25,
      SYMBOL_SWAP_SHORT: 1.125,
      SYMBOL_SWAP_SUNDAY: 0,
      SYMBOL_SWAP_MONDAY: 1,
      SYMBOL_SWAP_TUESDAY: 1,
      SYMBOL_SWAP_WEDNESDAY: 3,
      SYMBOL_SWAP_THURSDAY: 1,
      SYMBOL_SWAP_FRIDAY: 1,
      SYMBOL_SWAP_SATURDAY: 0.5,
    },
  };

  test('are told member by member as the terminal has them', async () => {
    await using stage = await Stage.open({
      wanted: [{ symbol: us100.name }],
      terminal: { symbols: [us100, eurusd] },
      prepare: (terminal) => terminal.tick(us100.name, { bid: 17_000, ask: 17_001.5 }),
    });
    await stage.snapshots(1);
    expect(stage.cockpit.snapshot?.symbols.instruments).toEqual([
      {
        symbol: 'US100.cash',
        description: 'Nasdaq \u201e100\u201d \u20ac',
        digits: 1,
        point: 0.1,
        tickSize: 0.5,
        tickValue: 0.25,
        contractSize: 10,
        baseCurrency: 'USD',
        profitCurrency: 'USD',
        marginCurrency: 'EUR',
        calculationMode: 'cfdLeverage',
        hedgedMargin: 5,
        // 10 · 17 001.5 ÷ 100
        marginPerLot: expect.closeTo(1700.15, 8) as number,
        volumeMin: 0.1,
        volumeMax: 250,
        volumeStep: 0.1,
        volumeLimit: 900,
        stopsLevelPoints: 12,
        freezeLevelPoints: 3,
        commissionPerLotSide: 0,
        tradeMode: 'closeOnly',
        executionMode: 'instant',
        fillingModes: ['fok', 'ioc', 'boc'],
        swap: { mode: 'interestCurrent', long: -7.25, short: 1.125, multipliers: [0, 1, 1, 3, 1, 1, 0.5] },
        sessions: [
          { day: 0, fromMinute: 1380, toMinute: 1440 },
          { day: 1, fromMinute: 0, toMinute: 1375 },
          { day: 1, fromMinute: 1380, toMinute: 1440 },
        ],
      },
    ]);
  });

  const wordsOf: Readonly<Record<string, readonly (readonly [number, string])[]>> = {
    SYMBOL_TRADE_CALC_MODE: [
      ...([
        [0, 'forex'],
        [1, 'futures'],
        [2, 'cfd'],
        [3, 'cfdIndex'],
        [4, 'cfdLeverage'],
      ] as const),
      ...([
        [5, 'forexNoLeverage'],
        [32, 'exchange'],
        [33, 'exchange'],
        [34, 'exchange'],
        [37, 'exchange'],
      ] as const),
      ...([
        [38, 'exchange'],
        [39, 'exchange'],
        [64, 'other'],
      ] as const),
    ],
    SYMBOL_TRADE_MODE: [
      [0, 'disabled'],
      [1, 'longOnly'],
      [2, 'shortOnly'],
      [3, 'closeOnly'],
      [4, 'full'],
    ],
    SYMBOL_TRADE_EXEMODE: [
      [0, 'request'],
      [1, 'instant'],
      [2, 'market'],
      [3, 'exchange'],
    ],
    SYMBOL_SWAP_MODE: [
      ...([
        [0, 'disabled'],
        [1, 'points'],
        [2, 'currencySymbol'],
        [3, 'currencyMargin'],
      ] as const),
      ...([
        [4, 'currencyDeposit'],
        [5, 'interestCurrent'],
        [6, 'interestOpen'],
        [7, 'reopenCurrent'],
      ] as const),
      [8, 'reopenBid'],
    ],
  };
  const told = {
    SYMBOL_TRADE_CALC_MODE: 'calculationMode',
    SYMBOL_TRADE_MODE: 'tradeMode',
    SYMBOL_TRADE_EXEMODE: 'executionMode',
    SYMBOL_SWAP_MODE: 'swap',
  } as const;

  test('are told in our words, whatever MT5 calls their modes', async () => {
    const cases = Object.entries(wordsOf).flatMap(([property, words]) =>
      words.map(([code, word], index) => ({ name: `S${property}${index}`, property, code, word })),
    );
    const symbols = cases.map(({ name, property, code }) => ({ ...eurusd, name, properties: { [property]: code } }));
    await using stage = await Stage.open({
      terminal: { symbols },
      prepare: (terminal) => {
        for (const { name } of cases) terminal.tick(name, { bid: 1.1, ask: 1.1001 });
      },
    });
    await stage.snapshots(1);
    stage.cockpit.send({ kind: 'SYMBOLS_REQUEST', body: { symbols: null } });
    await expect.poll(() => stage.cockpit.listed('symbols').length, patience).toBe(1);
    const instruments = new Map(stage.cockpit.listed('symbols')[0]?.instruments.map((it) => [it.symbol, it]));
    expect(
      cases.map(({ name, property }) => {
        const value = instruments.get(name)?.[told[property as keyof typeof told]];
        return [name, typeof value === 'object' ? value.mode : value];
      }),
    ).toEqual(cases.map(({ name, word }) => [name, word]));
  });

  test('follow as soon as they have a price, and again when the broker changes them', async () => {
    await using stage = await Stage.open({ ...withGold, prepare: quoteGold, wanted: [{ symbol: 'EURUSD' }] });
    await stage.snapshots(1);
    expect(stage.cockpit.snapshot?.symbols.instruments).toEqual([]);
    const told = (): (string | number)[] =>
      stage.cockpit.listed('symbols').flatMap(({ instruments }) => instruments.map((it) => it.stopsLevelPoints));
    stage.terminal.tick('EURUSD', { bid: 1.1, ask: 1.1001 });
    await expect.poll(told, patience).toEqual([0]);
    stage.terminal.market.setSymbol({ ...eurusd, stopsLevelPoints: 25 });
    await expect.poll(told, patience).toEqual([0, 25]);
    // What follows the market is told once a minute at most.
    stage.terminal.tick('EURUSD', { bid: 1.2, ask: 1.2001 });
    stage.terminal.market.setSymbol({ ...eurusd, stopsLevelPoints: 25, tickValue: 1.5 });
    await sleep(2500);
    expect(told()).toEqual([0, 25]);
  });

  test('are told on request by name, and an unknown one is refused by its name', async () => {
    await using stage = await Stage.open(withGold);
    await stage.snapshots(1);
    stage.cockpit.send({ kind: 'SYMBOLS_REQUEST', body: { symbols: ['EURUSD', 'NOTHING'] } });
    await expect
      .poll(() => stage.cockpit.listed('symbols').map((list) => list.instruments.map((it) => it.symbol)), patience)
      .toEqual([['EURUSD']]);
    expect(stage.cockpit.reported('ERROR').map(({ body }) => [body.about, body.fault.code])).toEqual([
      ['SYMBOLS_REQUEST', 'INSTRUMENT_MISSING'],
    ]);
    stage.cockpit.send({ kind: 'SYMBOLS_REQUEST', body: { symbols: ['NOTHING'] } });
    await expect.poll(() => stage.cockpit.listed('symbols').at(-1)?.instruments, patience).toEqual([]);
  });
});

const positionAsTold = (it: Position): object => ({
  positionId: String(it.identifier),
  ticket: String(it.ticket),
  symbol: it.symbol,
  side: it.side,
  volume: it.volume,
  openPrice: it.openPrice,
  openedStampMs: it.openStampMs,
  stop: levelOf(it.stop),
  target: levelOf(it.target),
  profit: expect.any(Number) as number,
  swap: it.swap,
  clientOrderId: idOf(it.magic),
  origin: originOf(it.magic),
});

const orderWords = ['market', 'market', 'limit', 'limit', 'stop', 'stop', 'stopLimit', 'stopLimit', 'closeBy'];

const orderAsTold = (it: Order): object => ({
  orderTicket: String(it.ticket),
  clientOrderId: idOf(it.magic),
  origin: originOf(it.magic),
  symbol: it.symbol,
  side: it.type < 8 && it.type % 2 === 0 ? 'buy' : 'sell',
  type: orderWords[it.type],
  volume: it.volumeInitial,
  volumeLeft: it.volumeLeft,
  price: levelOf(it.price),
  stop: levelOf(it.stop),
  target: levelOf(it.target),
  placedStampMs: it.setupStampMs,
});

const entryWords = ['in', 'out', 'inOut', 'out'];
const reasonWords = [
  'manual',
  'manual',
  'manual',
  'adviser',
  'stop',
  'target',
  'stopOut',
  'manual',
  'manual',
  'manual',
  'manual',
];
const cashWords = [
  ...['', '', 'balance', 'credit', 'charge', 'correction', 'bonus', 'commission', 'commission', 'commission'],
  ...['commission', 'commission', 'interest', 'other', 'other', 'dividend', 'dividend', 'tax'],
];

const isTrade = ({ type }: Deal): boolean => type <= 1;

const dealAsTold = (it: Deal): object => ({
  dealTicket: String(it.ticket),
  orderTicket: String(it.order),
  positionId: String(it.positionId),
  clientOrderId: idOf(it.magic),
  symbol: it.symbol,
  side: it.type === 0 ? 'buy' : 'sell',
  entry: entryWords[it.entry],
  reason: reasonWords[it.reason],
  volume: it.volume,
  price: it.price,
  profit: it.profit,
  commission: it.commission,
  swap: it.swap,
  stampMs: it.stampMs,
});

const cashAsTold = (it: Deal): object => ({
  dealTicket: String(it.ticket),
  kind: cashWords[it.type],
  amount: it.profit,
  stampMs: it.stampMs,
});

/** Oldest first, as the history has them. */
const dealsOf = ({ broker }: ScriptedTerminal): readonly Deal[] => [...broker.book.deals.values()];

const sampleDeal = (ticket: number, stampMs: number): Deal => ({
  ticket,
  order: ticket + 1_000_000,
  symbol: 'XAUUSD',
  type: ticket % 2,
  entry: ticket % 4,
  volume: 0.01 * (1 + (ticket % 50)),
  price: 1900 + (ticket % 20_000) / 100,
  profit: (ticket % 1000) / 10 - 50,
  swap: -(ticket % 7) / 100,
  commission: -(ticket % 11) / 10,
  stampMs,
  magic: ticket % 3 === 0 ? oursId : ticket % 3 === 1 ? '0' : '77',
  comment: '',
  reason: ticket % 11,
  positionId: ticket + 2_000_000,
  stop: 0,
  target: 0,
});

/** A year's trades, the last an hour ago. */
const manyDeals = (count: number, terminal: ScriptedTerminal): void => {
  const end = terminal.serverMs - 3_600_000;
  const spacingMs = Math.floor((365 * 86_400_000) / count);
  for (let index = 0; index < count; index++)
    terminal.broker.book.putDeal(sampleDeal(5_000_000 + index, end - (count - index) * spacingMs));
};

describe.skipIf(whyNot !== null)(suiteName('positions, orders and deals'), () => {
  test('are told member by member, whoever made them', async () => {
    await using stage = await Stage.open({
      ...withGold,
      prepare: (terminal) => {
        withGold.prepare(terminal);
        const buy = { symbol: 'XAUUSD', side: 'buy', volume: 0.3 } as const;
        terminal.trade({ ...buy, magic: oursId, stop: 1990.5, target: 2040.25 });
        terminal.trade({ ...buy, magic: '77' });
        terminal.trade({ symbol: 'EURUSD', side: 'sell', volume: 0.02 });
        const pending = (type: number, price: number): unknown =>
          terminal.trade({ ...buy, volume: 0.1, pendingAt: { type, price }, stop: 1500, target: 2500 });
        pending(orderType.ORDER_TYPE_BUY_LIMIT, 1950);
        pending(orderType.ORDER_TYPE_BUY_STOP, 2050);
        const [first, second] = [...terminal.broker.book.positions.values()];
        terminal.close(first?.ticket ?? 0, 0.1);
        terminal.close(second?.ticket ?? 0);
        // A broker that rolls a position over gives it another ticket; it stays the same position.
        if (first !== undefined) terminal.broker.book.putPosition({ ...first, ticket: 555, identifier: 444 });
        for (let type = dealType.DEAL_TYPE_BALANCE; type < cashWords.length; type++)
          terminal.moveMoney({ type, amount: 10 * type + 0.25 });
        for (let type = 0; type <= 8; type++)
          terminal.broker.book.putOrder({ ...sampleOrder(terminal), ticket: 900 + type, type });
      },
    });
    await stage.snapshots(1);
    const { book } = stage.terminal.broker;
    const { positions, orders, deals, symbols } = stage.cockpit.snapshot ?? {};
    expect(positions?.positions).toEqual(
      [...book.positions.values()].sort((a, b) => a.ticket - b.ticket).map(positionAsTold),
    );
    expect(orders?.orders.toSorted((a, b) => Number(a.orderTicket) - Number(b.orderTicket))).toEqual(
      [...book.orders.values()].sort((a, b) => a.ticket - b.ticket).map(orderAsTold),
    );
    const known = dealsOf(stage.terminal);
    expect(deals?.deals).toEqual(known.filter(isTrade).map(dealAsTold));
    expect(deals?.cash).toEqual(known.filter((it) => !isTrade(it)).map(cashAsTold));
    // A position's instrument comes with it, wanted or not.
    expect(symbols?.instruments.map((it) => it.symbol).toSorted()).toEqual(['EURUSD', 'XAUUSD']);
  });

  test('of an account with 20 000 deals come whole, in order and without a pause, in many pages', async () => {
    await using stage = await Stage.open({
      ...withGold,
      variant: 'plain',
      prepare: (terminal) => {
        withGold.prepare(terminal);
        manyDeals(20_000, terminal);
      },
    });
    await stage.snapshots(1);
    // One list holds some ten thousand; the rest follows at once.
    const told = (): readonly WireDeal[] => [
      ...(stage.cockpit.snapshot?.deals.deals ?? []),
      ...stage.cockpit.listed('deals').flatMap(({ deals }) => deals),
    ];
    expect(told().length).toBeGreaterThan(5000);
    await expect.poll(() => told().length, { ...patience, interval: 50 }).toBeGreaterThanOrEqual(20_000);
    expect(sha256(told().slice(0, 20_000))).toBe(sha256(dealsOf(stage.terminal).map(dealAsTold)));
    expect(stage.cockpit.faults).toEqual([]);
    const statistics = await stage.host.statistics();
    expect(statistics).toMatchObject({ writesThatWouldBlock: 0, readsThatWouldBlock: 0, ruleViolations: 0 });
    expect(statistics.longestHandlerUs).toBeLessThan(500_000);
  }, 60_000);

  test('are begun anew where the connection breaks between two pages, and come whole', async () => {
    await using stage = await Stage.open({
      ...withGold,
      variant: 'plain',
      prepare: (terminal) => {
        withGold.prepare(terminal);
        manyDeals(6000, terminal);
      },
    });
    await expect
      .poll(async () => (await stage.host.statistics()).pipeBytesWritten, { ...patience, interval: 1 })
      .toBeGreaterThan(100_000);
    stage.cockpit.cut();
    expect(stage.cockpit.snapshotCount).toBe(0);
    await stage.snapshots(1);
    expect(stage.cockpit.snapshot?.deals.deals.length).toBe(6000);
  });

  test('of the past that the cockpit knows are not told again', async () => {
    await using stage = await Stage.open({
      ...withGold,
      prepare: (terminal) => {
        withGold.prepare(terminal);
        manyDeals(1000, terminal);
      },
    });
    await stage.snapshots(1);
    stage.cockpit.lastDealTicket = dealTicket('5000989');
    stage.cockpit.cut();
    await stage.snapshots(2);
    const told = stage.cockpit.snapshot?.deals.deals.map((it) => it.dealTicket) ?? [];
    expect(told).toEqual(
      Array.from({ length: told.length }, (_, index) => String(5_000_999 - told.length + 1 + index)),
    );
    expect(told.length).toBeGreaterThanOrEqual(10);
    expect(told.length).toBeLessThan(20);
  });

  test('are told soon after a trade, the deal before the position, with a hint ahead of them', async () => {
    await using stage = await Stage.open(withGold);
    await stage.snapshots(1);
    await sleep(400);
    const since = performance.now();
    stage.terminal.trade({ symbol: 'XAUUSD', side: 'buy', volume: 0.1, magic: oursId });
    await expect
      .poll(() => stage.cockpit.listed('positions').at(-1)?.positions.length, { ...patience, interval: 1 })
      .toBe(1);
    expect(performance.now() - since).toBeLessThan(2500);
    const { book } = stage.terminal.broker;
    expect(stage.cockpit.listed('deals').at(-1)?.deals).toEqual(
      [...book.deals.values()].filter(isTrade).map(dealAsTold),
    );
    expect(stage.cockpit.order().slice(-3)).toEqual(['deals', 'positions', 'orders']);
    const hints = stage.cockpit.reported('TRANSACTION').map(({ body }) => body);
    const [deal] = [...book.deals.values()];
    expect(hints).toContainEqual({
      type: 'dealAdded',
      orderTicket: String(deal?.order),
      dealTicket: String(deal?.ticket),
      positionId: String(deal?.positionId),
      clientOrderId: oursId,
      stampMs: expect.any(Number) as number,
    });
  });

  test('keep their mark while only prices move, and lose it with anything else', async () => {
    await using stage = await Stage.open({
      ...withGold,
      prepare: (terminal) => {
        withGold.prepare(terminal);
        terminal.trade({ symbol: 'XAUUSD', side: 'buy', volume: 0.1, stop: 1900 });
      },
    });
    await stage.snapshots(1);
    const first = stage.cockpit.snapshot;
    quoteGold(stage.terminal, 2010);
    await expect.poll(() => stage.cockpit.listed('positions').length, patience).toBe(1);
    const [moved] = stage.cockpit.listed('positions');
    expect(moved?.positions[0]?.profit).not.toBe(first?.positions.positions[0]?.profit);
    expect(moved?.hash).toBe(first?.positions.hash);
    const { ticket } = [...stage.terminal.broker.book.positions.values()][0] ?? { ticket: 0 };
    stage.terminal.moveStops(ticket, { stop: 1950, target: 0 });
    await expect.poll(() => stage.cockpit.listed('positions').at(-1)?.positions[0]?.stop, patience).toBe(1950);
    expect(stage.cockpit.listed('positions').at(-1)?.hash).not.toBe(first?.positions.hash);
  });

  test('are marked with each PING as the lists that would be told now', async () => {
    await using stage = await Stage.open(withGold);
    await stage.snapshots(1);
    stage.terminal.trade({
      symbol: 'XAUUSD',
      side: 'buy',
      volume: 0.1,
      pendingAt: { type: orderType.ORDER_TYPE_BUY_LIMIT, price: 1900 },
    });
    stage.terminal.trade({ symbol: 'XAUUSD', side: 'sell', volume: 0.2 });
    await expect.poll(() => stage.cockpit.listed('positions').at(-1)?.positions.length, patience).toBe(1);
    const hash = exposureHashOf({
      positions: stage.cockpit.listed('positions').at(-1)?.hash ?? '',
      orders: stage.cockpit.listed('orders').at(-1)?.hash ?? '',
    });
    await expect.poll(() => stage.cockpit.pulse?.exposureHash, patience).toBe(hash);
    expect(stage.cockpit.pulse).toMatchObject({
      isConnected: true,
      clock: { lastQuoteStampMs: expect.any(Number) as number },
    });
  });

  test('come as a new snapshot where one is asked for', async () => {
    await using stage = await Stage.open({
      ...withGold,
      prepare: (terminal) => {
        withGold.prepare(terminal);
        manyDeals(300, terminal);
      },
    });
    await stage.snapshots(1);
    const first = stage.cockpit.snapshot;
    stage.terminal.trade({ symbol: 'XAUUSD', side: 'buy', volume: 0.1 });
    stage.cockpit.send({ kind: 'SNAPSHOT_REQUEST', body: {} });
    await stage.snapshots(2);
    expect(stage.cockpit.snapshot?.head.revision).toBeGreaterThan(first?.head.revision ?? 0);
    expect(stage.cockpit.snapshot?.deals.deals.length).toBe(301);
    expect(stage.cockpit.snapshot?.positions.positions.length).toBe(1);
  });
});

const sampleOrder = (terminal: ScriptedTerminal): Order => ({
  ticket: 900,
  symbol: 'XAUUSD',
  type: orderType.ORDER_TYPE_BUY_LIMIT,
  state: 1,
  volumeInitial: 0.5,
  volumeLeft: 0.25,
  price: 1234.5,
  stop: 1200,
  target: 0,
  setupStampMs: terminal.serverMs - 60_000,
  doneStampMs: 0,
  filling: 0,
  magic: oursId,
  comment: '',
  reason: 0,
  positionId: 0,
});

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
