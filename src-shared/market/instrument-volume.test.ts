import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lots } from '../units/lots.ts';
import { floorToStep, isOnStep, isSameVolume, partOf } from './instrument-volume.ts';

const hundredth = { volumeStep: lots(0.01) };
const anyStep = fc.constantFrom(0.001, 0.01, 0.1, 0.25, 1).map((step) => ({ volumeStep: lots(step) }));

test.each([
  [0.019, 0.01],
  [0.1 + 0.2, 0.3],
  [0.009, 0],
  [0, 0],
  [-1, 0],
  [7.29, 7.29],
])('a wish of %f lots is floored to %f', (wish, volume) => {
  expect(floorToStep(wish, hundredth)).toBe(volume);
});

test('flooring never gives more than was wished, nor a step less, and its answer is on the step', () => {
  fc.assert(
    fc.property(anyStep, fc.double({ min: 0, max: 500, noNaN: true }), (instrument, wish) => {
      const volume = floorToStep(wish, instrument);
      expect(volume).toBeLessThanOrEqual(wish + instrument.volumeStep * 1e-6);
      expect(wish - volume).toBeLessThan(instrument.volumeStep);
      expect(isOnStep(volume, instrument)).toBe(true);
    }),
  );
});

test('a volume between two steps is not on the step', () => {
  expect(isOnStep(lots(0.015), hundredth)).toBe(false);
  expect(isOnStep(lots(0.1 + 0.2), hundredth)).toBe(true);
});

test('volumes are the same while they differ by less than half a step', () => {
  expect(isSameVolume(lots(0.1 + 0.2), lots(0.3), hundredth)).toBe(true);
  expect(isSameVolume(lots(0.3), lots(0.31), hundredth)).toBe(false);
});

test('a part is floored to the step, and there is none where it or the rest would be too small', () => {
  const gold = { volumeStep: 0.01, volumeMin: 0.01 };
  expect([partOf(0.1, 0.5, gold), partOf(0.07, 0.5, gold), partOf(0.3, 0.1, gold)]).toEqual([0.05, 0.03, 0.03]);
  expect([partOf(0.01, 0.5, gold), partOf(0.05, 0.1, gold), partOf(0, 0.5, gold)]).toEqual([0, 0, 0]);
  const coarse = { volumeStep: 0.1, volumeMin: 0.3 };
  expect([partOf(0.6, 0.5, coarse), partOf(0.5, 0.5, coarse), partOf(0.9, 0.7, coarse)]).toEqual([0.3, 0, 0.6]);
});
