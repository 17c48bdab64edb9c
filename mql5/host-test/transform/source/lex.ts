import type { Token, TokenKind } from './token.ts';

/** In the order in which they are tried. A character that nothing else claims is a mark of its own. */
const lexemes: readonly (readonly [TokenKind | 'between', string])[] = [
  ['between', String.raw`\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/`],
  ['directive', String.raw`#(?:"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\\\r?\n|[^\n])*`],
  ['moment', String.raw`D'[^'\n]*'`],
  ['color', String.raw`C'[^'\n]*'`],
  ['string', String.raw`"(?:\\.|[^"\\\n])*"`],
  ['character', String.raw`'(?:\\.|[^'\\\n])*'`],
  ['number', String.raw`0[xX][0-9a-fA-F]+|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][+-]?\d+)?[fF]?`],
  ['name', String.raw`[A-Za-z_]\w*`],
  ['mark', String.raw`->|::|<<=|>>=|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[\s\S]`],
];

/** Splits a source of MQL5 into tokens; never fails, and the last token is always the `end`. */
export function lex(text: string): Token[] {
  const pattern = new RegExp(lexemes.map(([, lexeme]) => `(${lexeme})`).join('|'), 'y');
  const tokens: Token[] = [];
  let before = '';
  let place = { line: 1, column: 1 };
  while (pattern.lastIndex < text.length) {
    const groups: readonly (string | undefined)[] = pattern.exec(text) ?? [];
    const whole = groups[0] ?? '';
    const kind = lexemes[groups.findIndex((group, i) => i > 0 && group !== undefined) - 1]?.[0] ?? 'mark';
    if (kind === 'between') {
      before += whole;
    } else {
      tokens.push({ kind, text: whole, before, ...place });
      before = '';
    }
    place = after(place, whole);
  }
  tokens.push({ kind: 'end', text: '', before, ...place });
  return tokens;
}

function after({ line, column }: Pick<Token, 'line' | 'column'>, text: string): Pick<Token, 'line' | 'column'> {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line, column: column + last.length }
    : { line: line + lines.length - 1, column: last.length + 1 };
}
