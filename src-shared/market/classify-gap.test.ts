import { expect, test } from 'vitest';
import { hasRealBars, readRealBars, realBarsTest } from '#main/testkit/real-bars.ts';
import { assertDefined } from '../base/assert.ts';
import { brokerClock } from '../time/broker-clock.ts';
import type { ClockRule } from '../time/clock-rule.ts';
import type { MarketWeek } from '../time/market-week.ts';
import { utcMs } from '../units/utc-ms.ts';
import { chooseMarketWeek } from './choose-market-week.ts';
import { classifyGap, type ClassifiedGap } from './classify-gap.ts';
import { hoursOfWeek } from './market-hours.ts';
import { timeframeDurationMs, type Timeframe } from './timeframe.ts';

const at = (iso: string) => utcMs(Date.parse(iso));
const forex = { closeHour: 17, openHour: 17 };
const metals = { closeHour: 17, openHour: 18 };

const gapOf = (from: string, to: string, spec: { timeframe?: Timeframe; week?: MarketWeek; rule?: ClockRule } = {}) => {
  const { timeframe = 'M1', week = metals, rule = 'ny+7' } = spec;
  const clock = brokerClock(rule);
  const gap = { lastBeforeUtcMs: at(from), firstAfterUtcMs: at(to) };
  return classifyGap(gap, { timeframe, clock, hours: hoursOfWeek(week, clock) });
};

test.each([
  ['2025-06-03T20:59Z', '2025-06-03T22:00Z', 'session', 'the daily break'],
  ['2025-06-03T20:49Z', '2025-06-03T22:05Z', 'session', 'a break that begins early and ends late'],
  ['2025-06-06T20:59Z', '2025-06-08T22:00Z', 'weekend', 'a weekend'],
  ['2025-12-24T18:44Z', '2025-12-25T23:05Z', 'holiday', 'Christmas'],
  ['2026-01-19T19:29Z', '2026-01-19T23:05Z', 'holiday', 'an early close'],
  ['2025-04-17T20:59Z', '2025-04-20T22:00Z', 'holiday', 'Good Friday'],
])('from %s to %s is a %s: %s', (from, to, kind) => {
  expect(gapOf(from, to)).toMatchObject({ kind, missingBars: 0 });
});

test.each([
  ['2025-06-03T13:05Z', '2025-06-03T13:15Z', 9, 'nine minutes in open hours'],
  ['2025-06-03T20:30Z', '2025-06-03T22:00Z', 29, 'half an hour before the break'],
  ['2025-06-05T12:00Z', '2025-06-08T22:00Z', 539 + 23 * 60, 'a day and a half before the weekend'],
])('from %s to %s %i bars are missing: %s', (from, to, missingBars) => {
  expect(gapOf(from, to)).toMatchObject({ kind: 'unexpected', missingBars });
});

test('a few minutes in which nothing was traded are no hole', () => {
  expect(gapOf('2025-06-03T02:00Z', '2025-06-03T02:06Z')).toBeNull();
  expect(gapOf('2025-06-03T02:00Z', '2025-06-03T02:07Z')).toMatchObject({ kind: 'unexpected', missingBars: 6 });
});

test('foreign exchange does not rest where metals do', () => {
  expect(gapOf('2026-01-19T19:29Z', '2026-01-19T21:29Z', { week: forex })).toMatchObject({
    kind: 'unexpected',
    missingBars: 119,
  });
});

test('longer bars are counted as the broker cuts them', () => {
  expect(gapOf('2025-06-03T12:00Z', '2025-06-03T15:00Z', { timeframe: 'H1' })).toMatchObject({ missingBars: 2 });
  expect(gapOf('2025-06-02T21:00Z', '2025-06-05T21:00Z', { timeframe: 'D1' })).toMatchObject({
    kind: 'unexpected',
    missingBars: 2,
  });
  expect(gapOf('2025-06-05T21:00Z', '2025-06-08T21:00Z', { timeframe: 'D1' })).toMatchObject({ kind: 'weekend' });
  expect(gapOf('2024-10-31T21:00Z', '2024-11-03T22:00Z', { timeframe: 'D1' })).toMatchObject({ kind: 'weekend' });
  expect(gapOf('2024-03-07T22:00Z', '2024-03-10T21:00Z', { timeframe: 'D1' })).toMatchObject({ kind: 'weekend' });
  expect(gapOf('2025-06-03T09:00Z', '2025-06-03T21:00Z', { timeframe: 'H4' })).toMatchObject({ missingBars: 2 });
});

