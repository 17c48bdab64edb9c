import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { BarColumns } from '#shared/market/bar-columns.ts';
import { growingBars, type BarFigures } from './growing-bars.ts';
import { lateBars, type LateVerdict } from './late-bars.ts';

const figures = (close: number): BarFigures => ({
  open: close,
  high: close,
  low: close,
  close,
  tickVolume: Number.NaN,
  spreadPoints: 3,
});

function barsAt(minutes: readonly number[]) {
  const inOrder = growingBars();
  for (const minute of minutes) inOrder.push(minute * 60_000, figures(10));
  return lateBars(inOrder.columns);
}

const minutesOf = ({ openTimeUtcMs, length }: BarColumns): readonly number[] =>
  [...openTimeUtcMs.subarray(0, length)].map((openMs) => openMs / 60_000);

const add = (late: ReturnType<typeof barsAt>, minute: number, close = 10): LateVerdict =>
  late.add(minute * 60_000, figures(close));

test('late bars find their places before, between and after the others', () => {
  const late = barsAt([2, 4]);
  expect([5, 1, 3].map((minute) => add(late, minute))).toEqual(['taken', 'taken', 'taken']);
  expect(minutesOf(late.merged())).toEqual([1, 2, 3, 4, 5]);
});

test('a late bar that repeats is a duplicate, one that says otherwise contradicts, and the first row stays', () => {
  const late = barsAt([2, 4]);
  expect([add(late, 2), add(late, 4, 11), add(late, 3), add(late, 3, 12), add(late, 3)]).toEqual([
    'duplicate',
    'contradiction',
    'taken',
    'contradiction',
    'duplicate',
  ]);
  const { close, length } = late.merged();
  expect([...close.subarray(0, length)]).toEqual([10, 10, 10]);
});

test('no bar is lost and none is there twice, whatever comes late', () => {
  const minute = fc.integer({ min: 0, max: 30 });
  fc.assert(
    fc.property(fc.uniqueArray(minute), fc.array(fc.tuple(minute, fc.integer({ min: 10, max: 11 }))), (first, rows) => {
      const late = barsAt(first.toSorted((a, b) => a - b));
      const verdicts = rows.map(([at, close]) => add(late, at, close));
      const minutes = minutesOf(late.merged());
      expect(minutes).toEqual([...new Set([...first, ...rows.map(([at]) => at)])].toSorted((a, b) => a - b));
      expect(minutes.length + verdicts.filter((verdict) => verdict !== 'taken').length).toBe(
        first.length + rows.length,
      );
    }),
  );
});
