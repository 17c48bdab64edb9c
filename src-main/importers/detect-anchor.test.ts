import { expect, test } from 'vitest';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { detectAnchor } from './detect-anchor.ts';

const dayMs = 86_400_000;

/** The openings of one bar a day over two years, each on the rule's grid. */
function barsOn(rule: ClockRule, lengthMs: number) {
  const clock = brokerClock(rule);
  return Float64Array.from({ length: 700 }, (_, day) =>
    barOpening(utcMs(Date.UTC(2023, 0, 1, 12) + day * dayMs), lengthMs, clock),
  );
}

test.each<[Timeframe, number, ClockRule, ClockRule, string, string]>([
  ['M1', 60_000, 'utc', 'utc', 'hour', 'minutes are minutes everywhere'],
  ['H1', 3_600_000, 'ny+7', 'ny+7', 'hour', 'hours are hours where the offset is of whole hours'],
  ['H1', 3_600_000, 'utc-3:30', 'utc-3:30', 'utc-3:30', 'hours of a half-hour server bear its rule'],
  ['H4', 14_400_000, 'ny+7', 'ny+7', 'ny+7', 'stamped and cut by the same clock'],
  ['H4', 14_400_000, 'ny+7', 'utc', 'ny+7', 'stamped in UTC, cut by ny+7'],
  ['D1', dayMs, 'eet', 'utc', 'eet', 'stamped in UTC, cut by eet'],
  ['D1', dayMs, 'utc', 'utc', 'utc', 'stamped and cut in UTC'],
])(
  '%s bars of %i ms cut by %s and stamped by %s are anchored at %s: %s',
  (timeframe, lengthMs, cutBy, stampedBy, anchor) => {
    expect(detectAnchor(barsOn(cutBy, lengthMs), timeframe, stampedBy)).toEqual({ anchor, offGrid: null });
  },
);

test('a few bars off the grid are counted and do not move the anchor', () => {
  const bars = barsOn('ny+7', dayMs);
  const slipped = bars.map((openMs, index) => (index % 200 === 7 ? openMs + 3_600_000 : openMs));
  expect(detectAnchor(slipped, 'D1', 'ny+7')).toEqual({
    anchor: 'ny+7',
    offGrid: { count: 4, firstUtcMs: slipped[7], lastUtcMs: slipped[607] },
  });
});

test('bars on no rule’s grid are anchored at the rule that most of them keep, and the others are counted', () => {
  const bars = Float64Array.of(...barsOn('ny+7', dayMs), ...barsOn('utc-5:30', dayMs).slice(0, 300));
  expect(detectAnchor(bars, 'D1', 'utc')).toMatchObject({ anchor: 'ny+7', offGrid: { count: 300 } });
});
