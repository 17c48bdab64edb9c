import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { mergeLateBars, type LateBar } from './merge-late-bars.ts';

const bar = (minute: number, close = 10) => sampleBar({ openTimeUtcMs: minute * 60_000, close });
const late = (minute: number, line: number, close = 10): LateBar => ({ bar: bar(minute, close), line, text: '' });

test('late bars find their places before, between and after the others', () => {
  expect(mergeLateBars([bar(2), bar(4)], [late(5, 7), late(1, 5), late(3, 6)])).toEqual({
    bars: [bar(1), bar(2), bar(3), bar(4), bar(5)],
    duplicates: 0,
    contradictions: [],
  });
});

test('a late bar that repeats is counted, one that contradicts is handed back, and the first row stays', () => {
  expect(mergeLateBars([bar(2), bar(4)], [late(2, 4), late(4, 5, 11), late(3, 6), late(3, 7, 12), late(3, 8)])).toEqual(
    {
      bars: [bar(2), bar(3), bar(4)],
      duplicates: 2,
      contradictions: [late(3, 7, 12), late(4, 5, 11)],
    },
  );
});

test('no bar is lost and none is there twice, whatever comes late', () => {
  const minute = fc.integer({ min: 0, max: 30 });
  fc.assert(
    fc.property(fc.uniqueArray(minute), fc.array(fc.tuple(minute, fc.integer({ min: 10, max: 11 }))), (first, rows) => {
      const inOrder = first.toSorted((a, b) => a - b).map((at) => bar(at));
      const lateBars = rows.map(([at, close], index) => late(at, index, close));
      const merged = mergeLateBars(inOrder, lateBars);
      const times = merged.bars.map((it) => it.openTimeUtcMs / 60_000);
      expect(times).toEqual([...new Set([...first, ...rows.map(([at]) => at)])].toSorted((a, b) => a - b));
      expect(times.length + merged.duplicates + merged.contradictions.length).toBe(first.length + rows.length);
    }),
  );
});
