import { describe, expect, test } from 'vitest';
import { Executions } from '../executions.ts';
import { Market } from '../market.ts';
import { action, dealType, execution, filling, fillingFlag, orderType, retcode, tradeMode } from '../mql5-values.ts';
import { demoAccount, type ScriptedAccount } from '../scripted-account.ts';
import { eurusd, type ScriptedSymbol } from '../scripted-symbol.ts';
import { Broker } from './broker.ts';
import type { TradeRequest } from './trade-request.ts';

const utcMs = Date.UTC(2024, 4, 6, 9);

interface Bench {
  readonly broker: Broker;
  readonly executions: Executions;
  readonly transactions: number[];
  quote(bid: number): void;
}

function bench(
  it: { readonly account?: Partial<ScriptedAccount>; readonly symbol?: Partial<ScriptedSymbol> } = {},
): Bench {
  const executions = new Executions();
  const transactions: number[] = [];
  const market = new Market(() => undefined);
  const broker = new Broker({
    account: { ...demoAccount, ...it.account },
    market,
    executions,
    utcMs: () => utcMs,
    serverMs: () => utcMs + 10_800_000,
    isMarketOpen: () => true,
    firstTicket: 100,
    out: { row: () => undefined, transaction: (fields) => transactions.push(Number(fields['t.type'])) },
  });
  market.setSymbol({ ...eurusd, ...it.symbol });
  const quote = (bid: number): void => {
    market.tick('EURUSD', { stampMs: utcMs, bid, ask: bid + 0.0001 });
    broker.onQuote('EURUSD');
  };
  quote(1.1);
  return { broker, executions, transactions, quote };
}

const order = (it: Partial<TradeRequest> = {}): TradeRequest => ({
  action: action.TRADE_ACTION_DEAL,
  magic: '7',
  order: 0,
  symbol: 'EURUSD',
  volume: 0.1,
  price: 1.1001,
  stoplimit: 0,
  sl: 0,
  tp: 0,
  deviation: 0,
  type: orderType.ORDER_TYPE_BUY,
  filling: filling.ORDER_FILLING_FOK,
  timeType: 0,
  expiration: 0,
  comment: '',
  position: 0,
  positionBy: 0,
  ...it,
});

const sell = { type: orderType.ORDER_TYPE_SELL, price: 1.1 };
const positions = ({ broker }: Bench): object[] =>
  [...broker.book.positions.values()].map(({ ticket, identifier, side, volume, openPrice }) => ({
    ticket,
    identifier,
    side,
    volume,
    openPrice,
  }));
const deals = ({ executions }: Bench): object[] =>
  executions.all.flatMap(({ kind, entry, volume, price, magic, by }) =>
    kind === 'deal' ? [{ entry, volume, price, magic, by }] : [],
  );

describe('a hedging account', () => {
  test('opens a position for each order, by ask and bid, and tells the steps in the order of MT5', () => {
    const it = bench();
    expect(it.broker.execute(order(), 'adviser')).toEqual({
      retcode: 10009,
      order: 101,
      deal: 102,
      volume: 0.1,
      price: 1.1001,
    });
    it.broker.execute(order(sell), 'adviser');
    expect(positions(it)).toEqual([
      { ticket: 101, identifier: 101, side: 'buy', volume: 0.1, openPrice: 1.1001 },
      { ticket: 103, identifier: 103, side: 'sell', volume: 0.1, openPrice: 1.1 },
    ]);
    expect(it.transactions.slice(0, 4)).toEqual([0, 6, 2, 3]);
  });

  test('closes a part, then the rest, and books the profit', () => {
    const it = bench();
    it.broker.execute(order({ volume: 0.3 }), 'adviser');
    it.quote(1.2);
    it.broker.execute(order({ ...sell, volume: 0.1, position: 101 }), 'adviser');
    expect(positions(it)).toMatchObject([{ volume: 0.2 }]);
    expect(it.broker.balance).toBe(10_000 + 999);
    it.broker.execute(order({ ...sell, volume: 0.2, position: 101 }), 'adviser');
    expect(positions(it)).toEqual([]);
    expect(it.broker.balance).toBe(10_000 + 2997);
    expect(deals(it).map((deal) => (deal as { entry: string }).entry)).toEqual(['in', 'out', 'out']);
  });

  test('a stop and a target are the broker’s own orders, without the magic', () => {
    const it = bench();
    it.broker.execute(order({ sl: 1.09, tp: 1.12 }), 'adviser');
    it.broker.execute(order({ sl: 1.05, tp: 1.11 }), 'adviser');
    it.quote(1.111);
    it.quote(1.08);
    expect(deals(it).slice(2)).toEqual([
      { entry: 'out', volume: 0.1, price: 1.111, magic: '0', by: 'target' },
      { entry: 'out', volume: 0.1, price: 1.08, magic: '0', by: 'stop' },
    ]);
  });

  test('the stop-out closes the worst position until the margin suffices', () => {
    const it = bench({ account: { balance: 1000, stopOutPercent: 50 } });
    it.broker.execute(order({ volume: 0.5 }), 'adviser');
    it.broker.execute(order({ volume: 0.3 }), 'adviser');
    it.quote(1.093);
    expect(deals(it).slice(2)).toEqual([{ entry: 'out', volume: 0.5, price: 1.093, magic: '0', by: 'stopOut' }]);
    expect(positions(it)).toHaveLength(1);
  });

  test('two positions close each other', () => {
    const it = bench();
    it.broker.execute(order({ volume: 0.3 }), 'adviser');
    it.broker.execute(order({ ...sell, volume: 0.1 }), 'trader');
    it.broker.closeBy(101, 103);
    expect(positions(it)).toMatchObject([{ ticket: 101, volume: 0.2 }]);
    expect(deals(it).slice(2)).toMatchObject([{ entry: 'outBy' }, { entry: 'outBy' }]);
  });
});

