import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import type { RunTrade } from '#shared/contract/backtest.ts';
import type { TickColumns } from '#shared/market/tick-columns.ts';
import { fillByTicks } from '../data/fill-by-ticks.ts';
import { simulate } from '../simulate.ts';
import { goldenInput, minuteMs, onlyTrade, still, usualStartUtcMs, type Golden } from './golden-run.suite.ts';

/** Seconds from the beginning of the second minute, in which the entry is filled; bid and spread. */
type Told = readonly [seconds: number, bid: number, spread: number];

const ticksOf = (ticks: readonly Told[]): TickColumns => ({
  occurredAtUtcMs: Float64Array.from(ticks, ([seconds]) => usualStartUtcMs + minuteMs + seconds * 1000),
  bid: Float64Array.from(ticks, ([, bid]) => bid),
  ask: Float64Array.from(ticks, ([, bid, spread]) => bid + spread),
});

/** The golden run's minutes, the second of them told by ticks. The minutes beside it have one each, so that it is trusted. */
function tradeByTicks(golden: Golden, ticks: readonly Told[]): RunTrade {
  const input = goldenInput(golden);
  const [market = assertDefined(null, 'the golden market')] = input.markets;
  const around = [[-30, 2000, 0.2], ...ticks, [90, 2000, 0.2]] as const;
  const { fills } = fillByTicks(market.fills, ticksOf(around));
  return onlyTrade(
    simulate({ ...input, markets: [{ ...market, fills: { ...fills, tickValue: market.fills.tickValue } }] }),
  );
}

const rows = [still(2000), [2000, 2021, 1984, 2000], still(2000)] as const;

/** One lot, as in one-bar.test.ts: the ask 2000.20 to the stop 1990 and both commissions are 1,027 a lot. */
const long: Golden = {
  rows,
  account: { balance: 102_700 },
  scripts: [{ 0: { enter: 'buy', stop: 1990, target: 2020 } }],
};

/** One lot: the bid 2000.00 to the stop 2010 and both commissions are 1,007. */
const short: Golden = {
  rows,
  account: { balance: 100_700 },
  scripts: [{ 0: { enter: 'sell', stop: 2010, target: 1980 } }],
};

test('a stop that is jumped over between two ticks is filled at the tick behind it, at the moment of that tick', () => {
  const trade = tradeByTicks(long, [
    [0, 2000, 0.2],
    [20, 1990.4, 0.2],
    [21, 1988.7, 0.5],
    [22, 2021, 0.2],
  ]);
  // (1988.70 − 2000.20) × 100 − 7. By the minute alone: the stop 1990, ambiguous, since both stop and target lie in it.
  expect(trade).toMatchObject({ closePrice: 1988.7, exitReason: 'stop', net: -1157, isAmbiguous: false });
  expect(trade.closedAtUtcMs).toBe(usualStartUtcMs + minuteMs + 21_000);
});

test('a target is filled at its limit by the tick that passes it, whatever the minute does later', () => {
  const trade = tradeByTicks(long, [
    [0, 2000, 0.2],
    [10, 2021, 0.2],
    [40, 1984, 0.2],
  ]);
  // (2020 − 2000.20) × 100 − 7.
  expect(trade).toMatchObject({ closePrice: 2020, exitReason: 'target', net: 1973, isAmbiguous: false });
});

test('a short is bought back by the spread of the tick: one that widens it reaches the stop though the bid does not', () => {
  const trade = tradeByTicks(short, [
    [0, 2000, 0.2],
    [30, 2009, 0.4],
    [31, 2009, 1.6],
    [32, 2000, 0.2],
  ]);
  // The ask 2010.60: (2000 − 2010.60) × 100 − 7, of which the spread 160.
  expect(trade).toMatchObject({ closePrice: 2010.6, exitReason: 'stop', net: -1067 });
  expect(trade.spread).toBeCloseTo(-160, 9);
});

test('an entry that is due between two ticks is filled at the first of them and its spread', () => {
  const costs = { latencyMs: 5000 };
  const trade = tradeByTicks({ ...long, costs, rows: [...rows, still(2000)] }, [
    [0, 2000, 0.2],
    [4, 1999, 0.1],
    [6, 1998, 0.2],
    [50, 2021, 0.2],
  ]);
  expect(trade).toMatchObject({
    openPrice: 1999.1,
    openedAtUtcMs: usualStartUtcMs + minuteMs + 5000,
    closePrice: 2020,
  });
});
