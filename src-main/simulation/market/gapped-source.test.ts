import { expect, test } from 'vitest';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { points } from '#shared/units/points.ts';
import { gappedSource } from './gapped-source.ts';
import { replaySource } from './replay-source.ts';

const bars = sampleBars({ count: 10, seed: 2 });
const calm = replaySource({ name: 'calm', bars, instrument: sampleGold, spreadPointsDefault: points(20) });
const gapAt = assertDefined(bars[4], 'there are ten').openTimeUtcMs;
const begin = assertDefined(bars[0], 'there are ten').openTimeUtcMs;

test('from a gap on bars and quotes stand where it left them, and before it nothing has changed', () => {
  const gapped = gappedSource(calm, [{ atUtcMs: gapAt, points: points(-500) }], sampleGold);
  const before = [...calm.minutes(begin)];
  const after = [...gapped.minutes(begin)];
  expect(after.slice(0, 4).map(({ bar, quotes }) => [bar, quotes])).toEqual(
    before.slice(0, 4).map(({ bar, quotes }) => [bar, quotes]),
  );
  after.slice(4).forEach(({ bar, quotes }, index) => {
    const was = assertDefined(before[index + 4], 'as many minutes');
    expect(bar.close).toBeCloseTo(was.bar.close - 5, 9);
    expect(quotes.map(({ ask }) => ask)).toEqual(was.quotes.map(({ ask }) => Number((ask - 5).toFixed(2))));
  });
});

test('another gap is another market, and no gap is the same one', () => {
  const names = [-500, 300].map((by) => gappedSource(calm, [{ atUtcMs: gapAt, points: points(by) }], sampleGold).name);
  expect(new Set([...names, calm.name]).size).toBe(3);
  expect(gappedSource(calm, [], sampleGold)).toBe(calm);
});