describe('a netting account', () => {
  const netting = (): Bench => bench({ account: { margin: 'netting' } });

  test('adds to the position at the average price', () => {
    const it = netting();
    it.broker.execute(order(), 'adviser');
    it.quote(1.2);
    it.broker.execute(order({ price: 1.2001 }), 'adviser');
    expect(positions(it)).toMatchObject([{ ticket: 101, side: 'buy', volume: 0.2 }]);
    expect([...it.broker.book.positions.values()][0]?.openPrice).toBeCloseTo(1.1501, 9);
  });

  test('an opposite deal reduces, and a larger one turns: another ticket, the same identifier', () => {
    const it = netting();
    it.broker.execute(order({ volume: 0.3 }), 'adviser');
    it.broker.execute(order({ ...sell, volume: 0.1 }), 'adviser');
    it.broker.execute(order({ ...sell, volume: 0.5 }), 'adviser');
    expect(positions(it)).toEqual([{ ticket: 105, identifier: 101, side: 'sell', volume: 0.3, openPrice: 1.1 }]);
    expect(deals(it).map((deal) => (deal as { entry: string }).entry)).toEqual(['in', 'out', 'inOut']);
  });

  test('a close that comes after the stop was filled opens what nobody wanted', () => {
    const it = netting();
    it.broker.execute(order({ sl: 1.09 }), 'adviser');
    it.quote(1.08);
    it.broker.execute(order({ ...sell, price: 1.08 }), 'adviser');
    expect(positions(it)).toMatchObject([{ side: 'sell', volume: 0.1 }]);
  });
});

