import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bidAt, highestBid, lowestBid } from './price-at.ts';

/** Opens at 2000, is at its nearer extreme, 1998, after a quarter, at 2006 after three, and closes at 2004. */
const row = [2000, 2006, 1998, 2004] as const;

test('the bid goes by the nearer extreme and the farther one to the close, straight between them', () => {
  const shares = [0, 0.125, 0.25, 0.5, 0.75, 0.875, 1];
  expect(shares.map((share) => bidAt(share, ...row))).toEqual([2000, 1999, 1998, 2002, 2006, 2005, 2004]);
});

test('of extremes that are equally near the low comes first', () => {
  expect(bidAt(0.25, 2000, 2002, 1998, 2000)).toBe(1998);
});

test('before and after a row it stands at its ends', () => {
  expect([bidAt(-1, ...row), bidAt(2, ...row)]).toEqual([2000, 2004]);
});

test('a stretch reaches an extreme only where it holds the extreme’s moment', () => {
  expect([lowestBid(0, 0.125, ...row), highestBid(0, 0.125, ...row)]).toEqual([1999, 2000]);
  expect([lowestBid(0.5, 1, ...row), highestBid(0.5, 1, ...row)]).toEqual([2002, 2006]);
  expect([lowestBid(0.875, 1, ...row), highestBid(0.875, 1, ...row)]).toEqual([2004, 2005]);
});

test('stretches that make up a row reach together what the row does, and no bid on them lies outside', () => {
  const cents = fc.integer({ min: 190_000, max: 210_000 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(cents, cents, cents, cents, share, share, (open, close, a, b, cut, at) => {
      const high = Math.max(open, close, a, b);
      const low = Math.min(open, close, a, b);
      const prices = [open, high, low, close] as const;
      const before = [0, cut] as const;
      const after = [cut, 1] as const;
      expect(Math.max(highestBid(...before, ...prices), highestBid(...after, ...prices))).toBe(high);
      expect(Math.min(lowestBid(...before, ...prices), lowestBid(...after, ...prices))).toBe(low);
      const within: readonly [number, number] = at <= cut ? before : after;
      // Interpolation may leave the last digit of a double.
      expect(bidAt(at, ...prices)).toBeLessThanOrEqual(highestBid(...within, ...prices) + 1e-9);
      expect(bidAt(at, ...prices)).toBeGreaterThanOrEqual(lowestBid(...within, ...prices) - 1e-9);
    }),
  );
});
