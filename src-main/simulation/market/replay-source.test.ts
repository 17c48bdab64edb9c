import { expect, test } from 'vitest';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { assertDefined } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import { points } from '#shared/units/points.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { minuteMs, type MarketSource } from './market-source.ts';
import { replaySource } from './replay-source.ts';

const recorded = sampleBars({ count: 10 });
const withHole = recorded.filter((_, index) => index !== 4);
const sourceOf = (bars: readonly Bar[]): MarketSource =>
  replaySource({ name: 'replay', bars, instrument: sampleGold, spreadPointsDefault: points(30) });

test('plays the recorded bars from any moment on, skips holes, and ends with the last', () => {
  const barsFrom = (minute: number, offsetMs = 0) =>
    [...sourceOf(withHole).minutes(utcMs(sampleStartUtcMs + minute * minuteMs + offsetMs))].map(({ bar }) => bar);
  expect(barsFrom(0)).toEqual(withHole);
  expect(barsFrom(4)).toEqual(recorded.slice(5));
  expect(barsFrom(4, 1)).toEqual(recorded.slice(5));
  expect(barsFrom(9)).toEqual(recorded.slice(9));
  expect(barsFrom(9, 1)).toEqual([]);
});

test('every quote lies in its own minute, drawn from one to the next', () => {
  for (const { bar, quotes, between } of sourceOf(recorded).minutes(sampleStartUtcMs)) {
    expect(between).toBe('drawn');
    for (const { occurredAtUtcMs } of quotes)
      expect(Math.floor(occurredAtUtcMs / minuteMs) * minuteMs).toBe(bar.openTimeUtcMs);
  }
});

test('bars out of order, or off the minute, are not replayed', () => {
  expect(() => sourceOf([...recorded].reverse())).toThrow('in order');
  const first = assertDefined(recorded[0], 'there are bars');
  expect(() => sourceOf([first, first])).toThrow('in order');
  expect(() => sourceOf([{ ...first, openTimeUtcMs: utcMs(sampleStartUtcMs + 1000) }])).toThrow('on the minute');
});