describe('a request', () => {
  const refused = (it: Bench, request: Partial<TradeRequest>): number =>
    it.broker.execute(order(request), 'adviser').retcode;

  test.each([
    ['below the smallest volume', {}, { volume: 0.001 }, retcode.TRADE_RETCODE_INVALID_VOLUME],
    ['off the step', {}, { volume: 0.015 }, retcode.TRADE_RETCODE_INVALID_VOLUME],
    ['above the symbol’s limit', { volumeLimit: 0.5 }, { volume: 0.6 }, retcode.TRADE_RETCODE_LIMIT_VOLUME],
    ['beyond the margin', {}, { volume: 50 }, retcode.TRADE_RETCODE_NO_MONEY],
    ['with a stop on the wrong side', {}, { sl: 1.2 }, retcode.TRADE_RETCODE_INVALID_STOPS],
    ['with a stop too near', { stopsLevelPoints: 50 }, { sl: 1.0998 }, retcode.TRADE_RETCODE_INVALID_STOPS],
    ['with RETURN at market', {}, { filling: filling.ORDER_FILLING_RETURN }, retcode.TRADE_RETCODE_INVALID_FILL],
    [
      'with FOK where only IOC is',
      { fillingModes: fillingFlag.SYMBOL_FILLING_IOC },
      {},
      retcode.TRADE_RETCODE_INVALID_FILL,
    ],
    [
      'to sell where only buying is',
      { tradeMode: tradeMode.SYMBOL_TRADE_MODE_LONGONLY },
      sell,
      retcode.TRADE_RETCODE_LONG_ONLY,
    ],
    [
      'where only closing is',
      { tradeMode: tradeMode.SYMBOL_TRADE_MODE_CLOSEONLY },
      {},
      retcode.TRADE_RETCODE_CLOSE_ONLY,
    ],
    ['of a symbol that is not there', {}, { symbol: 'NONE' }, retcode.TRADE_RETCODE_INVALID],
    ['to close what is closed', {}, { position: 99 }, retcode.TRADE_RETCODE_POSITION_CLOSED],
  ])('%s is refused', (_, symbol, request, code) => {
    const it = bench({ symbol });
    expect(refused(it, request)).toBe(code);
    expect(it.executions.all).toEqual([]);
  });

  test('instant execution requotes beyond the deviation, at market nothing does', () => {
    const instant = bench({ symbol: { execution: execution.SYMBOL_TRADE_EXECUTION_INSTANT } });
    expect(refused(instant, { price: 1.099, deviation: 10 })).toBe(retcode.TRADE_RETCODE_REQUOTE);
    expect(refused(instant, { price: 1.1, deviation: 10 })).toBe(retcode.TRADE_RETCODE_DONE);
    expect(refused(bench(), { price: 0.5, deviation: 10 })).toBe(retcode.TRADE_RETCODE_DONE);
  });

  test('to move stops: done, without a change, frozen, gone', () => {
    const it = bench({ symbol: { freezeLevelPoints: 100 } });
    it.broker.execute(order({ sl: 1.05 }), 'adviser');
    const modify = { action: action.TRADE_ACTION_SLTP, position: 101 };
    expect(refused(it, { ...modify, sl: 1.06 })).toBe(retcode.TRADE_RETCODE_DONE);
    expect(refused(it, { ...modify, sl: 1.06 })).toBe(retcode.TRADE_RETCODE_NO_CHANGES);
    it.quote(1.0605);
    expect(refused(it, { ...modify, sl: 1.04 })).toBe(retcode.TRADE_RETCODE_FROZEN);
    expect(refused(it, { ...modify, position: 999, sl: 1.04 })).toBe(retcode.TRADE_RETCODE_POSITION_CLOSED);
  });

  test('filled in part cancels the rest', () => {
    const it = bench();
    const partial = order({ volume: 0.3, filling: filling.ORDER_FILLING_IOC });
    expect(it.broker.execute(partial, 'adviser', { fillRatio: 0.5 })).toMatchObject({ retcode: 10010, volume: 0.15 });
    expect(it.broker.book.historyOrders.get(101)).toMatchObject({ volumeInitial: 0.3, volumeLeft: 0.15 });
    expect(it.broker.execute(order({ volume: 0.3 }), 'adviser', { fillRatio: 0.5 }).retcode).toBe(
      retcode.TRADE_RETCODE_REJECT,
    );
    expect(deals(it)).toHaveLength(1);
  });
});

test('a pending order waits for its price, may be moved, and may be cancelled', () => {
  const it = bench();
  const pending = { action: action.TRADE_ACTION_PENDING, type: orderType.ORDER_TYPE_BUY_LIMIT };
  it.broker.execute(order({ ...pending, price: 1.09 }), 'trader');
  it.broker.execute(order({ ...pending, price: 1.08 }), 'trader');
  it.broker.execute(order({ action: action.TRADE_ACTION_MODIFY, order: 101, price: 1.095 }), 'trader');
  it.broker.execute(order({ action: action.TRADE_ACTION_REMOVE, order: 102 }), 'trader');
  it.quote(1.094);
  expect(positions(it)).toMatchObject([{ ticket: 101, side: 'buy' }]);
  expect(it.broker.book.orders.size).toBe(0);
});

test('money that moves is a deal of its own kind', () => {
  const it = bench();
  const ticket = it.broker.moveMoney({ type: dealType.DEAL_TYPE_BALANCE, amount: -250.5 });
  expect(it.broker.balance).toBe(9749.5);
  expect(it.broker.book.deals.get(ticket)).toMatchObject({ type: 2, profit: -250.5, symbol: '' });
});
