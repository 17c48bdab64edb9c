import { expect, test } from 'vitest';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { timeframeDurationMs, timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { points } from '#shared/units/points.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { barsOf } from './bars-of.ts';
import { replaySource } from './replay-source.ts';

const clock = brokerClock('ny+7');
const minutes = sampleBars({ count: 4000, seed: 9 });
const source = replaySource({ name: 'test', bars: minutes, instrument: sampleGold, spreadPointsDefault: points(20) });
const begin = minutes[0]?.openTimeUtcMs ?? utcMs(0);
const end = utcMs((minutes.at(-1)?.openTimeUtcMs ?? 0) + 60_000);

const barsIn = (timeframe: Timeframe, fromUtcMs: UtcMs, untilUtcMs: UtcMs) => [
  ...barsOf(source, { timeframe, fromUtcMs, untilUtcMs, clock }),
];

test.each(timeframes)(
  'bars of %s hold each closed minute once, and nothing of the bar that still forms',
  (timeframe) => {
    const bars = barsIn(timeframe, begin, end);
    const openingOf = (at: UtcMs): UtcMs => barOpening(at, timeframeDurationMs(timeframe), clock);
    const groups = Map.groupBy(minutes, ({ openTimeUtcMs }) => openingOf(openTimeUtcMs));
    groups.delete(openingOf(end));
    expect(bars.map(({ openTimeUtcMs }) => openTimeUtcMs)).toEqual([...groups.keys()]);
    for (const bar of bars) {
      const held = groups.get(bar.openTimeUtcMs) ?? [];
      expect(bar).toMatchObject({
        open: held[0]?.open,
        high: Math.max(...held.map(({ high }) => high)),
        low: Math.min(...held.map(({ low }) => low)),
        close: held.at(-1)?.close,
      });
    }
  },
);

test('asked from the middle of a bar, it begins with that bar as a whole', () => {
  const all = barsIn('H1', begin, end);
  const fromUtcMs = utcMs((all[3]?.openTimeUtcMs ?? 0) + 25 * 60_000);
  expect(barsIn('H1', fromUtcMs, end)).toEqual(all.slice(3));
});
