import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { marketWeeks, type MarketWeek } from '#shared/time/market-week.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { checkClock } from './check-clock.ts';
import { describeClockCheck } from './describe-clock-check.ts';

const hourMs = 3_600_000;
const year = 8_760;

const foreignExchange: MarketWeek = { closeHour: 17, openHour: 17 };
const metal: MarketWeek = { closeHour: 17, openHour: 18 };

interface Market {
  readonly week: MarketWeek;
  readonly count: number;
  readonly timeframe?: Timeframe;
  readonly startUtcMs?: number;
}

function market({ week, count, timeframe = 'H1', startUtcMs = Date.UTC(2024, 0, 1) }: Market): readonly Bar[] {
  return inMarketHours(sampleBars({ count, timeframe, startUtcMs }), week);
}

/** The bars as they come out of a file that one clock wrote, when another is taken for it. */
function misread(bars: readonly Bar[], writtenBy: ClockRule, readBy: ClockRule): readonly Bar[] {
  const { toBroker } = brokerClock(writtenBy);
  const { toUtc } = brokerClock(readBy);
  return bars.map((bar) => ({ ...bar, openTimeUtcMs: toUtc(toBroker(bar.openTimeUtcMs)) }));
}

const openTimesOf = (bars: readonly Bar[]): Float64Array => Float64Array.from(bars, (bar) => bar.openTimeUtcMs);

function check(bars: readonly Bar[], clocks: { writtenBy: ClockRule; readBy: ClockRule }, timeframe: Timeframe = 'H1') {
  const readBy = brokerClock(clocks.readBy);
  const seen = misread(bars, clocks.writtenBy, clocks.readBy);
  return checkClock(openTimesOf(seen), timeframeDurationMs(timeframe), readBy);
}

test.each(
  marketWeeks.flatMap((week) =>
    (['utc', 'ny+7', 'eet', 'utc-3:30', 'utc+9:00'] as const).map((rule) => ({ rule, week })),
  ),
)('a year that $rule wrote fits $rule: $week', ({ rule, week }) => {
  expect(check(market({ week, count: year }), { writtenBy: rule, readBy: rule })).toMatchObject({
    verdict: 'fits',
    better: [],
  });
});

test.each(marketWeeks.flatMap((week) => [-120, -60, -30, 30, 60, 120].map((minutes) => ({ week, minutes }))))(
  'a clock that is $minutes minutes off does not fit: $week',
  ({ week, minutes }) => {
    const bars = market({ week, count: year, timeframe: 'H1' });
    const sign = minutes < 0 ? '-' : '+';
    const readBy: ClockRule = `utc${sign}${Math.floor(Math.abs(minutes) / 60)}:${Math.abs(minutes) % 60 === 0 ? '00' : '30'}`;
    // An index that closes early on Fridays looks, an hour late, like a market that opens late on Sundays: its pauses tell.
    const isLikeAnother = week.closeHour === 16 && minutes === -60;
    expect(check(bars, { writtenBy: 'utc', readBy })).toMatchObject({
      verdict: isLikeAnother ? 'pauseUnfit' : 'weekEndUnfit',
      better: [{ rule: 'utc' }],
    });
  },
);

test('a year tells the American daylight saving from the European', () => {
  const bars = market({ week: foreignExchange, count: year });
  expect(check(bars, { writtenBy: 'ny+7', readBy: 'eet' })).toMatchObject({
    verdict: 'anotherFitsBetter',
    better: [{ rule: 'ny+7' }],
  });
  expect(check(bars, { writtenBy: 'eet', readBy: 'ny+7' })).toMatchObject({
    verdict: 'anotherFitsBetter',
    better: [{ rule: 'eet' }],
  });
});

test('a winter fits all clocks that agree in winter, and names the likeliest first', () => {
  const bars = market({ week: metal, count: 8 * 168 });
  const { verdict, better } = check(bars, { writtenBy: 'ny+7', readBy: 'utc' });
  expect({ verdict, better: better.map(({ rule }) => rule) }).toEqual({
    verdict: 'weekEndUnfit',
    better: ['ny+7', 'eet', 'utc+2:00'],
  });
});

