import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { builtinTypes } from '../builtins/types.ts';
import { UnreadableSource } from './cursor.ts';
import { readDirective, type Directive } from './directive.ts';
import type { Finding } from './finding.ts';
import { lex } from './lex.ts';
import type { Declaration } from './outline.ts';
import { readDeclarations } from './read-declarations.ts';
import { isWord, type Token } from './token.ts';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  /** The tokens without the directives. */
  readonly code: readonly Token[];
  readonly directives: ReadonlyMap<Token, Directive>;
  /** What an `#include` brings in; null where the file came earlier. */
  readonly includes: ReadonlyMap<Token, SourceFile | null>;
  readonly declarations: readonly Declaration[];
}

export interface Program {
  readonly entry: SourceFile;
  /** The entry and all that it includes, each once, in the order of their declarations. */
  readonly files: readonly SourceFile[];
  /** What could not be read. */
  readonly findings: readonly Finding[];
}

/** Where `#include <ATS/X.mqh>` is looked for: our `MQL5/Include`. */
export interface ProgramPlace {
  readonly path: string;
  readonly includeFolder: string;
}

/** Reads a program with all its includes. A file that cannot be read is a finding and declares nothing. */
export function readProgram({ path, includeFolder }: ProgramPlace): Program {
  const findings: Finding[] = [];
  const raw = new Map<string, RawFile>();
  gather({ path: resolve(path), includeFolder, raw, findings });
  const types = new Set([...builtinTypes, ...[...raw.values()].flatMap(({ tokens }) => typesNamed(tokens))]);
  const done = new Map<string, SourceFile>();
  const entry = outlined(resolve(path), { raw, done, findings, isType: (name) => types.has(name) });
  return { entry, files: [...done.values()], findings };
}

interface RawFile {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly code: readonly Token[];
  readonly directives: ReadonlyMap<Token, Directive>;
  readonly includes: ReadonlyMap<Token, string>;
}

interface Gathering extends ProgramPlace {
  readonly raw: Map<string, RawFile>;
  readonly findings: Finding[];
}

function gather({ path, includeFolder, raw, findings }: Gathering): void {
  const text = readFileSync(path, 'utf8');
  const tokens = lex(text);
  const directives = new Map(
    tokens.filter(({ kind }) => kind === 'directive').map((token) => [token, readDirective(token)]),
  );
  const includes = new Map<Token, string>();
  raw.set(path, { text, tokens, code: tokens.filter(({ kind }) => kind !== 'directive'), directives, includes });
  for (const [token, directive] of directives) {
    if (directive.kind !== 'include') continue;
    if (directive.isSystem && !directive.path.startsWith('ATS/')) continue;
    const included = resolve(directive.isSystem ? includeFolder : dirname(path), directive.path);
    if (!existsSync(included)) {
      findings.push({ path, ...place(token), rule: 'include', message: `there is no ${included}` });
      continue;
    }
    includes.set(token, included);
    if (!raw.has(included)) gather({ path: included, includeFolder, raw, findings });
  }
}

const place = ({ line, column }: Token): Pick<Token, 'line' | 'column'> => ({ line, column });

const typesNamed = (tokens: readonly Token[]): string[] =>
  tokens
    .filter((token, i) => token.kind === 'name' && isWord(tokens[i - 1], 'class', 'struct', 'interface', 'enum'))
    .map(({ text }) => text);

interface Outlining {
  readonly raw: ReadonlyMap<string, RawFile>;
  readonly done: Map<string, SourceFile>;
  readonly findings: Finding[];
  readonly isType: (name: string) => boolean;
}

function outlined(path: string, outlining: Outlining, started = new Set<string>()): SourceFile {
  const file = outlining.raw.get(path);
  if (file === undefined) throw new Error(`${path} was not gathered.`);
  started.add(path);
  const includes = new Map<Token, SourceFile | null>();
  for (const [token, included] of file.includes) {
    includes.set(token, started.has(included) ? null : outlined(included, outlining, started));
  }
  const source = { path, ...file, includes, declarations: declarationsOf(path, file, outlining) };
  outlining.done.set(path, source);
  return source;
}

function declarationsOf(path: string, { code }: RawFile, { isType, findings }: Outlining): readonly Declaration[] {
  try {
    return readDeclarations(code, isType);
  } catch (error) {
    if (!(error instanceof UnreadableSource)) throw error;
    findings.push({ path, ...place(error.at), rule: 'syntax', message: error.message });
    return [];
  }
}
