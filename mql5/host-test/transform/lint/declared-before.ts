import type { Remark } from '../source/finding.ts';
import { isWord } from '../source/token.ts';
import type { Rule } from './rule.ts';

/** A type stands before what uses it, or is announced before (`class CAtsX;`); only functions may come later. */
export const declaredBefore: Rule = ({ code }, { types, enums, earlierTypes }) => {
  const known = new Set(earlierTypes);
  return code.flatMap((at, i): Remark[] => {
    if (at.kind !== 'name' || known.has(at.text) || !(types.has(at.text) || enums.has(at.text))) return [];
    if (isWord(code[i - 1], 'class', 'struct', 'interface', 'enum')) {
      known.add(at.text);
      return [];
    }
    return [{ at, message: `${at.text} is used before it is declared` }];
  });
};
