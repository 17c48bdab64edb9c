import { expect, test } from 'vitest';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { lots } from '#shared/units/lots.ts';
import { goldenRun, minuteMs, onlyTrade, still, usualStartUtcMs, type Row, type Script } from './golden-run.suite.ts';

/**
 * Gold: a lot is 100 ounces, so a dollar of the price is 100 of the account, and 3.50 are charged a lot and side. A buy decided at 2000.00 pays 2000.20;
 * to its stop at 1990 a lot loses 10.20 × 100 + 2 × 3.50 = 1,027. One hundredth of 102,700 is 1,027: exactly one lot.
 */
const account = { balance: 102_700 };
const enter = { enter: 'buy', stop: 1990, target: 2030 } as const;
const rows: readonly Row[] = [
  still(2000),
  still(2000),
  [2000, 2010, 2000, 2010],
  still(2010),
  [2010, 2010, 2005, 2005],
  still(2005),
];

test('a part is closed, the rest goes on, and one trade is left of both', () => {
  // Decided at the close of the third row: four tenths at 2010.00 with the fourth. The rest leaves at 2005.00 with the sixth.
  const output = goldenRun({ account, rows, scripts: [{ 0: enter, 2: { closePart: 0.4 }, 4: { leave: true } }] });
  const trade = onlyTrade(output);
  expect(trade).toMatchObject({
    ...{ volume: 1, openPrice: 2000.2, exitReason: 'oppositeChannel', isAmbiguous: false },
    // 0.4 × 2010 + 0.6 × 2005.
    closePrice: expect.closeTo(2007, 9) as number,
    // By the bid 10 × 40 + 5 × 60 = 700 were won; the ask that was paid took 0.20 × 100; 3.50 in, 0.4 × 3.50 and 0.6 × 3.50 out.
    ...{ gross: expect.closeTo(700, 6) as number, spread: expect.closeTo(-20, 9) as number },
    ...{ commission: expect.closeTo(-7, 9) as number, swap: 0, slippage: 0 },
    // 9.80 × 40 + 4.80 × 60 − 7.
    net: expect.closeTo(673, 6) as number,
    // Of what was at risk as opened.
    ...{ riskMoney: expect.closeTo(1027, 9) as number, rMultiple: expect.closeTo(673 / 1027, 9) as number },
    parts: [
      // 9.80 × 40 − 1.40 and 4.80 × 60 − 2.10; the 3.50 of the entry are in neither.
      {
        closedAtUtcMs: usualStartUtcMs + 3 * minuteMs,
        volume: 0.4,
        price: 2010,
        net: expect.closeTo(390.6, 9) as number,
      },
      {
        closedAtUtcMs: usualStartUtcMs + 5 * minuteMs,
        volume: 0.6,
        price: 2005,
        net: expect.closeTo(285.9, 9) as number,
      },
    ],
  });
  expect(trade.mfeR).toBeCloseTo(9.8 / 10.2, 9);
  // Between the two: 102,700 − 3.50 + 390.60 are booked, and 0.6 lots float at 9.80 × 60.
  const afterPart = output.curve.timeUtcMs.indexOf(usualStartUtcMs + 4 * minuteMs);
  expect(output.curve.balance[afterPart]).toBeCloseTo(103_087.1, 6);
  expect(output.curve.equity[afterPart]).toBeCloseTo(103_675.1, 6);
  expect(output.curve.equity.at(-1)).toBeCloseTo(103_373, 6);
});

test('a sell’s part is bought back at the ask', () => {
  // From 2000.00 to its stop at 2010 a lot loses 1,007; the part pays 1990.20, the rest at the run’s end 1985.20.
  const falling: readonly Row[] = [still(2000), still(2000), still(1990), still(1990), still(1985)];
  const scripts = [{ 0: { enter: 'sell', stop: 2010 }, 2: { closePart: 0.5 } }] as const;
  expect(onlyTrade(goldenRun({ account: { balance: 100_700 }, rows: falling, scripts }))).toMatchObject({
    ...{ volume: 1, exitReason: 'endOfRun', closePrice: expect.closeTo(1987.7, 9) as number },
    // 10 × 50 + 15 × 50 by the bid, 0.20 × 100 of spread, 7 of commission.
    ...{ gross: expect.closeTo(1250, 6) as number, spread: expect.closeTo(-20, 6) as number },
    net: expect.closeTo(1223, 6) as number,
  });
});

