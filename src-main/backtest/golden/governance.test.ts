import { expect, test } from 'vitest';
import { governanceRuleSchema } from '#main/strategies/governance.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { goldenRun, still, type Golden, type Row } from './golden-run.suite.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A broker's midnight (New York's 17:00 in winter): from here on a day is 24 hours of rows, and its close is the next midnight. */
const startUtcMs = Date.UTC(2024, 0, 7, 22);

const hoursOf = (days: number): readonly Row[] => Array.from({ length: 24 * days }, () => still(2000));

/** In the middle of a day, the first being day 1. */
const noonOf = (day: number) => utcMs(startUtcMs + (day - 0.5) * dayMs);
const closeOf = (day: number): number => startUtcMs + day * dayMs;

const governed = (changes: Partial<Golden> & Pick<Golden, 'rows' | 'scripts'>) =>
  goldenRun({
    ...{ startUtcMs, rowMs: hourMs, scenarios: ['A', 'B'], governance: governanceRuleSchema.parse({}) },
    ...changes,
  });

test('2,000 → 6,000 → 4,000 → 2,500: B after five closes above 5,000, A again after five below 3,000, and nothing in between', () => {
  const { switches } = governed({
    ...{ rows: hoursOf(30), scripts: [{}, {}], account: { balance: 2000 } },
    cash: [
      // Day 3 closes at 6,000, and so do 4, 5, 6 and 7: B from the close of day 7.
      { atUtcMs: noonOf(3), amount: 4000 },
      // Day 12 closes at 4,000: neither above the one nor below the other.
      { atUtcMs: noonOf(12), amount: -2000 },
      // Day 18 closes at 2,500, and so do 19 to 22: A from the close of day 22.
      { atUtcMs: noonOf(18), amount: -1500 },
    ],
  });
  expect(switches).toEqual([
    { atUtcMs: closeOf(7), from: 'A', to: 'B', closes: [6000, 6000, 6000, 6000, 6000] },
    { atUtcMs: closeOf(22), from: 'B', to: 'A', closes: [2500, 2500, 2500, 2500, 2500] },
  ]);
});

test('four closes above, one below, four above: no switch', () => {
  const { switches } = governed({
    ...{ rows: hoursOf(12), scripts: [{}, {}], account: { balance: 2000 } },
    cash: [
      { atUtcMs: noonOf(1), amount: 4000 },
      { atUtcMs: noonOf(5), amount: -4000 },
      { atUtcMs: noonOf(6), amount: 4000 },
      { atUtcMs: noonOf(10), amount: -4000 },
    ],
  });
  expect(switches).toEqual([]);
});

test('the scenario that is not active may not enter, and what it has opened is its own until it is closed', () => {
  // A buys on day 1 and leaves on day 8, after B has taken over at the close of day 5; B wishes on day 2, in vain, and on day 6.
  const output = governed({
    rows: hoursOf(9),
    account: { balance: 2000 },
    cash: [{ atUtcMs: noonOf(1), amount: 20_000 }],
    scripts: [
      { 12: { enter: 'buy', stop: 1990 }, [7 * 24 + 3]: { leave: true }, [7 * 24 + 6]: { enter: 'buy', stop: 1990 } },
      { 30: { enter: 'sell', stop: 2010 }, [5 * 24 + 3]: { enter: 'sell', stop: 2010 } },
    ],
  });
  expect(output.switches).toMatchObject([{ atUtcMs: closeOf(5), from: 'A', to: 'B' }]);
  expect(output.deniedByCode).toEqual({ SCENARIO_INACTIVE: 2 });
  expect(output.trades.map((it) => [it.strategy, it.side, it.openedAtUtcMs, it.exitReason])).toEqual([
    ['script0', 'buy', startUtcMs + 13 * hourMs, 'oppositeChannel'],
    ['script1', 'sell', startUtcMs + (5 * 24 + 4) * hourMs, 'endOfRun'],
  ]);
});

test('a deposit is no gain and a withdrawal no loss: neither the drawdown nor the days’ results know of them', () => {
  const output = governed({
    ...{ rows: hoursOf(4), scripts: [{}, {}], account: { balance: 10_000 } },
    cash: [
      { atUtcMs: noonOf(2), amount: 5000 },
      { atUtcMs: noonOf(3), amount: -12_000 },
    ],
  });
  expect(output.equityDrawdown).toMatchObject({ ratio: 0, money: 0 });
  expect([...output.days.equity]).toEqual([10_000, 15_000, 3000, 3000]);
  expect([...output.days.cash]).toEqual([0, 5000, -12_000, 0]);
});
