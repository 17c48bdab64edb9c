import { expect, test } from 'vitest';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { adx, minusDi, plusDi } from './adx.ts';
import type { FeatureSpec } from './feature-spec.ts';

/** Bars by high, low and close. */
const market = (rows: readonly (readonly [high: number, low: number, close: number])[]) =>
  columnsOfBars(
    rows.map(([high, low, close], index) => sampleBar({ openTimeUtcMs: index * 60_000, high, low, close })),
  );

const numbersOf = (spec: FeatureSpec, columns: ReturnType<typeof market>): number[] => {
  const out = new Float64Array(columns.close.length);
  spec.fill(columns, out);
  return [...out];
};

test('by hand, over two bars: the moves of the highs and lows as a share of the way that the bars went', () => {
  const columns = market([
    [10, 8, 9],
    [12, 9, 11], // up 2; true range 3
    [11, 7, 8], // down 2; true range 4
    [13, 8, 12], // up 2; true range 5
    [14, 12, 13], // up 1; true range 2
  ]);
  // Sums of two, then half of the sum goes: +DM 2, 1+2 = 3, 1.5+1 = 2.5; −DM 2, 1, 0.5; TR 7, 3.5+5 = 8.5, 4.25+2 = 6.25.
  expect(numbersOf(plusDi(2), columns)).toEqual([NaN, NaN, 200 / 7, 300 / 8.5, 250 / 6.25]);
  expect(numbersOf(minusDi(2), columns)).toEqual([NaN, NaN, 200 / 7, 100 / 8.5, 50 / 6.25]);
  // DX 0, 100·2/4 = 50, 100·2/3; ADX (0+50)/2, then (25 + 66.7)/2.
  expect(numbersOf(adx(2), columns)).toEqual([NaN, NaN, NaN, 25, (25 + 200 / 3) / 2]);
});

test('a bar that goes as far above as below the one before moves neither way', () => {
  const columns = market([
    [10, 8, 9],
    [11, 7, 9],
    [12, 6, 9],
  ]);
  expect(numbersOf(plusDi(1), columns)).toEqual([NaN, 0, 0]);
  expect(numbersOf(adx(1), columns)).toEqual([NaN, 0, 0]);
});

test('a market that stands still has no direction', () => {
  const columns = market(Array.from({ length: 4 }, () => [9, 9, 9] as const));
  for (const spec of [plusDi(1), minusDi(1), adx(1)]) expect(numbersOf(spec, columns)).toEqual([NaN, 0, 0, 0]);
});
