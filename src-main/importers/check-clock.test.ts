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
    expect(check(bars, { writtenBy: 'utc', readBy })).toMatchObject({
      verdict: 'weekEndUnfit',
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
