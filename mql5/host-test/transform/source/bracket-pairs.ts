import { isMark, type Token } from './token.ts';

/** Every bracket to its counterpart, by their places in the run; a bracket without one is left out. */
export function bracketPairs(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const [i, token] of tokens.entries()) {
    if (isMark(token, '(', '[', '{')) open.push(i);
    if (!isMark(token, ')', ']', '}')) continue;
    const start = open.pop();
    if (start === undefined) continue;
    pairs.set(start, i);
    pairs.set(i, start);
  }
  return pairs;
}
