import { isMark, isWord, type Token } from './token.ts';

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** A place in a run of tokens that ends with an `end`; reading moves it. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get at(): number {
    return this.#at;
  }

  get token(): Token {
    return this.ahead(0);
  }

  get isDone(): boolean {
    return this.token.kind === 'end';
  }

  ahead(count: number): Token {
    const token = this.#tokens[this.#at + count] ?? this.#tokens.at(-1);
    if (token === undefined) throw new Error('A run of tokens ends with an end.');
    return token;
  }

  take(): Token {
    const { token } = this;
    this.#at += 1;
    return token;
  }

  takeMark(...texts: readonly string[]): Token | null {
    return isMark(this.token, ...texts) ? this.take() : null;
  }

  takeWord(...texts: readonly string[]): Token | null {
    return isWord(this.token, ...texts) ? this.take() : null;
  }

  mark(text: string): Token {
    return this.takeMark(text) ?? this.fail(`'${text}' expected`);
  }

  name(what: string): Token {
    return this.token.kind === 'name' ? this.take() : this.fail(`${what} expected`);
  }

  /** The tokens up to one of the marks outside of any brackets; the mark itself stays. */
  until(...marks: readonly string[]): Token[] {
    const tokens: Token[] = [];
    const open: string[] = [];
    while (open.length > 0 || !isMark(this.token, ...marks)) {
      if (this.isDone) this.fail(`'${marks.join("' or '")}' expected`);
      const closing = this.token.kind === 'mark' ? closers[this.token.text] : undefined;
      if (closing !== undefined) open.push(closing);
      else if (isMark(this.token, ')', ']', '}')) this.#close(open);
      tokens.push(this.take());
    }
    return tokens;
  }

  #close(open: string[]): void {
    const expected = open.pop() ?? ';';
    if (this.token.text !== expected) this.fail(`'${expected}' expected`);
  }

  since(start: number): readonly Token[] {
    return this.#tokens.slice(start, this.#at);
  }

  fail(message: string): never {
    const found = this.isDone ? 'the file ends' : `'${this.token.text}' stands here`;
    throw new UnreadableSource(this.token, `${message}, but ${found}`);
  }
}

/** The source is not in our subset of MQL5 from this token on. */
export class UnreadableSource extends Error {
  readonly at: Token;

  constructor(at: Token, message: string) {
    super(message);
    this.name = 'UnreadableSource';
    this.at = at;
  }
}
