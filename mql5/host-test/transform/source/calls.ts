import { bracketPairs } from './bracket-pairs.ts';
import { splitArguments } from './call-arguments.ts';
import { isMark, type Token } from './token.ts';

/** A name with parentheses behind it: a call, or what looks like one (a declaration, a cast). */
export interface Call {
  readonly name: Token;
  readonly before: Token | undefined;
  readonly after: Token | undefined;
  readonly arguments: readonly (readonly Token[])[];
}

export function callsIn(tokens: readonly Token[]): Call[] {
  const pairs = bracketPairs(tokens);
  return tokens.flatMap((name, i): Call[] => {
    const close = pairs.get(i + 1);
    if (name.kind !== 'name' || close === undefined || !isMark(tokens[i + 1], '(')) return [];
    const inside = tokens.slice(i + 2, close);
    return [{ name, before: tokens[i - 1], after: tokens[close + 1], arguments: splitArguments(inside) }];
  });
}
