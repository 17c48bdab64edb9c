export type TokenKind =
  | 'name'
  | 'number'
  | 'string'
  | 'character'
  /** `D'2026.01.31 12:00'`. */
  | 'moment'
  /** `C'255,0,0'`. */
  | 'color'
  /** A whole preprocessor line, with its continuations. */
  | 'directive'
  | 'mark'
  /** Closes every file and carries what stands after the last token. */
  | 'end';

/** One word of a source. A file is the concatenation of `before + text` of its tokens, byte for byte. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** White space and comments between the token before and this one. */
  readonly before: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
}

export const isMark = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'mark' && texts.includes(token.text);

export const isWord = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'name' && texts.includes(token.text);
