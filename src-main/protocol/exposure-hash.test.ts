import { expect, test } from 'vitest';
import { exposureHashOf } from './exposure-hash.ts';

test('marks both lists, positions first', () => {
  const a = '00000000000000a0';
  const b = '00000000000000b0';
  // Computed apart: printf 00000000000000a000000000000000b0 | sha256sum
  expect(exposureHashOf({ positions: a, orders: b })).toBe('5af89d909daf4646');
  expect(exposureHashOf({ positions: b, orders: a })).not.toBe(exposureHashOf({ positions: a, orders: b }));
});
