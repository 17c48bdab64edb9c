import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, distance } from './wire-counter.ts';

test('wraps at 2^32', () => {
  expect(advance(0xffff_ffff, 1)).toBe(0);
  expect(distance(0xffff_fff0, 0x10)).toBe(0x20);
});

test('measures what it was moved by, from anywhere', () => {
  const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
  fc.assert(fc.property(u32, u32, (start, by) => distance(start, advance(start, by)) === by));
});
