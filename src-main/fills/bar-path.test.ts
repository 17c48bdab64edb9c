import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import { points } from '#shared/units/points.ts';
import { barPath } from './bar-path.ts';

const openTimeUtcMs = Date.UTC(2025, 0, 6, 10);
const pathOf = { durationMs: 60_000, spreadPointsDefault: points(30), instrument: sampleGold };

test('goes by the extreme nearer to the open first, with the ask above the bid by the spread', () => {
  const bar = sampleBar({ openTimeUtcMs, open: 2000, high: 2003, low: 1999, close: 2002 });
  expect(barPath(bar, pathOf)).toEqual(
    [
      [0, 2000, 2000.2],
      [15_000, 1999, 1999.2],
      [45_000, 2003, 2003.2],
      [59_999, 2002, 2002.2],
    ].map(([elapsed = 0, bid, ask]) => ({ symbol: 'XAUUSD', occurredAtUtcMs: openTimeUtcMs + elapsed, bid, ask })),
  );
  const highFirst = sampleBar({ openTimeUtcMs, open: 2000, high: 2001, low: 1997, close: 1998 });
  expect(barPath(highFirst, pathOf).map((quote) => quote.bid)).toEqual([2000, 2001, 1997, 1998]);
});

test('an unknown spread takes the default, a spread of zero is taken at its word', () => {
  const bar = sampleBar({ openTimeUtcMs, close: 2000 });
  expect(barPath({ ...bar, spreadPoints: null }, pathOf)[0]?.ask).toBe(2000.3);
  expect(barPath({ ...bar, spreadPoints: points(0) }, pathOf)[0]?.ask).toBe(2000);
});

test('the path has exactly the bar it was made from', () => {
  const cents = fc.integer({ min: 190_000, max: 210_000 });
  fc.assert(
    fc.property(cents, cents, cents, cents, (open, close, a, b) => {
      const high = Math.max(open, close, a, b) / 100;
      const low = Math.min(open, close, a, b) / 100;
      const bar = sampleBar({ openTimeUtcMs, open: open / 100, high, low, close: close / 100 });
      const bids = barPath(bar, pathOf).map((quote) => quote.bid);
      expect([bids[0], Math.max(...bids), Math.min(...bids), bids.at(-1)]).toEqual([
        open / 100,
        high,
        low,
        close / 100,
      ]);
    }),
  );
});
