import { expect, test } from 'vitest';
import { emptyBarColumns } from '#shared/market/bar-columns.ts';
import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { dailyAmongFiner } from './daily-among-finer.ts';

const dayMs = 86_400_000;

/** A market's bars, those at a clock's midnight replaced by the bars of their day where they open before a moment. */
function withDaily(timeframe: Timeframe, { rule, untilUtcMs }: { rule: ClockRule; untilUtcMs: number }) {
  const clock = brokerClock(rule);
  const startUtcMs = Date.UTC(2024, 0, 1);
  const count = (200 * dayMs) / timeframeDurationMs(timeframe);
  const bars = inMarketHours(sampleBars({ count, timeframe, startUtcMs }), { closeHour: 17, openHour: 17 });
  const columns = emptyBarColumns(bars.length);
  columns.length = bars.length;
  const daily: number[] = [];
  for (const [index, bar] of bars.entries()) {
    const isDaily = bar.openTimeUtcMs < untilUtcMs && clock.toBroker(bar.openTimeUtcMs) % dayMs === 0;
    const day = isDaily ? dayOf(bars, index) : [bar];
    if (isDaily) daily.push(index);
    columns.openTimeUtcMs[index] = bar.openTimeUtcMs;
    columns.high[index] = Math.max(...day.map(({ high }) => high));
    columns.low[index] = Math.min(...day.map(({ low }) => low));
  }
  return { columns, daily, lengthMs: timeframeDurationMs(timeframe) };
}

function dayOf(bars: readonly Bar[], from: number): readonly Bar[] {
  const endUtcMs = (bars[from]?.openTimeUtcMs ?? 0) + dayMs;
  return bars.slice(from, from + 1440).filter(({ openTimeUtcMs }) => openTimeUtcMs < endUtcMs);
}

test.each([
  ['H1', 'utc'],
  ['H1', 'ny+7'],
  ['M15', 'eet'],
] as const)(
  'days that stand at the midnight of %s bars by %s are found, up to the date of the change',
  (timeframe, rule) => {
    const { columns, daily, lengthMs } = withDaily(timeframe, { rule, untilUtcMs: Date.UTC(2024, 4, 1) });
    expect(daily.length).toBeGreaterThan(60);
    expect(dailyAmongFiner(columns, lengthMs)).toEqual(daily);
  },
);

test('a day of another recording that is a little narrower, or wholly off, is found between its like', () => {
  const { columns, daily, lengthMs } = withDaily('H1', { rule: 'utc', untilUtcMs: Date.UTC(2024, 4, 1) });
  const off = daily[20] ?? 0;
  columns.high[off] = (columns.low[off] ?? 0) + 0.01;
  expect(dailyAmongFiner(columns, lengthMs)).toEqual(daily);
});

test.each(['M5', 'H1', 'H4', 'D1'] as const)('%s bars alone have none', (timeframe) => {
  const { columns, lengthMs } = withDaily(timeframe, { rule: 'utc', untilUtcMs: 0 });
  expect(dailyAmongFiner(columns, lengthMs)).toEqual([]);
});

test('a few wide hours are not days', () => {
  const { columns, daily, lengthMs } = withDaily('H1', { rule: 'utc', untilUtcMs: Date.UTC(2024, 0, 10) });
  expect(daily.length).toBeGreaterThan(4);
  expect(dailyAmongFiner(columns, lengthMs)).toEqual([]);
});
