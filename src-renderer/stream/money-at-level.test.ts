import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { moneyAtLevel } from './money-at-level.ts';

test('a long loses below its opening and a short gains there; swap counts, whatever the level', () => {
  const long = samplePosition({ openPrice: 2000, volume: 0.1, swap: -2 });
  expect(moneyAtLevel(long, 1990, sampleGold)).toBeCloseTo(-102, 9);
  expect(moneyAtLevel(long, 2000, sampleGold)).toBeCloseTo(-2, 9);
  const short = samplePosition({ side: 'sell', openPrice: 2000, volume: 0.2 });
  expect(moneyAtLevel(short, 1995, sampleGold)).toBeCloseTo(100, 9);
});
