import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hole, HoleKind } from '#shared/market/hole.ts';
import { sampleHole } from '#main/testkit/sample-sync-health.ts';
import { holeAt, holeRuns, slotsOf } from './hole-runs.ts';

const span = { fromUtcMs: 0, toUtcMs: 1000 };
const hole = (fromUtcMs: number, toUtcMs: number, kind: HoleKind): Hole => sampleHole({ fromUtcMs, toUtcMs, kind });

test('a hole shorter than a slot still fills one, over a weekend too', () => {
  const holes = [hole(200, 400, 'weekend'), hole(250, 251, 'unexpected'), hole(300, 305, 'weekend')];
  expect(holeRuns(holes, span, 10)).toEqual([
    { kind: 'unexpected', from: 2, to: 3 },
    { kind: 'weekend', from: 3, to: 4 },
  ]);
  expect(holeAt(holes, span, { slot: 2, slots: 10 })).toBe(holes[1]);
  expect(holeAt(holes, span, { slot: 3, slots: 10 })).toBe(holes[0]);
  expect(holeAt(holes, span, { slot: 4, slots: 10 })).toBeNull();
});

test('what reaches out of the span is cut, and what lies outside is left out', () => {
  const holes = [hole(0, 1, 'session'), hole(950, 2000, 'holiday'), hole(1000, 1100, 'unexpected')];
  expect(holeRuns(holes, { fromUtcMs: 100, toUtcMs: 1000 }, 9)).toEqual([{ kind: 'holiday', from: 8, to: 9 }]);
});

test('every hole of the span can be found at its place, and runs never overlap', () => {
  const stretch = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 1, max: 300 }));
  const kind = fc.constantFrom<HoleKind>('weekend', 'session', 'unexpected');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(stretch, kind), { maxLength: 20 }),
      fc.integer({ min: 1, max: 60 }),
      (made, slots) => {
        const holes = made.map(([[from, length], of]) => hole(from, from + length, of));
        const runs = holeRuns(holes, span, slots);
        for (const [index, run] of runs.entries()) {
          expect(run.from).toBeLessThan(run.to);
          expect(run.from).toBeGreaterThanOrEqual(runs[index - 1]?.to ?? 0);
        }
        for (const one of holes) {
          const [slot] = slotsOf(one, span, slots);
          const shown = runs.find((run) => run.from <= slot && slot < run.to);
          expect(shown?.kind === 'unexpected').toBe(holeAt(holes, span, { slot, slots })?.kind === 'unexpected');
          if (one.kind === 'unexpected') expect(shown?.kind).toBe('unexpected');
        }
      },
    ),
  );
});
