import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { formatClientOrderId } from '#shared/trading/client-order-id.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import type { Arrival } from '#main/fills/exit-hit.ts';
import { positionId } from '#shared/trading/ids.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { figuresOf } from './broker-figures.ts';
import { newBrokerState, type BrokerState } from './broker-state.ts';
import type { DealRequest } from './deal-request.ts';
import { executeOrder } from './execute-order.ts';
import { watchOf, type MarketNow } from './market-watch.ts';
import { passQuote } from './pass-quote.ts';
import { passQuotes } from './pass-quotes.ts';

const clock = brokerClock('ny+7');
const instrument = sampleInstrument({ commissionPerLotSide: 4 });
const marketAt = (bid: number): MarketNow => {
  const quote = sampleQuote({ bid, spreadPoints: 20, instrument });
  return { quote, instrument, nowUtcMs: sampleStartUtcMs, watch: watchOf([{ instrument, quote }]) };
};
const idOf = (counter: number) => formatClientOrderId({ installationTag: 5, counter });
const buy: DealRequest = {
  kind: 'entry',
  clientOrderId: idOf(1),
  origin: 'ats',
  symbol: 'XAUUSD',
  side: 'buy',
  volume: lots(0.5),
  stop: price(1990),
  target: price(2020),
  worstPrice: price(2001),
};
const fresh = newBrokerState(25_000);
const opened = executeOrder(fresh, buy, marketAt(2000));
const pass = (state: BrokerState, bid: number, arrival: Arrival) => passQuote(state, { ...marketAt(bid), arrival });

test('a bought half lot pays the ask and one side of commission, and is at once worth its spread less', () => {
  expect(opened.deals).toMatchObject([
    { entry: 'in', side: 'buy', price: 2000.2, volume: 0.5, commission: -2, profit: 0, clientOrderId: idOf(1) },
  ]);
  expect(opened.orders).toMatchObject([{ clientOrderId: idOf(1), refusal: null }]);
  expect(opened.state.balance).toBe(24_998);
  expect(opened.state.positions).toMatchObject([{ positionId: opened.orders[0]?.orderTicket, profit: -10 }]);
  expect(figuresOf(opened.state, watchOf([{ instrument, quote: null }]))).toEqual({
    equity: 24_988,
    margin: 1000,
    freeMargin: 23_988,
  });
});

test('quotes between stop and target only revalue it', () => {
  const { state, deals, orders } = pass(opened.state, 2010, 'jumped');
  expect({ deals, orders, profit: state.positions[0]?.profit }).toEqual({ deals: [], orders: [], profit: 490 });
});

test('a drawn stop closes it at the stop, with a deal of the broker’s own', () => {
  const { state, deals, orders } = pass(opened.state, 1988, 'drawn');
  expect(deals).toMatchObject([
    { entry: 'out', side: 'sell', reason: 'stop', price: 1990, profit: -510, commission: -2, clientOrderId: null },
  ]);
  expect(orders).toMatchObject([{ clientOrderId: null, refusal: null }]);
  expect({ balance: state.balance, positions: state.positions }).toEqual({ balance: 24_486, positions: [] });
});

test('a gap over the stop costs the gap, a gap over the target earns the target only', () => {
  expect(pass(opened.state, 1985, 'jumped').deals).toMatchObject([{ reason: 'stop', price: 1985, profit: -760 }]);
  expect(pass(opened.state, 2030, 'jumped').deals).toMatchObject([{ reason: 'target', price: 2020, profit: 990 }]);
});

test('a reduction closes the part and leaves the rest, and bears its own order id', () => {
  const id = positionId(opened.state.positions[0]?.positionId ?? '');
  const reduction = {
    kind: 'reduceOnly',
    clientOrderId: idOf(2),
    origin: 'ats',
    symbol: 'XAUUSD',
    positionId: id,
    side: 'sell',
  } as const;
  const { state, deals } = executeOrder(opened.state, { ...reduction, volume: lots(0.2) }, marketAt(2010));
  expect(deals).toMatchObject([{ entry: 'out', price: 2010, volume: 0.2, profit: 196, clientOrderId: idOf(2) }]);
  expect(state.positions).toMatchObject([{ volume: 0.3, openPrice: 2000.2 }]);
  const tooMuch = executeOrder(state, { ...reduction, volume: lots(0.31) }, marketAt(2010));
  expect(tooMuch).toMatchObject({ deals: [], orders: [{ refusal: { code: 'NOT_A_REDUCTION' } }] });
  const sameSide = executeOrder(state, { ...reduction, side: 'buy', volume: lots(0.1) }, marketAt(2010));
  expect(sameSide).toMatchObject({ deals: [], orders: [{ refusal: { code: 'POSITION_UNKNOWN' } }] });
});

test('a refused entry leaves the account alone but stands in the history', () => {
  const refused = executeOrder(fresh, { ...buy, worstPrice: price(2000) }, marketAt(2000));
  expect(refused.orders).toMatchObject([{ clientOrderId: idOf(1), refusal: { code: 'WORST_PRICE_PASSED' } }]);
  expect({ ...refused.state, lastOrderTicket: 0 }).toEqual({ ...fresh, lastOrderTicket: 0 });
});

test('at the stop-out level positions are closed, the largest loss first, until the level holds', () => {
  const poor = newBrokerState(2500);
  const one = executeOrder(poor, { ...buy, stop: price(1), target: null }, marketAt(2000)).state;
  const two = executeOrder(one, { ...buy, clientOrderId: idOf(2), volume: lots(0.4), stop: price(1) }, marketAt(2000));
  const { deals, state } = pass(two.state, 1980, 'jumped');
  expect(deals).toMatchObject([{ reason: 'stopOut', volume: 0.5, price: 1980, profit: -1010 }]);
  expect(state.positions).toMatchObject([{ volume: 0.4 }]);
});

test('a quote values its own symbol alone, and the stop-out closes what loses most of all, at its own last quote', () => {
  const euro = sampleInstrument({ symbol: 'EURUSD', commissionPerLotSide: 0 });
  const euroQuote = sampleQuote({ bid: 1990, spreadPoints: 0, instrument: euro });
  const before = watchOf([
    { instrument, quote: marketAt(2000).quote },
    { instrument: euro, quote: euroQuote },
  ]);
  const poor = newBrokerState(1600);
  const gold = { ...buy, volume: lots(0.3), stop: price(1), target: null };
  const one = executeOrder(poor, gold, { ...marketAt(2000), watch: before }).state;
  const other = { ...gold, clientOrderId: idOf(2), symbol: 'EURUSD', volume: lots(0.2), worstPrice: null };
  const two = executeOrder(one, other, {
    quote: euroQuote,
    instrument: euro,
    nowUtcMs: sampleStartUtcMs,
    watch: before,
  });
  const quotes = [
    { quote: marketAt(1999).quote, arrival: 'jumped' },
    { quote: sampleQuote({ bid: 1950, spreadPoints: 0, instrument: euro }), arrival: 'jumped' },
    { quote: marketAt(1985).quote, arrival: 'jumped' },
  ] as const;
  const calm = passQuotes(two.state, quotes.slice(0, 1), { before, clock });
  expect(calm.state.positions).toMatchObject([{ profit: -36 }, { profit: 0 }]);
  const { deals, state } = passQuotes(two.state, quotes, { before, clock });
  expect(deals).toMatchObject([{ symbol: 'EURUSD', reason: 'stopOut', price: 1950, profit: -800 }]);
  expect(state.positions).toMatchObject([{ symbol: 'XAUUSD', profit: -456 }]);
});
