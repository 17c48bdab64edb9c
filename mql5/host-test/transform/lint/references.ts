import type { Remark } from '../source/finding.ts';
import { variablesIn } from '../source/walk.ts';
import type { Rule } from './rule.ts';

/** Only parameters are references. */
export const references: Rule = ({ declarations }) =>
  variablesIn(declarations).flatMap(({ declarators }) =>
    declarators.flatMap(({ reference, name }): Remark[] =>
      reference === null ? [] : [{ at: reference, message: `the reference ${name.text} is no parameter` }],
    ),
  );
