import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { estimateSpreads } from '#main/fills/estimate-spread.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { goldenRun, minuteMs, onlyTrade, still, type Row } from './golden-run.suite.ts';

/** A lot of long gold is charged 30 points a night: 30 × 0.01 × 100 = 30.00. A lot of short gold is paid 10.00. Wednesday counts three. */
const instrument = sampleInstrument({
  swap: { mode: 'points', long: -30, short: 10, multipliers: [0, 1, 1, 3, 1, 1, 0] },
});

const swapOf = (held: {
  readonly fromUtcMs: number;
  readonly minutes: number;
  readonly side: 'buy' | 'sell';
}): number => {
  const { fromUtcMs, minutes, side } = held;
  // The ask 2000.20 to 1990 is 1,027 a lot, the bid 2000.00 to 2010 is 1,007: one lot either way.
  const balance = side === 'buy' ? 102_700 : 100_700;
  const stop = side === 'buy' ? 1990 : 2010;
  const rows = Array.from({ length: minutes + 1 }, () => still(2000));
  const scripts = [{ 0: { enter: side, stop } }];
  const trade = onlyTrade(
    goldenRun({ instrument, rows, scripts, account: { balance }, startUtcMs: fromUtcMs - minuteMs }),
  );
  expect(trade).toMatchObject({ volume: 1, openedAtUtcMs: fromUtcMs });
  // What the night costs is a part of the net like any other: the spread and both commissions besides.
  expect(trade.net).toBeCloseTo(-20 - 7 + trade.swap, 9);
  return trade.swap;
};

/** In winter the broker's midnight, New York's 17:00, is 22:00 UTC. */
const wednesdayUtcMs = Date.UTC(2024, 0, 3, 21, 58);
const dayMs = 1440 * minuteMs;

test('the night from Wednesday to Thursday counts three times', () => {
  expect(swapOf({ fromUtcMs: wednesdayUtcMs, minutes: 5, side: 'buy' })).toBeCloseTo(3 * -30, 9);
  expect(swapOf({ fromUtcMs: wednesdayUtcMs, minutes: 5, side: 'sell' })).toBeCloseTo(3 * 10, 9);
});

test('the nights before and after it count once', () => {
  expect(swapOf({ fromUtcMs: wednesdayUtcMs - dayMs, minutes: 5, side: 'buy' })).toBeCloseTo(-30, 9);
  expect(swapOf({ fromUtcMs: wednesdayUtcMs + dayMs, minutes: 5, side: 'sell' })).toBeCloseTo(10, 9);
});

test('two nights in one position add up: Tuesday’s and Wednesday’s', () => {
  expect(swapOf({ fromUtcMs: wednesdayUtcMs - dayMs, minutes: 1445, side: 'buy' })).toBeCloseTo(-30 + 3 * -30, 9);
});

test('a position that was closed before midnight, or opened at it, slept no night', () => {
  expect(swapOf({ fromUtcMs: wednesdayUtcMs - 10 * minuteMs, minutes: 5, side: 'buy' })).toBe(0);
  expect(swapOf({ fromUtcMs: Date.UTC(2024, 0, 3, 22), minutes: 5, side: 'buy' })).toBe(0);
});

test('with New York’s summer time, from 10 March 2024 on, the broker’s midnight is an hour earlier by UTC', () => {
  // Thursday the 7th: 22:00 UTC is midnight, 21:00 is none.
  expect(swapOf({ fromUtcMs: Date.UTC(2024, 2, 7, 20, 58), minutes: 5, side: 'buy' })).toBe(0);
  expect(swapOf({ fromUtcMs: Date.UTC(2024, 2, 7, 21, 58), minutes: 5, side: 'buy' })).toBeCloseTo(-30, 9);
  // Monday the 11th: the other way round.
  expect(swapOf({ fromUtcMs: Date.UTC(2024, 2, 11, 20, 58), minutes: 5, side: 'buy' })).toBeCloseTo(-30, 9);
  expect(swapOf({ fromUtcMs: Date.UTC(2024, 2, 11, 21, 58), minutes: 5, side: 'buy' })).toBe(0);
});

test('over the week-end of the change a position pays for Friday alone, and Monday begins an hour earlier', () => {
  const friday = Date.UTC(2024, 2, 8, 21, 58);
  const untilMonday = (Date.UTC(2024, 2, 11, 20, 58) - friday) / minuteMs;
  // Friday's night, once; Saturday's and Sunday's multipliers are 0; Monday's midnight at 21:00 UTC is not reached yet ...
  expect(swapOf({ fromUtcMs: friday, minutes: untilMonday, side: 'buy' })).toBeCloseTo(-30, 9);
  // ... and three minutes later it is.
  expect(swapOf({ fromUtcMs: friday, minutes: untilMonday + 5, side: 'buy' })).toBeCloseTo(-60, 9);
});

test('the spread of the hour after midnight can stop a short that the bid never reached', () => {
  // Nothing is stored and the usual spread is 0.50: three times that in the hour after midnight is 1.50.
  const startUtcMs = Date.UTC(2024, 0, 3, 21, 57);
  const openTimeUtcMs = Float64Array.from({ length: 5 }, (_, index) => startUtcMs + index * minuteMs);
  const spread = new Float64Array(5);
  estimateSpreads(
    {
      ...{ openTimeUtcMs, stored: new Float64Array(5).fill(NaN), clock: brokerClock('ny+7') },
      ...{ defaultByHour: new Array<number>(24).fill(0.5), rolloverMultiple: 3 },
    },
    spread,
  );
  expect([...spread]).toEqual([0.5, 0.5, 0.5, 1.5, 1.5]);
  const bids = [still(2000), still(2000), [2000, 2009, 2000, 2009], [2009, 2009, 2009, 2009], still(2009)] as const;
  const rows = bids.map(([open, high, low, close], index): Row => [open, high, low, close, spread[index] ?? NaN]);
  const scripts = [{ 0: { enter: 'sell', stop: 2010 } }] as const;
  // By 0.50 the ask reaches 2009.50; by 1.50 the day opens at an ask of 2010.50, beyond the stop, and that is the price.
  expect(onlyTrade(goldenRun({ rows, scripts, startUtcMs, account: { balance: 100_700 } }))).toMatchObject({
    ...{ exitReason: 'stop', closePrice: 2010.5, closedAtUtcMs: Date.UTC(2024, 0, 3, 22) },
    // (2000 − 2010.50) × 100 − 7: 900 by the bid, and 150 of spread.
    ...{ gross: -900, spread: -150, commission: -7, net: -1057 },
  });
});