test('some days without a week’s end are checked by the daily break', () => {
  const bars = market({ week: metal, count: 90, startUtcMs: Date.UTC(2024, 0, 8, 6) });
  expect(check(bars, { writtenBy: 'ny+7', readBy: 'ny+7' })).toMatchObject({ verdict: 'fits' });
  expect(check(bars, { writtenBy: 'ny+7', readBy: 'utc' })).toMatchObject({ verdict: 'pauseUnfit' });
});

test('a market without a pause that is read for less than a week leaves nothing to check', () => {
  const bars = market({ week: foreignExchange, count: 90, startUtcMs: Date.UTC(2024, 0, 8, 6) });
  expect(check(bars, { writtenBy: 'ny+7', readBy: 'utc' })).toMatchObject({ verdict: 'nothingToCheck' });
});

test('a broker that stops ten minutes early and begins five minutes late fits', () => {
  const bars = market({ week: metal, count: 4 * 2016, timeframe: 'M5' });
  const isIn = (bar: Bar, index: number): boolean => {
    const before = bars[index - 1];
    const [next, afterNext] = [bars[index + 1], bars[index + 2]];
    const opens = before !== undefined && bar.openTimeUtcMs - before.openTimeUtcMs > 300_000;
    const closes = [next, afterNext].some(
      (later, k) => later !== undefined && later.openTimeUtcMs - bar.openTimeUtcMs > (k + 1) * 300_000,
    );
    return !opens && !closes;
  };
  expect(check(bars.filter(isIn), { writtenBy: 'ny+7', readBy: 'ny+7' }, 'M5')).toMatchObject({ verdict: 'fits' });
});

test('holidays that move some weeks’ edges do not make a clock unfit', () => {
  const holidays = new Set(['2024-01-01', '2024-03-29', '2024-12-24', '2024-12-25']);
  const bars = market({ week: metal, count: year }).filter(
    (bar) => !holidays.has(new Date(bar.openTimeUtcMs - 5 * hourMs).toISOString().slice(0, 10)),
  );
  expect(check(bars, { writtenBy: 'ny+7', readBy: 'ny+7' })).toMatchObject({ verdict: 'fits' });
});

test('holes at all hours are no daily break', () => {
  const bars = market({ week: foreignExchange, count: year }).filter((_, index) => index % 9 !== 0);
  expect(check(bars, { writtenBy: 'utc', readBy: 'utc' }).gaps.pauses).toEqual([]);
});

test.each(['H4', 'D1'] as const)(
  '%s bars, which hold the open somewhere inside, still tell a clock that is a day’s part off',
  (timeframe) => {
    const startUtcMs = Date.UTC(2024, 0, 1, 22);
    const winter = market({ week: foreignExchange, count: timeframe === 'H4' ? 360 : 60, timeframe, startUtcMs });
    expect(check(winter, { writtenBy: 'ny+7', readBy: 'ny+7' }, timeframe)).toMatchObject({ verdict: 'fits' });
    expect(check(winter, { writtenBy: 'ny+7', readBy: 'utc-6:00' }, timeframe)).toMatchObject({
      verdict: 'weekEndUnfit',
    });
  },
);

test('the message says what was seen, what was expected, and which rule would fit', () => {
  const describe = (bars: readonly Bar[], writtenBy: ClockRule, readBy: ClockRule) =>
    describeClockCheck(check(bars, { writtenBy, readBy }), hourMs);
  const winter = market({ week: metal, count: 8 * 168 });
  expect(describe(winter, 'ny+7', 'ny+7')).toBeNull();
  expect(describe(winter, 'ny+7', 'utc')).toEqual({
    code: 'CLOCK_UNFIT',
    message:
      'The weekly open does not fit the clock utc: by it the market closes on Friday 19:00 and opens on Sunday 20:00 New York time ' +
      'in 8 of 8 weeks, where markets close on Friday 17:00 and open on Sunday 17:00 or 18:00. ' +
      'ny+7 would fit 8 of 8 weekly opens and 32 of 32 daily breaks (as would eet, utc+2:00).',
  });
  const someDays = market({ week: metal, count: 90, startUtcMs: Date.UTC(2024, 0, 8, 6) });
  expect(describe(someDays, 'ny+7', 'utc')?.message).toMatch(
    /^The daily break does not fit the clock utc: by it the market pauses from 19:00 to 20:00 New York time in 4 of 4 nights/,
  );
  const aYear = market({ week: foreignExchange, count: year });
  expect(describe(aYear, 'ny+7', 'eet')).toMatchObject({ code: 'CLOCK_DOUBTFUL' });
  const noMarket = sampleBars({ count: 80, timeframe: 'H1' });
  expect(describe(noMarket, 'utc', 'utc')).toMatchObject({ code: 'CLOCK_UNCHECKED' });
  const ownHours = sampleBars({ count: 8 * 168, timeframe: 'H1' }).filter(
    (_, index) => index % 168 < 120 || index % 168 > 162,
  );
  expect(describe(ownHours, 'utc', 'utc')?.message).toContain(
    'No other rule fits: the hours of this source are its own.',
  );
});

