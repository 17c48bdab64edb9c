import { expect, test } from 'vitest';
import { exitInRow, rowExits } from './exit-in-row.ts';

const long = { sign: 1, stop: 1990, target: 2020 } as const;
const short = { sign: -1, stop: 2010, target: 1980 } as const;
const tolerance = 1e-8;

test('a long is stopped at its lowest bid and taken at its highest', () => {
  expect(exitInRow(long, 1990.01, 2019.99, tolerance)).toBe(rowExits.none);
  expect(exitInRow(long, 1990, 2019.99, tolerance)).toBe(rowExits.stop);
  expect(exitInRow(long, 1990.01, 2020, tolerance)).toBe(rowExits.target);
  expect(exitInRow(long, 1989, 2021, tolerance)).toBe(rowExits.stopOrTarget);
});

test('a short is stopped at its highest ask and taken at its lowest', () => {
  expect(exitInRow(short, 2009.99, 1980.01, tolerance)).toBe(rowExits.none);
  expect(exitInRow(short, 2010, 1980.01, tolerance)).toBe(rowExits.stop);
  expect(exitInRow(short, 2009.99, 1980, tolerance)).toBe(rowExits.target);
  expect(exitInRow(short, 2011, 1979, tolerance)).toBe(rowExits.stopOrTarget);
});

test('an ask that misses a level by the noise of a sum has reached it', () => {
  expect(exitInRow({ sign: -1, stop: 1977.89, target: NaN }, 1977.84 + 0.05, 1977, tolerance)).toBe(rowExits.stop);
  expect(exitInRow({ sign: -1, stop: 1990, target: 2000.3 }, 1980, 2000.1 + 0.2, tolerance)).toBe(rowExits.target);
});

test('without a target none is reached', () => {
  expect(exitInRow({ ...long, target: NaN }, 1995, 9999, tolerance)).toBe(rowExits.none);
});
