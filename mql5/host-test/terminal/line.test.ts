import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatLine, namedFields, parseLine } from './line.ts';

test('a line comes back as it was, whatever stands in its fields', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (fields) => {
      const line = formatLine(fields);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(parseLine(line.slice(0, -1))).toEqual(fields);
    }),
  );
});

test('tabs, line ends and backslashes do not part a field', () => {
  expect(formatLine(['PRINT', 'a\tb\nc\\d\r'])).toBe('PRINT\ta\\tb\\nc\\\\d\\r\n');
});

test('leaves out what is not said', () => {
  expect(namedFields({ a: 1, b: undefined, c: 'x' })).toEqual(['a=1', 'c=x']);
});
