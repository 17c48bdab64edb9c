import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import type { Deal } from './deal.ts';
import { legVolume, tradeSchema, type Trade } from './trade.ts';
import { tradesAfterDeal, tradesOfDeals, type OwnerOf } from './trades-of-deals.ts';

const owner: OwnerOf = (deal) => (deal.clientOrderId === null ? 'manual' : 'B');

/** The n-th deal of the sample position, a second after the one before. */
const deal = (n: number, changes: Partial<Record<keyof Deal, unknown>>): Deal =>
  sampleDeal({ dealTicket: String(500 + n), occurredAtUtcMs: sampleStartUtcMs + n * 1000, commission: 0, ...changes });

const sold = (n: number, changes: Partial<Record<keyof Deal, unknown>>): Deal =>
  deal(n, { side: 'sell', entry: 'out', ...changes });

const brief = ({ ordinal, side, volume, openPrice, closed, net, legs }: Trade): object => ({
  ordinal,
  side,
  volume,
  openPrice,
  closed: closed?.price ?? null,
  net,
  legs: legs.map(({ kind, volume: legLots }) => `${kind} ${legLots}`),
});

test('a position that is entered twice and left in parts is one trade at mean prices', () => {
  const deals = [
    deal(1, { volume: 0.1, price: 2000, commission: -0.35 }),
    deal(2, { volume: 0.3, price: 2004, commission: -1.05 }),
    sold(3, { volume: 0.1, price: 2010, profit: 70, commission: -0.35, swap: -1.5 }),
    sold(4, { volume: 0.3, price: 2002, profit: -30, commission: -1.05 }),
  ];
  const legs = ['entry 0.1', 'entry 0.3', 'exit 0.1', 'exit 0.3'];
  const whole = { ordinal: 1, side: 'buy', volume: 0.4, openPrice: 2003, closed: 2004, net: 35.7, legs };
  expect(tradesOfDeals(deals, owner).map(brief)).toEqual([whole]);
  expect(tradesOfDeals(deals, owner)[0]).toMatchObject({
    owner: 'B',
    openedAtUtcMs: sampleStartUtcMs + 1000,
    closed: { atUtcMs: sampleStartUtcMs + 4000 },
  });
  const open = { ...whole, closed: null, net: 67.8 - 1 - 0.35 + 0.35, legs: legs.slice(0, 3) };
  expect(tradesOfDeals(deals.slice(0, 3), owner).map(brief)).toEqual([{ ...open, net: 66.75 }]);
});

test('a reversal ends one trade and begins the next, and its commission is shared by volume', () => {
  const trades = tradesOfDeals(
    [
      deal(1, { volume: 0.2, price: 2000, clientOrderId: null, reason: 'manual' }),
      deal(2, { side: 'sell', entry: 'inOut', volume: 0.5, price: 2010, profit: 200, swap: -2, commission: -1.5 }),
      deal(3, { entry: 'out', volume: 0.3, price: 2000, profit: 300 }),
    ],
    owner,
  );
  expect(trades.map(brief)).toEqual([
    {
      ordinal: 1,
      side: 'buy',
      volume: 0.2,
      openPrice: 2000,
      closed: 2010,
      net: 197.4,
      legs: ['entry 0.2', 'exit 0.2'],
    },
    {
      ordinal: 2,
      side: 'sell',
      volume: 0.3,
      openPrice: 2010,
      closed: 2000,
      net: 299.1,
      legs: ['entry 0.3', 'exit 0.3'],
    },
  ]);
  expect(trades.map((trade) => trade.owner)).toEqual(['manual', 'B']);
});

test('a reversal that opens nothing is a plain exit', () => {
  const trades = tradesOfDeals([deal(1, {}), deal(2, { side: 'sell', entry: 'inOut', profit: 5 })], owner);
  expect(trades.map(brief)).toMatchObject([{ ordinal: 1, closed: 2000.2, net: 5 }]);
});

test('what was entered before the first known deal is no trade, and what leaves with it counts by its share', () => {
  const orphans = [sold(1, { profit: 10 }), deal(2, { side: 'sell', entry: 'inOut', volume: 0.3 })];
  expect(tradesOfDeals(orphans, owner)).toEqual([]);
  const trades = tradesOfDeals([deal(3, {}), sold(4, { volume: 0.4, profit: 100, swap: -4, commission: -2 })], owner);
  expect(trades.map(brief)).toMatchObject([{ volume: 0.1, net: 23.5, legs: ['entry 0.1', 'exit 0.1'] }]);
});

test('deals of one moment go by their tickets, which are numbers', () => {
  const at = { occurredAtUtcMs: sampleStartUtcMs };
  const trades = tradesOfDeals([sold(0, { ...at, dealTicket: '1000' }), deal(0, { ...at, dealTicket: '999' })], owner);
  expect(trades.map(brief)).toMatchObject([{ closed: 2000.2 }]);
  const twins = tradesOfDeals([deal(1, at), deal(2, at), deal(1, at)], owner);
  expect(twins[0]?.legs.map((leg) => leg.dealTicket)).toEqual(['501', '501', '502']);
});

/** Deals of a netting position as a broker makes them: it is entered, reduced, reversed and closed in steps of 0.01 lots. */
const history = fc
  .array(
    fc.record({
      isBuy: fc.boolean(),
      steps: fc.integer({ min: 1, max: 20 }),
      cents: fc.integer({ min: -9999, max: 9999 }),
    }),
    {
      maxLength: 30,
    },
  )
  .map((wishes) => {
    let held = 0;
    return wishes.map(({ isBuy, steps, cents }, index) => {
      const signed = isBuy ? steps : -steps;
      const isEntry = held === 0 || Math.sign(held) === Math.sign(signed);
      const entry = isEntry ? 'in' : Math.abs(signed) > Math.abs(held) ? 'inOut' : 'out';
      held += signed;
      const profit = isEntry ? 0 : cents / 100;
      const side = isBuy ? 'buy' : 'sell';
      return deal(index + 1, {
        side,
        entry,
        volume: steps / 100,
        profit,
        commission: -steps / 100,
        price: 2000 + cents / 100,
      });
    });
  });

test('whatever a broker does to a position, its trades keep every lot and every cent, and are made alike one by one and at once', () => {
  fc.assert(
    fc.property(history, (deals) => {
      const trades = tradesOfDeals(deals.toReversed(), owner);
      let last: Trade | null = null;
      const grown = new Map<number, Trade>();
      for (const it of deals) {
        for (const trade of tradesAfterDeal(last, it, owner)) {
          grown.set(trade.ordinal, trade);
          last = trade;
        }
      }
      expect([...grown.values()]).toEqual(trades);
      for (const trade of trades) expect(tradeSchema.parse(trade)).toEqual(trade);
      const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
      const money = sum(deals.map(({ profit, commission }) => profit + commission));
      expect(sum(trades.map(({ net }) => net))).toBeCloseTo(money, 6);
      const lots = sum(trades.map(({ legs }) => legVolume(legs, 'entry') + legVolume(legs, 'exit')));
      expect(lots).toBeCloseTo(sum(deals.map(({ volume }) => volume)), 6);
      expect(trades.slice(0, -1).every(({ closed }) => closed !== null)).toBe(true);
    }),
  );
});
