import { checkedFunctions } from '../builtins/functions.ts';
import { bracketPairs } from '../source/bracket-pairs.ts';
import { isMark, isWord, type Token } from '../source/token.ts';
import type { Rule } from './rule.ts';

/** A call that may fail is not a statement of its own. */
export const checkedResults: Rule = ({ code }) => {
  const pairs = bracketPairs(code);
  const isThrownAway = (name: Token, i: number): boolean => {
    const close = pairs.get(i + 1);
    return (
      name.kind === 'name' &&
      checkedFunctions.has(name.text) &&
      close !== undefined &&
      isMark(code[close + 1], ';') &&
      startsStatement(code, i, pairs)
    );
  };
  return code.filter(isThrownAway).map((name) => ({ at: name, message: `what ${name.text} returns is thrown away` }));
};

function startsStatement(code: readonly Token[], i: number, pairs: ReadonlyMap<number, number>): boolean {
  const before = code[i - 1];
  if (isMark(before, '::')) return startsStatement(code, i - 1, pairs);
  if (isMark(before, ';', '{', '}', ':') || isWord(before, 'else', 'do')) return true;
  const open = isMark(before, ')') ? pairs.get(i - 1) : undefined;
  return open !== undefined && isWord(code[open - 1], 'if', 'for', 'while', 'switch');
}
