import { lex } from './lex.ts';
import type { Token } from './token.ts';

export type Directive =
  | { readonly kind: 'include'; readonly path: string; readonly isSystem: boolean }
  | {
      readonly kind: 'define';
      readonly name: string;
      /** Null for a macro that takes none. */
      readonly parameters: readonly string[] | null;
      /** `#define`, the name and the parameters as they are written. */
      readonly head: string;
      readonly body: readonly Token[];
    }
  | { readonly kind: 'condition'; readonly word: string; readonly name: string | null }
  | { readonly kind: 'undefine'; readonly name: string }
  | { readonly kind: 'property'; readonly name: string }
  /** What MQL5 does not have, or what we do not use. */
  | { readonly kind: 'other'; readonly word: string };

/** Reads the text of a `directive` token. */
export function readDirective({ text }: Token): Directive {
  const include = /^#\s*include\s*(?:<([^>\n]*)>|"([^"\n]*)")/.exec(text);
  if (include !== null) {
    const [, system, own] = include;
    return { kind: 'include', path: (system ?? own ?? '').replaceAll('\\', '/'), isSystem: system !== undefined };
  }
  const define = /^#\s*define\s+(\w+)(?:\(([^)\n]*)\))?/.exec(text);
  if (define !== null) {
    const [head, name = '', parameters] = define;
    return {
      kind: 'define',
      name,
      parameters: parameters === undefined ? null : names(parameters),
      head,
      body: lex(text.slice(head.length).replaceAll(/\\\r?\n/g, ' ')),
    };
  }
  const [, word = '', name = null] = /^#\s*(\w*)[ \t]*(\w+)?/.exec(text) ?? [];
  switch (word) {
    case 'ifdef':
    case 'ifndef':
    case 'else':
    case 'endif':
      return { kind: 'condition', word, name };
    case 'undef':
      return { kind: 'undefine', name: name ?? '' };
    case 'property':
      return { kind: 'property', name: name ?? '' };
    default:
      return { kind: 'other', word };
  }
}

const names = (list: string): string[] =>
  list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
