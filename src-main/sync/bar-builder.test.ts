import { expect, test } from 'vitest';
import type { Bar } from '#shared/market/bar.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleBar, sampleBars } from '#main/testkit/sample-bars.ts';
import { BarBuilder } from './bar-builder.ts';

const clock = brokerClock('ny+7');
const at = (text: string): number => Date.parse(text);
const minute = (text: string, close: number): Bar => sampleBar({ openTimeUtcMs: at(text), close });

test('builds five minutes into one bar that closes with its last minute', () => {
  const builder = new BarBuilder({ timeframe: 'M5', clock });
  const minutes = sampleBars({ count: 5, startUtcMs: at('2024-03-04T10:00Z') });
  const closed = minutes.flatMap((bar) => builder.add(bar));
  expect(closed).toEqual([
    {
      openTimeUtcMs: at('2024-03-04T10:00Z'),
      open: minutes[0]?.open,
      high: Math.max(...minutes.map((bar) => bar.high)),
      low: Math.min(...minutes.map((bar) => bar.low)),
      close: minutes[4]?.close,
      tickVolume: minutes.reduce((sum, bar) => sum + (bar.tickVolume ?? 0), 0),
      spreadPoints: 20,
    },
  ]);
});

test('closes a bar whose last minutes never traded with the first minute of a later one', () => {
  const builder = new BarBuilder({ timeframe: 'M5', clock });
  expect(builder.add(minute('2024-03-04T10:00Z', 10))).toEqual([]);
  const closed = builder.add(minute('2024-03-04T10:09Z', 12));
  expect(closed.map((bar) => [bar.openTimeUtcMs, bar.close])).toEqual([
    [at('2024-03-04T10:00Z'), 10],
    [at('2024-03-04T10:05Z'), 12],
  ]);
});

test('ignores a minute that was there already', () => {
  const builder = new BarBuilder({ timeframe: 'M5', clock });
  builder.add(minute('2024-03-04T10:01Z', 10));
  builder.add(minute('2024-03-04T10:01Z', 99));
  expect(builder.formingWith(minute('2024-03-04T10:02Z', 11))).toMatchObject({ high: 11, open: 10, close: 11 });
});

test.each([
  { timeframe: 'H4', moment: '2024-03-08T19:59Z', opening: '2024-03-08T18:00Z', why: 'New York winter' },
  { timeframe: 'H4', moment: '2024-03-11T20:59Z', opening: '2024-03-11T17:00Z', why: 'New York summer' },
  { timeframe: 'D1', moment: '2024-03-11T20:59Z', opening: '2024-03-10T21:00Z', why: 'a day ends at New York 17:00' },
] as const)('cuts $timeframe on the broker’s clock: $moment belongs to $opening ($why)', (given) => {
  const builder = new BarBuilder({ timeframe: given.timeframe, clock });
  expect(builder.formingWith(minute(given.moment, 10)).openTimeUtcMs).toBe(at(given.opening));
});

test('does not turn an unknown volume into a number', () => {
  const builder = new BarBuilder({ timeframe: 'M5', clock });
  builder.add({ ...minute('2024-03-04T10:00Z', 10), tickVolume: null });
  expect(builder.formingWith(minute('2024-03-04T10:01Z', 10)).tickVolume).toBeNull();
});

test('lets an H4 bar last as long as the broker’s clock has it, also when the clocks are set back', () => {
  const builder = new BarBuilder({ timeframe: 'H4', clock });
  const startUtcMs = at('2024-11-03T05:00Z');
  const closed = sampleBars({ count: 6 * 60, startUtcMs }).flatMap((bar) => builder.add(bar));
  expect(closed.map((bar) => new Date(bar.openTimeUtcMs).toISOString())).toEqual(['2024-11-03T05:00:00.000Z']);
});

test('closes what is over at a moment, though no later minute came', () => {
  const builder = new BarBuilder({ timeframe: 'M5', clock });
  builder.add(minute('2024-03-04T10:01Z', 10));
  expect(builder.closeBefore(utcMs(at('2024-03-04T10:04Z')))).toBeNull();
  expect(builder.closeBefore(utcMs(at('2024-03-04T10:05Z')))).toMatchObject({ openTimeUtcMs: at('2024-03-04T10:00Z') });
  expect(builder.closeBefore(utcMs(at('2024-03-04T10:10Z')))).toBeNull();
});
