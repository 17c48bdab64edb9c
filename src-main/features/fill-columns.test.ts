import { expect, test } from 'vitest';
import { columnsOfBars } from '#main/testkit/columns-of-bars.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import type { Column } from './columns.ts';
import { fillFeatures } from './fill-columns.ts';
import { sma } from './sma.ts';

const market = columnsOfBars(sampleBars({ count: 50 }));

test('columns bear the names that they were asked by; what was asked twice is one column', () => {
  const { fast, slow, other } = fillFeatures(market, { fast: sma(3), slow: sma(10), other: sma(3) });
  const expected = new Float64Array(50);
  sma(10).fill(market, expected);
  expect(slow).toEqual({ values: expected, length: 50 });
  expect(other).toBe(fast);
});

test('a cache carries columns from one run to the next, in memory of the caller’s', () => {
  const cache = new Map<string, Column>();
  const allocated: Float64Array[] = [];
  const allocate = (length: number): Float64Array => {
    const values = new Float64Array(new SharedArrayBuffer(8 * length));
    allocated.push(values);
    return values;
  };
  const first = fillFeatures(market, { fast: sma(3) }, { cache, allocate });
  const second = fillFeatures(market, { mean: sma(3), slow: sma(10) }, { cache, allocate });
  expect(second.mean).toBe(first.fast);
  expect(allocated).toEqual([first.fast?.values, second.slow?.values]);
});

test('a cache of another market is a mistake of ours', () => {
  const cache = new Map<string, Column>();
  fillFeatures(market, { fast: sma(3) }, { cache });
  const other = columnsOfBars(sampleBars({ count: 20 }));
  expect(() => fillFeatures(other, { fast: sma(3) }, { cache })).toThrow('a cache belongs to one market');
});
