import fc from 'fast-check';
import { expect, test } from 'vitest';
import { followedSchema, type Followed } from '#shared/contract/memory.ts';
import { closePath, pointsText, reachOf, reachOutline, scaleOf } from './paths-followed.ts';

const size = { width: 100, height: 50, margin: 5 };

const after = (bars: number, closeAtr: number | null): Followed =>
  followedSchema.parse({
    bars,
    moved: closeAtr === null ? null : { closeAtr, highAtr: closeAtr + 0.5, lowAtr: closeAtr - 0.5, knownAtUtcMs: 1 },
  });

test('what followed begins at the state and ends where it is not known any more', () => {
  const followed = [after(1, 0.5), after(4, null), after(16, 3)];
  const scale = scaleOf([{ followed }], size);
  expect({ high: scale.highAtr, low: scale.lowAtr }).toEqual({ high: 3.5, low: -1 });
  expect(closePath(followed, scale)).toEqual([
    { x: 0, y: scale.y(0) },
    { x: 25, y: scale.y(0.5) },
  ]);
  expect(reachOutline(followed, scale)).toEqual([
    { x: 0, y: scale.y(0) },
    { x: 25, y: scale.y(1) },
    { x: 25, y: scale.y(0) },
  ]);
});

test('how far a market went is known as far as it was seen', () => {
  expect(reachOf([after(1, 0.5), after(4, 2), after(16, null)])).toBe(1);
  expect(reachOf([after(1, null)])).toBeNull();
});

test('a market that hardly moved is not blown up', () => {
  const scale = scaleOf([{ followed: [after(1, 0.01)] }], size);
  expect([scale.y(1), scale.y(-1)]).toEqual([5, 45]);
});

test('nothing is drawn outside of the picture, and up is up', () => {
  const walk = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(walk, { minLength: 1, maxLength: 20 }), (walks) => {
      const neighbours = walks.map((closes) => ({ followed: closes.map((close, i) => after(4 ** i, close)) }));
      const scale = scaleOf(neighbours, size);
      for (const { followed } of neighbours) {
        for (const { x, y } of [...closePath(followed, scale), ...reachOutline(followed, scale)]) {
          expect(x >= 0 && x <= 100 && y >= 5 - 1e-9 && y <= 45 + 1e-9).toBe(true);
        }
      }
      expect(scale.y(0.1)).toBeLessThan(scale.y(0));
    }),
  );
});

test('points are written short', () => {
  expect(
    pointsText([
      { x: 0, y: 1 / 3 },
      { x: 25, y: 10.04 },
    ]),
  ).toBe('0,0.3 25,10');
});
