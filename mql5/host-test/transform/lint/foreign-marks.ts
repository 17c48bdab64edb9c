import { colorValue, momentSeconds } from '../source/literals.ts';
import { isMark, isWord, type Token } from '../source/token.ts';
import type { Rule } from './rule.ts';

const marks = new Set([
  ...['::', '<<=', '>>=', '++', '--', '<<', '>>', '<=', '>=', '==', '!=', '&&', '||'],
  ...['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^='],
  ...['+', '-', '*', '/', '%', '&', '|', '^', '~', '!', '<', '>', '=', '?', ':', ';', ',', '.', '(', ')', '[', ']'],
  ...['{', '}'],
]);

/** Marks that MQL5 does not know, and uses of its marks that only C++ knows. */
export const foreignMarks: Rule = ({ code }) =>
  code.flatMap((at, i) => {
    const message = complaint(at, code[i - 1], code[i + 1]);
    return message === null ? [] : [{ at, message }];
  });

function complaint(token: Token, before: Token | undefined, after: Token | undefined): string | null {
  switch (token.kind) {
    case 'mark':
      if (token.text === '->') return "'->' is C++: a pointer takes a point";
      if (token.text === '"' || token.text === "'") return 'a literal that does not end on its line';
      if (!marks.has(token.text)) return `'${token.text}' is not MQL5`;
      return token.text === '[' && startsLambda(before) ? 'a lambda is C++' : null;
    case 'number':
      return after?.kind === 'name' && after.before === '' ? `${after.text}: a number takes no such suffix` : null;
    case 'string':
      return before?.kind === 'name' && token.before === '' ? `${before.text}: a string takes no prefix` : null;
    case 'moment':
      return momentSeconds(token.text) === null ? `${token.text} is not written D'yyyy.mm.dd hh:mm:ss'` : null;
    case 'color':
      return colorValue(token.text) === null ? `${token.text} is not written C'255,255,255'` : null;
    default:
      return null;
  }
}

/** An index follows a value; anything else before the bracket starts an expression. */
const startsLambda = (before: Token | undefined): boolean =>
  isMark(before, '=', '(', ',', '{', ';', '?', ':') || isWord(before, 'return');
