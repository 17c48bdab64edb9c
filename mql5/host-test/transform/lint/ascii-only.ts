import type { Rule } from './rule.ts';

/** MetaEditor guesses the encoding of a source; ASCII is the same in all of them. */
export const asciiOnly: Rule = ({ text }) =>
  text.split('\n').flatMap((line, i) => {
    const column = line.search(/[^\x20-\x7e]/) + 1;
    if (column === 0) return [];
    const code =
      line
        .codePointAt(column - 1)
        ?.toString(16)
        .padStart(4, '0') ?? '';
    return [{ at: { line: i + 1, column }, message: `the character U+${code} is not printable ASCII` }];
  });
