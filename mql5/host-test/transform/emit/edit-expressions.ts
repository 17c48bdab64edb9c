import { bracketPairs } from '../source/bracket-pairs.ts';
import { isMark, isWord, type Token } from '../source/token.ts';
import { cppWord } from './cpp-word.ts';
import type { Edit } from './edit.ts';
import { cppColor, cppMoment, cppNumber } from './cpp-literals.ts';

/** Literals, words, and the points behind pointers. */
export function editExpressions(tokens: readonly Token[], pointers: ReadonlySet<string>): Edit[] {
  const pairs = bracketPairs(tokens);
  return tokens.flatMap((at, i): Edit[] => {
    if (isMark(at, '.')) return isPointer(tokens, i - 1, { pairs, pointers }) ? [{ at, replace: '->' }] : [];
    const replace = cppText(at);
    return replace === at.text ? [] : [{ at, replace }];
  });
}

function cppText({ kind, text }: Token): string {
  switch (kind) {
    case 'string':
      return `u${text}_s`;
    case 'character':
      return `((ushort)u${text})`;
    case 'moment':
      return cppMoment(text);
    case 'color':
      return cppColor(text);
    case 'number':
      return cppNumber(text);
    case 'name':
      return cppWord(text);
    case 'directive':
    case 'mark':
    case 'end':
      return text;
  }
}

interface Known {
  readonly pairs: ReadonlyMap<number, number>;
  readonly pointers: ReadonlySet<string>;
}

/** Is the value that ends with the token at `last` a pointer: `p`, `items[i]`, `Find(x)`, `dynamic_cast<C *>(p)`? */
function isPointer(tokens: readonly Token[], last: number, known: Known): boolean {
  const token = tokens[last];
  if (isWord(token, 'this')) return true;
  if (token?.kind === 'name') return known.pointers.has(token.text);
  const open = isMark(token, ')', ']') ? known.pairs.get(last) : undefined;
  if (open === undefined) return false;
  if (isMark(tokens[open - 1], '>')) return isWord(tokens[castBefore(tokens, open)], 'dynamic_cast');
  return tokens[open - 1]?.kind === 'name' && isPointer(tokens, open - 1, known);
}

/** Where the word of `word<...>(` stands. */
const castBefore = (tokens: readonly Token[], open: number): number =>
  tokens.findLastIndex((token, i) => i < open && isMark(token, '<')) - 1;
