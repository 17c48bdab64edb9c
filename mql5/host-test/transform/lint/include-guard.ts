import type { Rule } from './rule.ts';

/** A file that others include begins with `#ifndef X`, `#define X` and ends with `#endif`. */
export const includeGuard: Rule = ({ path, tokens, directives }) => {
  if (!path.endsWith('.mqh')) return [];
  const [first, second] = tokens.map((token) => directives.get(token));
  const last = tokens.at(-2);
  const end = last === undefined ? undefined : directives.get(last);
  const isGuarded =
    first?.kind === 'condition' &&
    first.word === 'ifndef' &&
    second?.kind === 'define' &&
    second.name === first.name &&
    end?.kind === 'condition' &&
    end.word === 'endif';
  return isGuarded
    ? []
    : [{ at: { line: 1, column: 1 }, message: 'the file is not guarded: #ifndef, #define, #endif' }];
};
