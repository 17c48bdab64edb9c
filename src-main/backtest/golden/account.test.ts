import { expect, test } from 'vitest';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { assert } from '#shared/base/assert.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { closeAgainst } from '#main/fills/close-against.ts';
import { goldenRun, onlyTrade, still } from './golden-run.suite.ts';

/** From the ask 2000.20 to the stop at 1990 and with both commissions a lot loses 1,027, and the smallest volume, 0.01 lots, 10.27. */
const rows = [still(2000), still(2000), still(2000)];
const scripts = [{ 0: { enter: 'buy', stop: 1990 } }] as const;

test('an account whose hundredth is a cent short of the smallest volume’s loss trades nothing, and says why', () => {
  expect(goldenRun({ rows, scripts, account: { balance: 1026 } })).toMatchObject({
    trades: [],
    intents: 1,
    deniedByCode: { VOLUME_BELOW_MIN: 1 },
  });
  // A hundredth of 1,027 is the 10.27 itself.
  expect(onlyTrade(goldenRun({ rows, scripts, account: { balance: 1027 } })).volume).toBe(0.01);
});

test('a volume is floored to the step, never rounded', () => {
  // 1,026.99 ÷ 1,027 is 0.99999 lots.
  const trade = onlyTrade(goldenRun({ rows, scripts, account: { balance: 102_699 } }));
  expect(trade).toMatchObject({ volume: 0.99 });
  expect(trade.riskMoney).toBeCloseTo(0.99 * 1027, 9);
});

test('credit is risked by nobody: the size is that of equity without it, and the curve leaves it out', () => {
  const output = goldenRun({ rows, scripts, account: { balance: 102_700, credit: 50_000 } });
  expect(onlyTrade(output).volume).toBe(1);
  expect(output.curve.equity[0]).toBe(102_700);
  // Bought at 2000.20 and closed at the end for 2000.00: −20 − 7.
  expect(output.curve.equity.at(-1)).toBeCloseTo(102_700 - 27, 9);
  expect(output.curve.balance.at(-1)).toBeCloseTo(102_700 - 27, 9);
});

/**
 * A lot blocks 2,000, and the broker closes where equity ÷ margin comes down to 0.8: at 1,600. Of 2,054 one half may be lost, 1,027: one lot. After
 * the commission of its entry equity is 2,050.50 + (bid − 2000.20) × 100, which is 1,600 at a bid of 1995.695.
 */
const nearStopOut = {
  ...{ riskRatio: 0.5, account: { balance: 2054, stopOutRatio: 0.8 }, scripts },
  rows: [still(2000), still(2000), [2000, 2000, 1995.7, 1996], [1996, 1996, 1995.6, 1996], still(1996)],
} as const;

test('stop-out: the broker closes on the first row whose worst price leaves too little equity', () => {
  const output = goldenRun(nearStopOut);
  expect(output.stopOuts).toBe(1);
  // (1995.60 − 2000.20) × 100 − 7.
  expect(onlyTrade(output)).toMatchObject({ exitReason: 'stopOut', closePrice: 1995.6, net: -467 });
});

test('credit counts where the broker looks: with it the same account is not stopped out', () => {
  const output = goldenRun({ ...nearStopOut, account: { ...nearStopOut.account, credit: 100 } });
  expect(output.stopOuts).toBe(0);
  expect(onlyTrade(output).exitReason).toBe('endOfRun');
});

test('stop-out in part: the largest loss is closed first, and where that is enough the other position stays', () => {
  // The first lane buys at 2000.20 with its stop at 1980: 2,027 a lot, of which a quarter of 16,216 holds two. Margin 4,000.
  // The second buys at 1990.20 with its stop at 1970: of the 16,216 − 7 − 2 × 10.20 × 100 = 14,169 a quarter holds 1.74 lots. Margin 7,480.
  // At 1984.00 the first has lost 16.20 × 200 = 3,240, the second 6.20 × 174 = 1,078.80: equity is 11,884.11, 1.589 of the margin.
  const output = goldenRun({
    ...{ riskRatio: 0.25, account: { balance: 16_216, stopOutRatio: 1.7 } },
    scripts: [{ 0: { enter: 'buy', stop: 1980 } }, { 1: { enter: 'buy', stop: 1970 } }],
    rows: [still(2000), [2000, 2000, 1990, 1990], still(1990), [1990, 1990, 1984, 1989], still(1989)],
  });
  const closed = output.trades.map((it) => [it.strategy, it.volume, it.exitReason, it.closePrice, it.net]);
  expect(closed).toEqual([
    // −16.20 × 200 − 2 × 7. What is left, 11,870.11, is 3.4 of the margin of 3,480.
    ['script0', 2, 'stopOut', 1984, expect.closeTo(-3254, 9)],
    // (1989 − 1990.20) × 174 − 1.74 × 7.
    ['script1', 1.74, 'endOfRun', 1989, expect.closeTo(-208.8 - 12.18, 9)],
  ]);
  expect(output.stopOuts).toBe(1);
});

test('partial close: a lane closes its position as a whole; a part that a trader closes takes its share of profit, swap and commission', () => {
  const position = samplePosition({ side: 'buy', volume: 0.5, openPrice: 2000, swap: -2.5, profit: 600 });
  const closing = closeAgainst(position, { volume: lots(0.2), price: price(2012) }, sampleGold);
  assert(closing.ok, 'a part can be closed');
  // 0.2 lots × 12.00 × 100 = 240; two fifths of −2.50; 0.2 × 3.50.
  expect(closing.value).toMatchObject({ profit: 240, swap: -1, commission: -0.7 });
  expect(closing.value.remaining).toMatchObject({ volume: 0.3, swap: -1.5, profit: 360 });
});

test('commission in another currency is converted at each deal, and the risk is sized by the rate of the entry', () => {
  // 3 euro a side: 3.30 at 1.10 dollars when it is bought, 3.60 at 1.20 when it is closed. Sized by 10.20 × 100 + 2 × 3.30 = 1,026.60 a lot.
  const instrument = sampleInstrument({ commissionPerLotSide: 3 });
  const commissionRate = Float64Array.of(1.1, 1.1, 1.2);
  const output = goldenRun({ rows, scripts, instrument, commissionRate, account: { balance: 102_660 } });
  expect(onlyTrade(output)).toMatchObject({
    ...{ volume: 1, riskMoney: expect.closeTo(1026.6, 9) as number },
    commission: expect.closeTo(-3.3 - 3.6, 9) as number,
    // The spread besides.
    net: expect.closeTo(-20 - 6.9, 9) as number,
  });
});
