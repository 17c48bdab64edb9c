import fc from 'fast-check';
import { expect, test } from 'vitest';
import { slippageDraw, slippageOf } from './slippage.ts';

const draw = { seed: 1, lane: 0, decidedAtUtcMs: Date.UTC(2024, 0, 2, 10), purpose: 'entry' } as const;

test('without a draw it is the share of the spread, with one anything up to twice that', () => {
  expect(slippageOf(0.25, 0.2, null)).toBeCloseTo(0.05, 12);
  expect([slippageOf(0.25, 0.2, 0), slippageOf(0.25, 0.2, 0.5), slippageOf(0.25, 0.2, 0.999)]).toEqual([
    0,
    expect.closeTo(0.05, 12),
    expect.closeTo(0.0999, 12),
  ]);
});

test('the same decision draws the same, for ever', () => {
  expect(slippageDraw(draw)).toBe(slippageDraw({ ...draw }));
  expect(slippageDraw(draw)).toBeCloseTo(pinnedDraw, 12);
});

/** Pinned: another draw is another result of every stored run. */
const pinnedDraw = 0.8456319575197995;

test('seed, lane, moment and purpose each make it another one', () => {
  const draws = [
    draw,
    { ...draw, seed: 2 },
    { ...draw, seed: 2 ** 40 + 1 },
    { ...draw, lane: 1 },
    { ...draw, decidedAtUtcMs: draw.decidedAtUtcMs + 60_000 },
    { ...draw, purpose: 'stop' as const },
  ].map(slippageDraw);
  expect(new Set(draws).size).toBe(draws.length);
});

test('draws fill the range from 0 to 1 evenly', () => {
  const draws = Array.from({ length: 20_000 }, (_, index) =>
    slippageDraw({ ...draw, decidedAtUtcMs: draw.decidedAtUtcMs + index * 900_000 }),
  );
  const tenths = Array.from({ length: 10 }, (_, tenth) => draws.filter((it) => Math.floor(it * 10) === tenth).length);
  // Each tenth holds 2,000, give or take 42: five of those.
  for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(212);
  expect(draws.reduce((sum, it) => sum + it, 0) / draws.length).toBeCloseTo(0.5, 1);
});

test('a draw is a share whatever it is drawn for', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.nat(1000), fc.integer({ min: 0, max: 4e12 }), (seed, lane, decidedAtUtcMs) => {
      const share = slippageDraw({ seed, lane, decidedAtUtcMs, purpose: 'exit' });
      expect(share >= 0 && share < 1).toBe(true);
    }),
  );
});
