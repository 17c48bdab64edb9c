import type { Token } from './token.ts';

/** What a file declares; expressions stay a run of tokens. */
export type Declaration = TypeDeclaration | EnumDeclaration | FunctionDeclaration | VariablesDeclaration;

export interface TypeDeclaration {
  readonly kind: 'type';
  /** `class`, `struct` or `interface`. */
  readonly keyword: Token;
  readonly name: Token;
  readonly base: Token | null;
  readonly members: readonly Declaration[];
  /** Both braces are null in a forward declaration. */
  readonly open: Token | null;
  readonly close: Token | null;
  readonly end: Token;
}

export interface EnumDeclaration {
  readonly kind: 'enum';
  readonly keyword: Token;
  readonly name: Token | null;
  readonly members: readonly Token[];
  readonly open: Token;
  readonly end: Token;
}

export interface FunctionDeclaration {
  readonly kind: 'function';
  readonly role: 'function' | 'constructor' | 'destructor' | 'operator';
  /** `static`, `virtual`. */
  readonly prefixes: readonly Token[];
  /** What it returns; null for constructors and destructors. */
  readonly type: TypeUse | null;
  /** Of a returned pointer. */
  readonly star: Token | null;
  /** The class before `::`. */
  readonly owner: Token | null;
  readonly name: Token;
  /** From the first word to the closing parenthesis of the parameters. */
  readonly head: readonly Token[];
  readonly parameters: readonly Parameter[];
  readonly close: Token;
  /** Null where only declared. */
  readonly body: Body | null;
  /** `;` or the last brace. */
  readonly end: Token;
}

export interface Body {
  readonly tokens: readonly Token[];
  readonly locals: readonly VariablesDeclaration[];
}

export interface VariablesDeclaration {
  readonly kind: 'variables';
  readonly place: 'global' | 'member' | 'local' | 'loop';
  /** `static`, `input`, `sinput`; `const` belongs to the type. */
  readonly prefixes: readonly Token[];
  readonly type: TypeUse;
  readonly declarators: readonly Declarator[];
  /** Between the declarators. */
  readonly commas: readonly Token[];
  readonly end: Token;
}

export interface TypeUse {
  readonly constant: Token | null;
  readonly name: Token;
}

export interface Declarator {
  readonly star: Token | null;
  /** A local or global reference, which MQL5 does not have. */
  readonly reference: Token | null;
  /** The class before `::`, where a static member is defined. */
  readonly owner: Token | null;
  readonly name: Token;
  readonly brackets: readonly Brackets[];
  readonly equals: Token | null;
  readonly initial: readonly Token[];
}

export interface Parameter {
  readonly type: TypeUse;
  readonly star: Token | null;
  readonly reference: Token | null;
  /** Null where a declaration leaves it out. */
  readonly name: Token | null;
  readonly brackets: readonly Brackets[];
  readonly equals: Token | null;
  readonly initial: readonly Token[];
}

export interface Brackets {
  readonly open: Token;
  readonly size: readonly Token[];
  readonly close: Token;
}
