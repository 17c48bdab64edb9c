import { expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { positionId } from '#shared/trading/ids.ts';
import type { Side } from '#shared/trading/side.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { newBrokerState, type BrokerState } from './broker-state.ts';
import type { DealRequest } from './deal-request.ts';
import { executeOrder } from './execute-order.ts';
import { watchOf, type MarketNow } from './market-watch.ts';

const instrument = sampleInstrument({ commissionPerLotSide: 0 });

const marketAt = (bid: number): MarketNow => {
  const quote = sampleQuote({ bid, spreadPoints: 0, instrument });
  return { quote, instrument, nowUtcMs: sampleStartUtcMs, watch: watchOf([{ instrument, quote }]) };
};

const fresh = newBrokerState(25_000, { marginMode: 'netting', stopOutPercent: 50 });

const order = (side: Side, volume: number, stop: number | null = null): DealRequest => ({
  ...{ kind: 'entry', clientOrderId: null, origin: 'manual', symbol: 'XAUUSD', side, volume: lots(volume) },
  ...{ stop: stop === null ? null : price(stop), target: null, worstPrice: null },
});

const trade = (state: BrokerState, request: DealRequest, bid: number) => executeOrder(state, request, marketAt(bid));

const long = trade(fresh, order('buy', 0.2, 1980), 2000).state;

test('a second order of the same side adds to the one position, at the mean price and with its own levels', () => {
  const { state, deals } = trade(long, order('buy', 0.1, 1990), 2030);
  expect(deals).toMatchObject([{ entry: 'in', volume: 0.1, positionId: long.positions[0]?.positionId }]);
  expect(state.positions).toMatchObject([{ volume: 0.3, openPrice: 2010, stop: 1990, profit: 600 }]);
});

test('one without levels leaves those that are set', () => {
  expect(trade(long, order('buy', 0.1), 2030).state.positions).toMatchObject([{ volume: 0.3, stop: 1980 }]);
});

test('a smaller order of the other side takes from it, an equal one ends it', () => {
  const part = trade(long, order('sell', 0.05), 2010);
  expect(part.deals).toMatchObject([{ entry: 'out', volume: 0.05, profit: 50, reason: 'manual' }]);
  expect(part.state.positions).toMatchObject([{ volume: 0.15, openPrice: 2000, stop: 1980 }]);
  const whole = trade(long, order('sell', 0.2), 2010);
  expect({ deals: whole.deals.length, positions: whole.state.positions, balance: whole.state.balance }).toEqual({
    ...{ deals: 1, positions: [], balance: 25_200 },
  });
});

test('a larger one turns it round in a single deal, and the position keeps its id', () => {
  const { state, deals } = trade(long, order('sell', 0.5, 2050), 2010);
  const [{ positionId: id } = { positionId: '' }] = long.positions;
  expect(deals).toMatchObject([{ entry: 'inOut', side: 'sell', volume: 0.5, profit: 200, positionId: id }]);
  expect(state.positions).toMatchObject([{ positionId: id, side: 'sell', volume: 0.3, openPrice: 2010, stop: 2050 }]);
});

test('a close that finds nothing open opens: it is an opposite deal and no more', () => {
  const close: DealRequest = {
    ...{ kind: 'reduceOnly', clientOrderId: null, origin: 'adviser', symbol: 'XAUUSD', side: 'sell' },
    volume: lots(0.2),
    positionId: positionId('1'),
  };
  const { state, deals } = trade(fresh, close, 2000);
  expect(deals).toMatchObject([{ entry: 'in', side: 'sell', reason: 'adviser' }]);
  expect(state.positions).toMatchObject([{ side: 'sell', volume: 0.2, stop: null, target: null }]);
});
