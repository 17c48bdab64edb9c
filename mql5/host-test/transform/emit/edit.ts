import type { Token } from '../source/token.ts';

/** A change of the text around one token. Line breaks are never touched, so that every line keeps its number. */
export interface Edit {
  readonly at: Token;
  readonly replace?: string;
  readonly prepend?: string;
  readonly append?: string;
}

/** The text of a token after its edits. */
export type Written = (token: Token) => string;

/** Many may stand before and after a token, in the order of the list; only one may replace it. */
export function applyEdits(edits: readonly Edit[]): Written {
  const byToken = Map.groupBy(edits, ({ at }) => at);
  return (token) => {
    const mine = byToken.get(token) ?? [];
    const replacements = mine.flatMap(({ replace }) => replace ?? []);
    if (replacements.length > 1) throw new Error(`line ${token.line}: '${token.text}' is replaced twice`);
    const join = (key: 'prepend' | 'append') => mine.map((edit) => edit[key] ?? '').join('');
    return join('prepend') + (replacements[0] ?? token.text) + join('append');
  };
}
