import { expect, test } from 'vitest';
import { goldenRun, minuteMs, onlyTrade, still, usualStartUtcMs } from './golden-run.suite.ts';

/**
 * Gold: a lot is 100 ounces, so a dollar of the price is 100 of the account, and 3.50 are charged a lot and side. A buy decided at 2000.00 pays
 * 2000.20; to its stop at 1990 a lot loses 10.20 × 100 + 2 × 3.50 = 1,027. One hundredth of 102,700 is 1,027: exactly one lot.
 */
const long = { account: { balance: 102_700 }, scripts: [{ 0: { enter: 'buy', stop: 1990, target: 2020 } }] } as const;

/** A sell gets 2000.00; to its stop at 2010 a lot loses 10 × 100 + 7 = 1,007, of which 100,700 hold one hundred. */
const short = { account: { balance: 100_700 }, scripts: [{ 0: { enter: 'sell', stop: 2010, target: 1980 } }] } as const;

test('stop and target in one bar: the stop is taken, and the trade says what the target would have brought', () => {
  const trade = onlyTrade(
    goldenRun({ ...long, rows: [still(2000), still(2000), [2000, 2021, 1989, 2005], still(2005)] }),
  );
  expect(trade).toMatchObject({
    ...{ volume: 1, openPrice: 2000.2, closePrice: 1990, exitReason: 'stop', isAmbiguous: true },
    // By the bid 10.00 were lost, by the ask that was paid 0.20 more: −1,000 − 20 − 7.
    ...{ gross: -1000, spread: -20, commission: -7, swap: 0, slippage: 0, net: -1027 },
    ...{ riskMoney: expect.closeTo(1027, 9) as number, rMultiple: expect.closeTo(-1, 12) as number },
    // (2020 − 2000.20) × 100 − 7.
    bestNet: 1973,
  });
});

test('the same of a short, whose market is the ask: a high of 2009.80 reaches a stop at 2010', () => {
  const rows = [still(2000), still(2000), [2000, 2009.8, 1979.8, 1990], still(1990)] as const;
  expect(onlyTrade(goldenRun({ ...short, rows }))).toMatchObject({
    ...{ volume: 1, openPrice: 2000, closePrice: 2010, exitReason: 'stop', isAmbiguous: true },
    // By the bid at the stop, 2009.80, 9.80 were lost, and the spread to buy it back: −980 − 20 − 7.
    ...{ gross: -980, spread: -20, commission: -7, net: -1007, riskMoney: expect.closeTo(1007, 9) as number },
    // (2000 − 1980) × 100 − 7.
    bestNet: 1993,
  });
});

test('a tick less of either reaches neither', () => {
  const rows = [still(2000), still(2000), [2000, 2009.79, 1979.81, 1990], still(1990)] as const;
  expect(onlyTrade(goldenRun({ ...short, rows }))).toMatchObject({ exitReason: 'endOfRun', closePrice: 1990.2 });
});

test('a price that is at the stop to the tick is at the stop, whatever the digits of its sum are', () => {
  // 1977.84 + 0.05 is 1977.8899999999999 in doubles. From the bid 1977.00 to 1977.89 and with both commissions a lot loses 96: one hundredth of 9,600.
  const rows = [still(1977), still(1977), [1977, 1977.84, 1977, 1977, 0.05], still(1977)] as const;
  const scripts = [{ 0: { enter: 'sell', stop: 1977.89 } }] as const;
  expect(onlyTrade(goldenRun({ rows, scripts, account: { balance: 9600 } }))).toMatchObject({
    ...{ volume: 1, exitReason: 'stop', closePrice: 1977.89 },
    // By the bid at the stop 0.84 were lost, and 0.05 of spread.
    ...{ gross: expect.closeTo(-84, 9) as number, spread: -5, commission: -7, net: -96 },
  });
});

test('the bar that was entered in can stop: entered at its opening, stopped at its low', () => {
  const trade = onlyTrade(goldenRun({ ...long, rows: [still(2000), [2000, 2001, 1989, 1995], still(1995)] }));
  expect(trade).toMatchObject({
    exitReason: 'stop',
    openPrice: 2000.2,
    closePrice: 1990,
    net: -1027,
    isAmbiguous: false,
  });
  expect(trade.openedAtUtcMs).toBe(usualStartUtcMs + minuteMs);
  expect(trade.closedAtUtcMs).toBeLessThanOrEqual(usualStartUtcMs + 2 * minuteMs);
});

/**
 * The bar opens at 2000, has its nearer extreme, 1999, after a quarter (15 s) and the farther one, 2011, after three (45 s). At 20 s the bid is a
 * sixth of the way from 1999 to 2011: 2001.00, and a buy pays 2001.20, which the drift limit has to allow.
 */
const within = {
  rows: [still(2000), [2000, 2011, 1999, 2008], still(2008)],
  costs: { latencyMs: 20_000 },
} as const;

test.each([
  ['at its opening, 2000', 0, 2000.2],
  ['at 7.5 s, half of the way down to 1999', 7500, 1999.7],
  ['at 30 s, half of the way from 1999 up to 2011', 30_000, 2005.2],
  ['at 52.5 s, half of the way from 2011 to the close at 2008', 52_500, 2009.7],
])('an entry within a bar pays what the bar’s path is at %s', (_, latencyMs, openPrice) => {
  const scripts = [{ 0: { enter: 'buy', stop: 1990 } }] as const;
  const run = goldenRun({ ...within, costs: { latencyMs }, scripts, limits: { driftRMax: 2 } });
  expect(onlyTrade(run)).toMatchObject({ openPrice, openedAtUtcMs: usualStartUtcMs + minuteMs + latencyMs });
});

test('an entry within a bar is not stopped by what came before it', () => {
  const scripts = [{ 0: { enter: 'buy', stop: 1999.5 } }] as const;
  // R is 0.50, from the reference to the stop: three of it allow up to 2001.70.
  const trade = onlyTrade(goldenRun({ ...within, scripts, limits: { driftRMax: 3 } }));
  expect(trade).toMatchObject({ openPrice: 2001.2, exitReason: 'endOfRun' });
});

test('an entry within a bar is taken out by what comes after it', () => {
  const scripts = [{ 0: { enter: 'buy', stop: 1990, target: 2010.5 } }] as const;
  // R is 10: 0.15 of it allow up to 2001.70.
  expect(onlyTrade(goldenRun({ ...within, scripts, limits: { driftRMax: 0.15 } }))).toMatchObject({
    ...{ openPrice: 2001.2, closePrice: 2010.5, exitReason: 'target', isAmbiguous: false },
  });
});

test('slippage is a share of the spread, to our loss, at the entry and at a stop that is drawn through', () => {
  const costs = { slippage: { entry: 0.25, exit: 0.25, stop: 0.5, isRandom: false } };
  const rows = [still(2000), still(2000), [2000, 2001, 1989, 1995], still(1995)] as const;
  const trade = onlyTrade(goldenRun({ ...long, rows, costs }));
  expect(trade).toMatchObject({
    // A quarter of 0.20 above the ask; half of 0.20 below the stop.
    ...{ openPrice: 2000.25, closePrice: 1989.9, exitReason: 'stop' },
  });
  // By lot: 10.00 by the bid, 0.20 of spread, 0.15 of slippage, 7 of commission.
  const { gross, spread, slippage, commission, volume, net } = trade;
  expect([gross, spread, slippage, commission].map((it) => it / volume)).toEqual(
    [-1000, -20, -15, -7].map((it) => expect.closeTo(it, 6) as number),
  );
  expect(net).toBeCloseTo(gross + spread + slippage + commission, 9);
});
