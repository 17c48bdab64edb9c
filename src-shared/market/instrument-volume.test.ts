import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lots } from '../units/lots.ts';
import { floorToStep, isOnStep, isSameVolume } from './instrument-volume.ts';

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