/** The holes of a file of real bars, by kind; the market's week is seen from the file, unless it has too coarse bars for that. */
function holesOf(file: string, timeframe: Timeframe, { rule, week }: { rule: ClockRule; week?: MarketWeek }) {
  const clock = brokerClock(rule);
  const lengthMs = timeframeDurationMs(timeframe);
  const openings = readRealBars(file).map(({ openTimeUtcMs }) => openTimeUtcMs);
  const gaps = openings.slice(1).flatMap((firstAfterUtcMs, index) => {
    const lastBeforeUtcMs = openings[index] ?? firstAfterUtcMs;
    return firstAfterUtcMs - lastBeforeUtcMs > lengthMs ? [{ lastBeforeUtcMs, firstAfterUtcMs }] : [];
  });
  const spans = gaps
    .slice(-80)
    .map((gap) => ({ fromUtcMs: utcMs(gap.lastBeforeUtcMs + lengthMs), toUtcMs: gap.firstAfterUtcMs }));
  const hours = hoursOfWeek(assertDefined(week ?? chooseMarketWeek(spans, clock), 'the file has gaps'), clock);
  const found = gaps.flatMap((gap) => classifyGap(gap, { timeframe, clock, hours }) ?? []);
  const unexpected = found.filter(({ kind }) => kind === 'unexpected');
  return {
    counts: Object.fromEntries(countByKind(found)),
    unexpected: unexpected.map(({ fromUtcMs }) => new Date(fromUtcMs).toISOString().slice(0, 16)),
  };
}

function countByKind(holes: readonly ClassifiedGap[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of holes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

const minutesOfGold = 'XAUUSD_M1_2025_12.csv.gz';
test.skipIf(!hasRealBars(minutesOfGold))(
  realBarsTest(minutesOfGold, 'finds two real holes in two months of gold’s minutes'),
  () => {
    expect(holesOf(minutesOfGold, 'M1', { rule: 'ny+7' })).toEqual({
      counts: { session: 29, weekend: 8, holiday: 3, unexpected: 2 },
      unexpected: ['2025-12-03T13:06', '2025-12-07T23:17'],
    });
  },
);

const minutesOfEuro = 'EURUSD_M1_2022_01.csv.gz';
test.skipIf(!hasRealBars(minutesOfEuro))(
  realBarsTest(minutesOfEuro, 'finds none in two months of the euro’s, for all its quiet minutes'),
  () => {
    expect(holesOf(minutesOfEuro, 'M1', { rule: 'ny+7' })).toEqual({ counts: { weekend: 7 }, unexpected: [] });
  },
);

const hoursOfEuro = 'EURUSD_H1_2015_2023.csv.gz';
test.skipIf(!hasRealBars(hoursOfEuro))(
  realBarsTest(hoursOfEuro, 'expects 465 of 477 gaps in nine years of a server on European time'),
  () => {
    const { counts, unexpected } = holesOf(hoursOfEuro, 'H1', { rule: 'eet' });
    expect(counts).toEqual({ weekend: 450, holiday: 15, unexpected: 12 });
    expect(unexpected).toEqual(expect.arrayContaining(['2016-03-22T14:00', '2022-07-12T21:00']));
  },
);

const hoursOfGold = 'XAUUSD_H1_2018_2024.csv.gz';
test.skipIf(!hasRealBars(hoursOfGold))(
  realBarsTest(hoursOfGold, 'expects all but four of 1626 gaps in seven years of gold'),
  () => {
    const { counts, unexpected } = holesOf(hoursOfGold, 'H1', { rule: 'ny+7' });
    expect(counts).toEqual({ session: 1251, weekend: 307, holiday: 64, unexpected: 4 });
    expect(unexpected).toEqual(['2018-03-12T22:00', '2018-03-13T22:00', '2018-03-14T22:00', '2018-03-15T22:00']);
  },
);
