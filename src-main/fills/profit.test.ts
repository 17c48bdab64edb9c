import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lots } from '#shared/units/lots.ts';
import { price } from '#shared/units/price.ts';
import { profitBetween } from './profit.ts';

const gold = { tickSize: 0.01, tickValue: 1 };

test('a long of half a lot of gold that rises by 12.34 earns 617', () => {
  const move = { side: 'buy', volume: lots(0.5), from: price(2000), to: price(2012.34) } as const;
  expect(profitBetween(move, gold)).toBeCloseTo(617, 6);
});

test('a short of a hundredth of a lot that rises by 12.34 loses 12.34', () => {
  const move = { side: 'sell', volume: lots(0.01), from: price(2000), to: price(2012.34) } as const;
  expect(profitBetween(move, gold)).toBeCloseTo(-12.34, 6);
});

test('what one side earns the other loses', () => {
  const level = fc.integer({ min: 100_000, max: 500_000 }).map((cents) => price(cents / 100));
  fc.assert(
    fc.property(level, level, fc.integer({ min: 1, max: 5000 }), (from, to, steps) => {
      const move = { volume: lots(steps / 100), from, to };
      expect(profitBetween({ side: 'buy', ...move }, gold) + profitBetween({ side: 'sell', ...move }, gold)).toBe(0);
    }),
  );
});
