import { expect, test } from 'vitest';
import { barFormats, detectFormat } from './detect-format.ts';

test('each format knows its own example, and no other format does', () => {
  expect(barFormats.map(({ example }) => barFormats.filter(({ matches }) => matches(example)).length)).toEqual(
    barFormats.map(() => 1),
  );
  expect(barFormats.map(({ example }) => detectFormat(example))).toEqual(barFormats);
});

test('a first line of no format is of none', () => {
  expect(detectFormat('20260101 180500;25252.26;25256.86;25250.66;25254.26;0')).toBeNull();
});
