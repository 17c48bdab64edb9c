import { expect, test } from 'vitest';
import { readNumber } from './read-number.ts';

test('a number is read with a point or a comma, and with spaces around it', () => {
  expect(['0.15', '0,15', ' 4192.40 ', '.5', '3.'].map(readNumber)).toEqual([0.15, 0.15, 4192.4, 0.5, 3]);
});

test('what is no plain number is none', () => {
  expect(['', '.', '-1', '1e3', '1,000.5', '1 000', 'NaN', '0x10', '9'.repeat(400)].map(readNumber)).toEqual(
    Array(9).fill(null),
  );
});
