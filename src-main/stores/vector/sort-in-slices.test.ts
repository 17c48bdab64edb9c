import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationMs } from '#shared/units/duration-ms.ts';
import { beginSlices } from './slices.ts';
import { sortInSlices } from './sort-in-slices.ts';

test('rows are sorted as at once, whatever their number, and those that are equal keep their order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(900), { maxLength: 4000, size: 'max' }), async (keys) => {
      const rows = Uint32Array.from(keys, (_, row) => row);
      const compare = (a: number, b: number): number => (keys[a] ?? 0) - (keys[b] ?? 0);
      const expected = Array.from(rows).sort(compare);
      const slices = beginSlices({ monotonicClock: { nowMs: () => durationMs(0) }, nextTurn: () => Promise.resolve() });
      await sortInSlices(rows, compare, slices);
      expect(Array.from(rows)).toEqual(expected);
    }),
    { numRuns: 50 },
  );
});

test('the loop turns while many are sorted', async () => {
  let [now, turns] = [0, 0];
  const slices = beginSlices({
    monotonicClock: { nowMs: () => durationMs(now++) },
    nextTurn: () => {
      turns += 1;
      return Promise.resolve();
    },
  });
  const rows = Uint32Array.from({ length: 20_000 }, (_, row) => (row * 7919) % 20_000);
  await sortInSlices(rows, (a, b) => a - b, slices);
  expect(rows.every((value, at) => value === at)).toBe(true);
  expect(turns).toBeGreaterThan(40);
});
