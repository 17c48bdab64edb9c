import { expect, test } from 'vitest';
import { definedOrNull } from './defined-or-null.ts';

test('a number that is not defined leaves as null, any other as it is', () => {
  expect([NaN, 0, -1.5, Infinity].map(definedOrNull)).toEqual([null, 0, -1.5, Infinity]);
});
