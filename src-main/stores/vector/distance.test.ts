import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { VectorShape } from '#main/ports/vector-index.ts';
import { distanceAt, knownDistanceAt } from './distance.ts';

const shape: VectorShape = { alwaysKnown: 3, knownWeight: 4.5, maskableWeights: [1, 0.25] };

const component = fc.float({ min: -3, max: 3, noNaN: true });
const maskable = fc.oneof(component, fc.constant(NaN));
const vector = fc
  .tuple(component, component, component, maskable, maskable)
  .map((components) => Float32Array.from(components));

test('the distance over what is always known is never above the whole one, to the bit', () => {
  fc.assert(
    fc.property(vector, vector, (a, b) => {
      expect(knownDistanceAt(a, 0, b, shape)).toBeLessThanOrEqual(distanceAt(a, 0, b, shape));
    }),
    { numRuns: 1000 },
  );
});

test('it is the same both ways, 0 from a vector to itself whatever is unknown in it, and Euclid’s where all is known', () => {
  fc.assert(
    fc.property(vector, vector, (a, b) => {
      expect(distanceAt(a, 0, b, shape)).toBe(distanceAt(b, 0, a, shape));
      expect(distanceAt(a, 0, a, shape)).toBe(0);
      const isWhole = ![...a, ...b].some(Number.isNaN);
      if (isWhole) expect(distanceAt(a, 0, b, shape)).toBe(distanceAt(a, 0, b, null));
    }),
  );
});

test('a vector is read from its place in the column', () => {
  const column = Float32Array.of(9, 9, 9, 9, 9, 3, 4, 0, NaN, NaN, 9);
  expect(distanceAt(column, 5, new Float32Array(5), shape)).toBeCloseTo(5 * Math.sqrt(5.75 / 4.5), 12);
  expect(knownDistanceAt(column, 5, new Float32Array(5), shape)).toBe(5);
});
