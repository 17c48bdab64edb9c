import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barSchema, type Bar } from '#shared/market/bar.ts';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { createRvol, rvol } from './rvol.ts';

const bar = (openTime: string, tickVolume: number | null): Bar =>
  barSchema.parse({ ...sampleBar({ openTimeUtcMs: Date.parse(openTime), close: 1 }), tickVolume });

const rvolOf = (bars: readonly Bar[], parameters: Parameters<typeof rvol>[0]): number[] => {
  const out = new Float64Array(bars.length);
  rvol(parameters).fill(columnsOfBars(bars, { timeframe: parameters.timeframe }), out);
  return [...out];
};

test('up to H1 a bar is held against the same time by New York’s wall on the days before, through the change of its clocks', () => {
  const bars = [
    bar('2021-03-11T14:00Z', 100),
    bar('2021-03-11T15:00Z', 7),
    bar('2021-03-12T14:00Z', 300),
    bar('2021-03-12T15:00Z', 9),
    // Nine in the morning is 13:00 in Greenwich from here on.
    bar('2021-03-15T13:00Z', 400),
    bar('2021-03-15T14:00Z', 4),
  ];
  expect(rvolOf(bars, { timeframe: 'H1', periods: 2 })).toEqual([NaN, NaN, NaN, NaN, 2, 0.5]);
});

test('days without the bar are passed over, until those that are there are too old', () => {
  const bars = [bar('2021-06-01T14:00Z', 100), bar('2021-06-02T15:00Z', 50), bar('2021-06-03T14:00Z', 150)];
  expect(rvolOf(bars, { timeframe: 'H1', periods: 1 })).toEqual([NaN, NaN, 1.5]);
  const weekLater = [bar('2021-06-01T14:00Z', 100), bar('2021-06-08T14:00Z', 150)];
  expect(rvolOf(weekLater, { timeframe: 'H1', periods: 1 })).toEqual([NaN, 1.5]);
  const afterHole = [bar('2021-06-01T14:00Z', 100), bar('2021-06-09T14:00Z', 150), bar('2021-06-10T14:00Z', 300)];
  expect(rvolOf(afterHole, { timeframe: 'H1', periods: 1 })).toEqual([NaN, NaN, 2]);
});

test('a hole of which it knows nothing leaves it as it is up to H1, but not where its bars follow one another', () => {
  expect(rvol({ timeframe: 'M15', periods: 10 }).contiguousBars).toBe(1);
  expect(rvol({ timeframe: 'H4', periods: 10 }).contiguousBars).toBeUndefined();
});

test('above H1 it is held against the bars before', () => {
  const days = [10, 30, 40, 70].map((volume, day) => bar(`2021-06-0${day + 1}T21:00Z`, volume));
  expect(rvolOf(days, { timeframe: 'D1', periods: 2 })).toEqual([NaN, NaN, 2, 2]);
  const quarters = [10, 30, 40].map((volume, index) => bar(`2021-06-01T0${4 * index}:00Z`, volume));
  expect(rvolOf(quarters, { timeframe: 'H4', periods: 2 })).toEqual([NaN, NaN, 2]);
});

test('a volume that is not known says nothing, of its own bar and of those that are held against it', () => {
  const days = [10, null, 30, 50, 80].map((volume, day) => bar(`2021-06-0${day + 1}T21:00Z`, volume));
  expect(rvolOf(days, { timeframe: 'D1', periods: 2 })).toEqual([NaN, NaN, NaN, NaN, 2]);
});

test('where nothing was traded before there is nothing to hold against; a quiet bar itself is a 0', () => {
  const days = [0, 0, 30, 30, 0].map((volume, day) => bar(`2021-06-0${day + 1}T21:00Z`, volume));
  expect(rvolOf(days, { timeframe: 'D1', periods: 2 })).toEqual([NaN, NaN, NaN, 2, 0]);
});

test('what opened longer before than its span has no say, however many bars are missing', () => {
  const hourMs = 3_600_000;
  const start = Date.UTC(2024, 9, 1);
  const anyBars = fc.array(
    fc.record({ isThere: fc.boolean(), volume: fc.option(fc.integer({ min: 0, max: 9 }), { nil: NaN, freq: 20 }) }),
    { minLength: 24 * 30, maxLength: 24 * 50 },
  );
  fc.assert(
    fc.property(anyBars, fc.double({ min: 0.5, max: 1, noNaN: true }), (hours, share) => {
      const bars = hours
        .map(({ isThere, volume }, index) => ({ isThere, volume, openedAt: start + index * hourMs }))
        .filter(({ isThere }) => isThere);
      const from = Math.floor(bars.length * share) - 1;
      const whole = createRvol({ timeframe: 'H1', periods: 2 });
      const late = createRvol({ timeframe: 'H1', periods: 2 });
      const sinceMs = (bars[from]?.openedAt ?? NaN) - (late.spanMs ?? NaN);
      bars.forEach(({ openedAt, volume }, index) => {
        const number = whole.push(openedAt, volume);
        if (openedAt < sinceMs) return;
        const lateNumber = late.push(openedAt, volume);
        if (index > from) expect(lateNumber).toBe(number);
      });
    }),
    { numRuns: 50 },
  );
  expect(createRvol({ timeframe: 'H4', periods: 2 }).spanMs).toBeNull();
});
