import fc from 'fast-check';
import { expect, test } from 'vitest';
import { barSchema, type Bar } from '#shared/market/bar.ts';
import { barIndexAt, barsMax, emptyWindow, newestWindow, withLive, withOlder } from './candle-window.ts';

const barAt = (minute: number, close = 2): Bar =>
  barSchema.parse({
    openTimeUtcMs: minute * 60_000,
    open: 2,
    high: 9,
    low: 1,
    close,
    tickVolume: null,
    spreadPoints: null,
  });

const bars = (from: number, count: number): readonly Bar[] => Array.from({ length: count }, (_, i) => barAt(from + i));
const live = (bar: Bar): { readonly bar: Bar; readonly isClosed: boolean } => ({ bar, isClosed: false });
const minutes = (list: readonly Bar[]): readonly number[] => list.map((bar) => bar.openTimeUtcMs / 60_000);

test('a page that is not full is the oldest there is', () => {
  expect(newestWindow({ bars: bars(10, 3), barsWanted: 3 }).hasOlder).toBe(true);
  expect(newestWindow({ bars: bars(10, 2), barsWanted: 3 }).hasOlder).toBe(false);
});

test('a live bar replaces the one of its opening, follows the newest, and is left where it is older', () => {
  const window = newestWindow({ bars: bars(10, 3), barsWanted: 3 });
  const news = [barAt(12, 5), barAt(13), barAt(11, 7)].map(live);
  const { bars: shown } = withLive(window, news);
  expect(minutes(shown)).toEqual([10, 11, 12, 13]);
  expect(shown.map((bar) => bar.close)).toEqual([2, 2, 5, 2]);
});

test('the first live bars of a series without history begin its window', () => {
  expect(minutes(withLive(emptyWindow, [live(barAt(5)), live(barAt(6))]).bars)).toEqual([5, 6]);
});

test('older pages go in front without doubles', () => {
  const window = withOlder(newestWindow({ bars: bars(10, 3), barsWanted: 3 }), { bars: bars(8, 3), barsWanted: 3 });
  expect(minutes(window.bars)).toEqual([8, 9, 10, 11, 12]);
  expect(window).toMatchObject({ reachesLive: true, hasOlder: true });
});

test('past its bound the window lets the newest go while scrolling back, and live bars no longer follow', () => {
  const full = newestWindow({ bars: bars(2000, barsMax), barsWanted: barsMax });
  const scrolled = withOlder(full, { bars: bars(1000, 1000), barsWanted: 1000 });
  expect(scrolled.bars).toHaveLength(barsMax);
  expect(scrolled.bars[0]?.openTimeUtcMs).toBe(1000 * 60_000);
  expect(scrolled.reachesLive).toBe(false);
  expect(withLive(scrolled, [live(barAt(99_999))])).toBe(scrolled);
});

test('past its bound the window lets the oldest go while bars stream in', () => {
  const full = newestWindow({ bars: bars(0, barsMax), barsWanted: barsMax + 1 });
  const streamed = withLive(full, [live(barAt(barsMax))]);
  expect(streamed.bars.length).toBeLessThan(barsMax);
  expect(streamed.bars.at(-1)).toEqual(barAt(barsMax));
  expect(streamed.hasOlder).toBe(true);
});

test('whatever comes in, the window stays in order, without doubles and within its bound', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('live' as const), at: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 5 }) }),
    fc.record({ kind: fc.constant('older' as const), count: fc.integer({ min: 0, max: 5 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let window = newestWindow({ bars: bars(30, 3), barsWanted: 3 });
      for (const one of steps) {
        if (one.kind === 'live')
          window = withLive(
            window,
            one.at.map((minute) => live(barAt(minute))),
          );
        else {
          const first = minutes(window.bars)[0] ?? 0;
          window = withOlder(window, {
            bars: bars(Math.max(0, first - one.count), Math.min(first, one.count)),
            barsWanted: one.count,
          });
        }
        const opened = minutes(window.bars);
        expect(opened).toEqual([...new Set(opened)].toSorted((a, b) => a - b));
      }
    }),
  );
});

test('finds the bar that holds a moment', () => {
  const list = bars(10, 3);
  const at = (minute: number): number => barIndexAt(list, minute * 60_000);
  expect([at(9.9), at(10), at(10.9), at(11), at(99)]).toEqual([-1, 0, 0, 1, 2]);
});
