import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { assert } from '#shared/base/assert.ts';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { closeAgainst } from './close-against.ts';

const long = samplePosition({ side: 'buy', volume: 0.5, openPrice: 2000, swap: -2.5, profit: 600 });

test('closing the whole leaves nothing open', () => {
  expect(closeAgainst(long, { volume: lots(0.5), price: price(2012) }, sampleGold)).toEqual({
    ok: true,
    value: { volume: 0.5, price: 2012, profit: 600, commission: -1.75, swap: -2.5, remaining: null },
  });
});

test('closing two fifths takes two fifths of profit and swap and leaves the rest open', () => {
  expect(closeAgainst(long, { volume: lots(0.2), price: price(2012) }, sampleGold)).toEqual({
    ok: true,
    value: {
      volume: 0.2,
      price: 2012,
      profit: 240,
      commission: -0.7,
      swap: -1,
      remaining: { ...long, volume: 0.3, swap: -1.5, profit: 360 },
    },
  });
});

test.each([0, 0.51, 0.105])('a volume of %s of half a lot is no reduction', (volume) => {
  expect(closeAgainst(long, { volume: lots(volume), price: price(2012) }, sampleGold)).toMatchObject({
    ok: false,
    error: { code: 'NOT_A_REDUCTION' },
  });
});

test('closed in two parts, volume and swap sum to the whole', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 49 }), fc.integer({ min: 190_000, max: 210_000 }), (steps, cents) => {
      const at = price(cents / 100);
      const first = closeAgainst(long, { volume: lots(steps / 100), price: at }, sampleGold);
      assert(first.ok && first.value.remaining !== null, 'a part was closed');
      const rest = first.value.remaining;
      const second = closeAgainst(rest, { volume: rest.volume, price: at }, sampleGold);
      assert(second.ok, 'the rest was closed');
      expect(second.value.remaining).toBeNull();
      expect(first.value.volume + second.value.volume).toBeCloseTo(0.5, 9);
      expect(first.value.swap + second.value.swap).toBeCloseTo(-2.5, 9);
    }),
  );
});