/** Six years in hours: a broker that leaves one daylight saving for another at the start of 2021, and rewrites nothing of the past. */
function movedBroker(from: ClockRule, to: ClockRule) {
  const bars = market({ week: foreignExchange, count: 6 * year, startUtcMs: Date.UTC(2018, 0, 1) });
  const movedUtcMs = Date.UTC(2021, 0, 1);
  const [before, after] = [brokerClock(from), brokerClock(to)];
  const stamps = bars.map(({ openTimeUtcMs: at }) => (at < movedUtcMs ? before : after).toBroker(at));
  return (readBy: ClockRule) => {
    const clock = brokerClock(readBy);
    const openTimes = Float64Array.from([...new Set(stamps.map(clock.toUtc))].toSorted((a, b) => a - b));
    return checkClock(openTimes, hourMs, clock);
  };
}

test.each([
  ['eet', 'ny+7', '2020-11-02', '2021-03-22'],
  ['ny+7', 'eet', '2020-11-02', '2021-03-14'],
  ['utc', 'ny+7', '2020-12-27', '2021-01-04'],
  ['utc+2:00', 'utc-3:30', '2020-12-28', '2021-01-03'],
] as const)(
  'a broker that moves from %s to %s is seen, by whatever clock its file is read',
  (from, to, until, since) => {
    const read = movedBroker(from, to);
    for (const readBy of [from, to, 'utc+9:00'] as const) {
      const check = read(readBy);
      expect({ verdict: check.verdict, rules: check.periods.map(({ rule }) => rule) }).toEqual({
        verdict: 'changesOverTheYears',
        rules: [from, to],
      });
      const day = (stampMs: number | undefined): string => new Date(stampMs ?? 0).toISOString().slice(0, 10);
      expect([day(check.periods[0]?.toStampMs), day(check.periods[1]?.fromStampMs)]).toEqual([until, since]);
    }
  },
);

test('the message says which rule fits until when', () => {
  expect(describeClockCheck(movedBroker('eet', 'ny+7')('ny+7'), hourMs)).toMatchObject({
    code: 'CLOCK_CHANGES',
    message: expect.stringMatching(
      /changes its clock over the years: eet until 2020-11-02 \(\d+ of \d+ weekly opens\), ny\+7 from 2021-03-22 \(/,
    ) as string,
  });
});

test('holidays and holes are no change of the clock', () => {
  const bars = market({ week: metal, count: 3 * year }).filter((_, index) => Math.floor(index / 120) % 9 !== 4);
  expect(check(bars, { writtenBy: 'ny+7', readBy: 'ny+7' }).periods).toEqual([]);
});

test('a server that opens its week at its own midnight fits in the weeks in which Europe and America disagree', () => {
  const clock = brokerClock('eet');
  const bars = market({ week: foreignExchange, count: 2 * year }).filter(
    ({ openTimeUtcMs }) => new Date(clock.toBroker(openTimeUtcMs)).getUTCDay() !== 0,
  );
  const { verdict, chosen, gaps } = check(bars, { writtenBy: 'eet', readBy: 'eet' });
  expect({ verdict, weekEnds: chosen.weekEnds }).toEqual({ verdict: 'fits', weekEnds: gaps.weekEnds.length });
});

test('bars of a day in UTC, one of them for the hours of Sunday, fit UTC', () => {
  const days = sampleBars({ count: 700, timeframe: 'D1', startUtcMs: Date.UTC(2024, 0, 1) }).filter(
    ({ openTimeUtcMs }) => new Date(openTimeUtcMs).getUTCDay() !== 6,
  );
  expect(check(days, { writtenBy: 'utc', readBy: 'utc' }, 'D1')).toMatchObject({ verdict: 'fits' });
});
