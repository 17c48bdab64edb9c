import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lex } from './lex.ts';

const kinds = (text: string): string[] => lex(text).map((token) => `${token.kind} ${token.text}`);

test('tells the words of MQL5 apart', () => {
  expect(kinds(`x=D'2026.01.31'+C'1,2,3';`)).toEqual([
    'name x',
    'mark =',
    "moment D'2026.01.31'",
    'mark +',
    "color C'1,2,3'",
    'mark ;',
    'end ',
  ]);
  expect(kinds(String.raw`"a \" b"+'\''`)).toEqual([
    String.raw`string "a \" b"`,
    'mark +',
    String.raw`character '\''`,
    'end ',
  ]);
  expect(kinds('0xFF 1.5e-3f .5 a<<=b')).toEqual([
    ...['number 0xFF', 'number 1.5e-3f', 'number .5', 'name a', 'mark <<=', 'name b', 'end '],
  ]);
});

test('keeps comments and white space before the token that they precede', () => {
  expect(lex('/* one */ a // two\n').map(({ before }) => before)).toEqual(['/* one */ ', ' // two\n']);
});

test('takes a preprocessor line whole, with its continuations and comments', () => {
  expect(kinds('#define A(x) \\\n  (x) /* more\n lines */\nint b;')).toEqual([
    'directive #define A(x) \\\n  (x) /* more\n lines */',
    ...['name int', 'name b', 'mark ;', 'end '],
  ]);
  expect(kinds('#define A "// no comment"\nb')).toEqual(['directive #define A "// no comment"', 'name b', 'end ']);
});

test('counts lines and columns from one', () => {
  const [a, b, c] = lex('a /* 1\n2 */ b\n\n  c');
  expect([a, b, c].map((token) => [token?.line, token?.column])).toEqual([
    [1, 1],
    [2, 6],
    [4, 3],
  ]);
});

test('loses no character of any text', () => {
  const words = fc.constantFrom('"', "'", '/*', '*/', '//', '\n', '#', 'D', '\\', 'x', '0x', '1.', ' ', '{', '->', 'é');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((all) => all.join('')),
      ),
      (text) => {
        const tokens = lex(text);
        expect(tokens.map(({ before, text: own }) => before + own).join('')).toBe(text);
        expect(tokens.at(-1)?.kind).toBe('end');
      },
    ),
  );
});
