import { expect, test } from 'vitest';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.ts';
import type { JsonValue } from './json-value.ts';

test('keys stand in code-unit order at every depth, without white space', () => {
  expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: null, Z: 'ü', '10': true, '9': false })).toBe(
    '{"10":true,"9":false,"Z":"ü","a":null,"b":[{"c":2,"d":1}]}',
  );
});

/** RFC 8785, section 3.2.2.3: numbers as ECMAScript prints them. */
test.each([
  [-0, '0'],
  [1e21, '1e+21'],
  [1 / 3, '0.3333333333333333'],
  [4.5, '4.5'],
  [2e-3, '0.002'],
  [1e-27, '1e-27'],
])('the number %d is written %s', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test('a member that is undefined is left out, as if it were not there', () => {
  expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
});

test('a number that is not finite has no canonical form', () => {
  for (const value of [Number.NaN, Infinity, -Infinity]) {
    expect(() => canonicalJson({ deep: [value] })).toThrow('not finite');
  }
});

test('the text means the value, and the order in which an object was built does not show', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value as JsonValue))).toBe(text);
    }),
  );
});

/** The same value with the members of every object put in the other way round. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>);
  return Object.fromEntries(members.reverse().map(([key, member]) => [key, reversed(member)]));
}
