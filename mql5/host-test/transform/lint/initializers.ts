import type { Remark } from '../source/finding.ts';
import { isMark, isWord, type Token } from '../source/token.ts';
import { variablesIn } from '../source/walk.ts';
import type { Rule } from './rule.ts';

/** Fields start in constructors, and a list in braces starts a variable and nothing else. */
export const initializers: Rule = ({ declarations, code }) => {
  const fields = variablesIn(declarations)
    .filter(({ place }) => place === 'member')
    .flatMap(({ declarators }) => declarators)
    .flatMap(({ name, equals }): Remark[] =>
      equals === null ? [] : [{ at: equals, message: `${name.text} starts in the constructor, not in the type` }],
    );
  return [...fields, ...code.flatMap((token, i) => bracesInExpression(token, code[i - 1]))];
};

function bracesInExpression(token: Token, before: Token | undefined): Remark[] {
  const isExpression = isMark(before, '(') || isWord(before, 'return') || isMark(before, '?');
  return isMark(token, '{') && isExpression ? [{ at: token, message: 'a list in braces is no value in MQL5' }] : [];
}
