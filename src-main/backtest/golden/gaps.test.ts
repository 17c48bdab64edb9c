import { expect, test } from 'vitest';
import { goldenRun, onlyTrade, still } from './golden-run.suite.ts';

/** One lot, as in one-bar.test.ts: the ask 2000.20 to the stop 1990 and both commissions are 1,027 a lot. */
const long = { account: { balance: 102_700 }, scripts: [{ 0: { enter: 'buy', stop: 1990, target: 2020 } }] } as const;

/** One lot: the bid 2000.00 to the stop 2010 and both commissions are 1,007. */
const short = { account: { balance: 100_700 }, scripts: [{ 0: { enter: 'sell', stop: 2010, target: 1980 } }] } as const;

test('a long whose stop is jumped over is closed at the opening bid', () => {
  const trade = onlyTrade(goldenRun({ ...long, rows: [still(2000), still(2000), [1985, 1992, 1984, 1991]] }));
  // (1985 − 2000.20) × 100 − 7: worse than the −1,027 that were approved.
  expect(trade).toMatchObject({ closePrice: 1985, exitReason: 'stop', net: -1527, isAmbiguous: false });
  expect(trade.rMultiple).toBeCloseTo(-1527 / 1027, 12);
});

test('a short whose stop is jumped over is closed at the opening ask, by the spread of then', () => {
  const trade = onlyTrade(goldenRun({ ...short, rows: [still(2000), still(2000), [2014, 2015, 2008, 2009, 0.3]] }));
  // (2000 − 2014.30) × 100 − 7; by the bid −1,400, and 30 to buy it back.
  expect(trade).toMatchObject({ closePrice: 2014.3, exitReason: 'stop', gross: -1400, spread: -30, net: -1437 });
});

test('a long whose target is jumped over is closed at its limit, not at the better opening', () => {
  const trade = onlyTrade(goldenRun({ ...long, rows: [still(2000), still(2000), [2025, 2026, 2024, 2025]] }));
  // (2020 − 2000.20) × 100 − 7.
  expect(trade).toMatchObject({ closePrice: 2020, exitReason: 'target', net: 1973, isAmbiguous: false });
});

test('a short whose target is jumped over is closed at its limit', () => {
  const trade = onlyTrade(goldenRun({ ...short, rows: [still(2000), still(2000), [1970, 1971, 1969, 1970]] }));
  // (2000 − 1980) × 100 − 7.
  expect(trade).toMatchObject({ closePrice: 1980, exitReason: 'target', net: 1993 });
});

test('a bar that opens beyond the target and falls to the stop was at the target first', () => {
  const trade = onlyTrade(goldenRun({ ...long, rows: [still(2000), still(2000), [2025, 2026, 1980, 1985]] }));
  expect(trade).toMatchObject({ closePrice: 2020, exitReason: 'target', isAmbiguous: false });
});

test('an entry that the market opens beyond the stop of is not made', () => {
  const output = goldenRun({ ...long, rows: [still(2000), still(1985), still(1985)] });
  expect(output).toMatchObject({ trades: [], intents: 1, deniedByCode: { STOP_WRONG_SIDE: 1 } });
});
