import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { money } from '#shared/units/money.ts';
import { accountFigures } from './account-figures.ts';
import { revalue } from './revalue.ts';
import { positionToStopOut } from './stop-out.ts';

const exposure = (profit: number, swap: number, margin: number) => ({
  profit: money(profit),
  swap: money(swap),
  margin: money(margin),
});

test('equity is balance, credit, and what is open with its swap; free margin is what the margin leaves of it', () => {
  const open = [exposure(120.5, -1.25, 1000), exposure(-20.1, 0, 500)];
  expect(accountFigures({ balance: money(25_000), credit: money(100) }, open)).toEqual({
    equity: 25_199.15,
    margin: 1500,
    freeMargin: 23_699.15,
  });
});

test('a long is valued on the bid, a short on the ask', () => {
  const quote = sampleQuote({ bid: 2005, spreadPoints: 20 });
  const long = samplePosition({ side: 'buy', volume: 0.5, openPrice: 2000 });
  const short = samplePosition({ side: 'sell', volume: 0.5, openPrice: 2000 });
  expect(revalue(long, quote, sampleGold).profit).toBe(250);
  expect(revalue(short, quote, sampleGold).profit).toBe(-260);
});

test('at the stop-out level the position that loses most is closed, above it none', () => {
  const small = samplePosition({ positionId: '1', profit: -100 });
  const large = samplePosition({ positionId: '2', profit: -900 });
  const won = samplePosition({ positionId: '3', profit: 50 });
  const level = (equity: number) => ({ equity: money(equity), margin: money(1000) });
  expect(positionToStopOut([small, large, won], level(500), 0.5)).toBe(large);
  expect(positionToStopOut([small, large, won], level(500.01), 0.5)).toBeNull();
  expect(positionToStopOut([], { equity: money(0), margin: money(0) }, 0.5)).toBeNull();
});
