import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utcMs } from '../units/utc-ms.ts';
import { intersectSpans, joinSpans, spansMs, subtractSpans, type Span } from './span.ts';

const span = (from: number, to: number): Span => ({ fromUtcMs: utcMs(from), toUtcMs: utcMs(to) });

const anySpans = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 9 })), { maxLength: 8 })
  .map((pairs) => joinSpans(pairs.map(([from, length]) => span(from, from + length))));

const holds = (spans: readonly Span[], at: number): boolean =>
  spans.some(({ fromUtcMs, toUtcMs }) => fromUtcMs <= at && at < toUtcMs);

const moments = Array.from({ length: 75 }, (_, index) => index);

test('a moment lies in both, in the one without the other, and in the joined, as it lies in each', () => {
  fc.assert(
    fc.property(anySpans, anySpans, (a, b) => {
      const both = intersectSpans(a, b);
      const left = subtractSpans(a, b);
      for (const at of moments) {
        expect(holds(both, at)).toBe(holds(a, at) && holds(b, at));
        expect(holds(left, at)).toBe(holds(a, at) && !holds(b, at));
      }
      expect(spansMs(both) + spansMs(left)).toBe(spansMs(a));
    }),
  );
});

test('spans that touch are one', () => {
  expect(joinSpans([span(5, 7), span(0, 3), span(3, 4), span(6, 9)])).toEqual([span(0, 4), span(5, 9)]);
});