test('the share is floored to the step, and nothing is closed where either rest would be too small', () => {
  const leaving = { 0: enter, 4: { leave: true } } as const;
  const partsOf = (closePart: number, volumeStep = 0.01, volumeMin = 0.01) => {
    const instrument = { ...sampleGold, volumeStep: lots(volumeStep), volumeMin: lots(volumeMin) };
    const output = goldenRun({ account, rows, instrument, scripts: [{ ...leaving, 2: { closePart } }] });
    return onlyTrade(output).parts?.map(({ volume }) => volume);
  };
  expect(partsOf(0.347)).toEqual([0.34, 0.66]);
  expect(partsOf(0.5, 0.1, 0.5)).toEqual([0.5, 0.5]);
  expect(partsOf(0.4, 0.1, 0.5)).toBeUndefined();
  expect(partsOf(0.6, 0.1, 0.5)).toBeUndefined();
  expect(partsOf(0.004)).toBeUndefined();
});

test('the swap of the nights so far is shared by volume', () => {
  // A lot of long gold is charged 7 points a night: 7.00. Two hours before the broker's midnight of a Tuesday.
  const instrument = sampleInstrument({
    swap: { mode: 'points', long: -7, short: 0, multipliers: [0, 1, 1, 3, 1, 1, 0] },
  });
  const terms = { account, instrument, rowMs: 60 * minuteMs, startUtcMs: Date.UTC(2024, 0, 2, 20) };
  const scripts = [{ 0: enter, 3: { closePart: 0.4 }, 5: { leave: true } }] as const;
  // The part bears 2.80 of it, the rest 4.20; 0.20 × 100 of spread and 7 of commission besides.
  expect(onlyTrade(goldenRun({ ...terms, rows: Array.from({ length: 7 }, () => still(2000)), scripts }))).toMatchObject(
    {
      ...{ swap: expect.closeTo(-7, 9) as number, net: expect.closeTo(-34, 6) as number },
      parts: [
        { volume: 0.4, net: expect.closeTo(-8 - 1.4 - 2.8, 6) as number },
        { volume: 0.6, net: expect.closeTo(-12 - 2.1 - 4.2, 6) as number },
      ],
    },
  );
});

test('what the part took of the margin is free', () => {
  // A lot takes 1,000 of margin, and 102.5 times that has to stand behind it. At 2000.00 that are 102,676.50; at 1992.00 they are 101,876.50 with the
  // whole lot, and with half of it 102,274.75, of which half the margin asks 51,250.
  const instrument = sampleInstrument({ marginPerLot: 1000 });
  const sinking = [...Array.from({ length: 4 }, () => still(2000)), still(1992), still(1992)];
  const closedBy = (script: Script): unknown =>
    onlyTrade(goldenRun({ account: { ...account, stopOutRatio: 102.5 }, instrument, rows: sinking, scripts: [script] }))
      .exitReason;
  expect(closedBy({ 0: enter })).toBe('stopOut');
  expect(closedBy({ 0: enter, 1: { closePart: 0.5 } })).toBe('endOfRun');
});

test('stop and target in one bar after a part: the best case is the part and the rest at its target', () => {
  const wild: readonly Row[] = [...rows.slice(0, 4), [2010, 2031, 1989, 2000], still(2000)];
  const trade = onlyTrade(goldenRun({ account, rows: wild, scripts: [{ 0: enter, 2: { closePart: 0.4 } }] }));
  // The part brought 9.80 × 40; the rest lost 10.20 × 60, and at its target would have brought 29.80 × 60. 7 of commission.
  expect(trade).toMatchObject({ exitReason: 'stop', isAmbiguous: true, stop: 1990 });
  expect(trade.net).toBeCloseTo(392 - 612 - 7, 6);
  expect(trade.bestNet).toBeCloseTo(392 + 1788 - 7, 6);
});
