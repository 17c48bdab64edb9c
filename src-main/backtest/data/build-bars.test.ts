import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { buildBars } from './build-bars.ts';
import { composeStretches } from './compose-stretches.ts';
import { barsAt, stretchAt, stretchOf, told } from './stretch-of.suite.ts';

const clock = brokerClock('ny+7');
const iso = (at: number | undefined): string => new Date(at ?? NaN).toISOString().slice(0, 16);

test('a bar opens with its first row, closes with its last, and reaches as far as all of them', () => {
  const bars = sampleBars({ count: 8, timeframe: 'M15', startUtcMs: Date.UTC(2024, 0, 2, 10) });
  const built = buildBars(stretchOf(bars, { timeframe: 'M15' }), { timeframe: 'H1', clock });
  const first = bars.slice(0, 4);
  expect({
    ...{ length: built.length, open: built.open[0], close: built.close[0], high: built.high[0], low: built.low[0] },
    ...{ volume: built.tickVolume[0], opens: iso(built.openTimeUtcMs[1]), closes: iso(built.closeTimeUtcMs[1]) },
  }).toEqual({
    length: 2,
    open: first[0]?.open,
    close: first[3]?.close,
    high: Math.max(...first.map(({ high }) => high)),
    low: Math.min(...first.map(({ low }) => low)),
    volume: first.reduce((sum, { tickVolume }) => sum + (tickVolume ?? 0), 0),
    opens: '2024-01-02T11:00',
    closes: '2024-01-02T12:00',
  });
});

test('days and four hours are cut at the broker’s midnight, also where clocks change', () => {
  // New York's 17:00 is 22:00 UTC in winter and 21:00 from 2024-03-10 on.
  const hours = sampleBars({ count: 24 * 7, timeframe: 'H1', startUtcMs: Date.UTC(2024, 2, 7, 22) });
  const rows = stretchOf(hours, { timeframe: 'H1' });
  const days = buildBars(rows, { timeframe: 'D1', clock });
  expect([...days.openTimeUtcMs].map(iso)).toEqual([
    ...['2024-03-07T22:00', '2024-03-08T22:00', '2024-03-09T22:00'],
    ...['2024-03-10T21:00', '2024-03-11T21:00', '2024-03-12T21:00', '2024-03-13T21:00'],
  ]);
  expect(iso(days.closeTimeUtcMs[2])).toBe('2024-03-10T21:00');
  const fourHours = buildBars(rows, { timeframe: 'H4', clock });
  const openings = [...fourHours.openTimeUtcMs].map(iso);
  expect(openings).toContain('2024-03-10T02:00');
  expect(openings).toContain('2024-03-11T01:00');
});

test('a bar whose beginning is not there is left out, and so is one that had not closed', () => {
  const rows = stretchAt('M15', '2024-01-02T10:30', '2024-01-02T10:45', '2024-01-02T11:00', '2024-01-02T12:00');
  const built = buildBars(rows, { timeframe: 'H1', clock });
  expect([...built.openTimeUtcMs].map(iso)).toEqual(['2024-01-02T11:00']);
});

test('a volume is unknown where one row’s is, a spread is the last known one', () => {
  const bars = barsAt(['2024-01-02T10:00', '2024-01-02T10:15', '2024-01-02T10:30', '2024-01-02T10:45']);
  const [a, b, c, d] = bars.map((bar, index) => ({ ...bar, spreadPoints: index === 3 ? null : bar.spreadPoints }));
  const volumeless = [a, { ...b, tickVolume: null }, c, d].flatMap((bar) => (bar === undefined ? [] : [bar]));
  const built = buildBars(stretchOf(volumeless as typeof bars, { timeframe: 'M15' }), { timeframe: 'H1', clock });
  expect([built.tickVolume[0], built.spread[0]]).toEqual([NaN, 20]);
});

test('bars of the timeframe itself pass as they are, also beside finer ones', () => {
  const hours = stretchAt('H1', '2024-01-02T09:00', '2024-01-02T10:00');
  expect(buildBars(hours, { timeframe: 'H1', clock })).toBe(hours);
  const quarters = stretchAt('M15', '2024-01-02T11:00', '2024-01-02T11:15', '2024-01-02T11:30', '2024-01-02T11:45');
  const built = buildBars(composeStretches([quarters, hours]), { timeframe: 'H1', clock });
  expect([...built.openTimeUtcMs].map(iso)).toEqual(['2024-01-02T09:00', '2024-01-02T10:00', '2024-01-02T11:00']);
  expect(built.close[0]).toBe(hours.close[0]);
});

test('of nothing nothing is built', () => {
  expect(told(buildBars(composeStretches([stretchAt('M15'), stretchAt('H1')]), { timeframe: 'H4', clock }))).toEqual(
    [],
  );
});
