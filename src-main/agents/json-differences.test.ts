import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonValue } from '#shared/base/json-value.ts';
import { jsonDifferences } from './json-differences.ts';

const json = fc
  .jsonValue({ maxDepth: 3 })
  .filter((value) => !JSON.stringify(value).includes('__proto__')) as fc.Arbitrary<JsonValue>;

test('a value differs from itself nowhere', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(jsonDifferences(value, structuredClone<JsonValue>(value))).toEqual([]);
    }),
  );
});

test('differences are named by their paths, and what is missing is null', () => {
  expect(
    jsonDifferences(
      { verdict: 'veto', words: ['a', 'b'], same: 1 },
      { verdict: 'confirm', words: ['a'], same: 1, new: 2 },
    ),
  ).toEqual([
    { path: 'verdict', recorded: 'veto', replayed: 'confirm' },
    { path: 'words.1', recorded: 'b', replayed: null },
    { path: 'new', recorded: null, replayed: 2 },
  ]);
  expect(jsonDifferences([1], { 0: 1 })).toEqual([{ path: '', recorded: [1], replayed: { 0: 1 } }]);
});
