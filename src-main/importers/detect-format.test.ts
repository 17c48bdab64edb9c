import { expect, test } from 'vitest';
import { fileFormats, detectFormat } from './detect-format.ts';

test('each format knows its own example, and no other format does', () => {
  expect(fileFormats.map(({ example }) => fileFormats.filter(({ matches }) => matches([example])).length)).toEqual(
    fileFormats.map(() => 1),
  );
  expect(fileFormats.map(({ example }) => detectFormat([example]))).toEqual(fileFormats);
});

test('a first line of no format is of none', () => {
  expect(detectFormat(['20260101 180500;25252.26;25256.86;25250.66;25254.26;0'])).toBeNull();
});
