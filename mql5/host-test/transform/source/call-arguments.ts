import { isMark, type Token } from './token.ts';

/** The arguments of a call, each a run of tokens; `inside` is what stands between its parentheses. */
export function splitArguments(inside: readonly Token[]): Token[][] {
  if (inside.length === 0) return [];
  const all: Token[][] = [[]];
  let depth = 0;
  for (const token of inside) {
    if (isMark(token, '(', '[', '{')) depth += 1;
    if (isMark(token, ')', ']', '}')) depth -= 1;
    if (depth === 0 && isMark(token, ',')) all.push([]);
    else all.at(-1)?.push(token);
  }
  return all;
}
