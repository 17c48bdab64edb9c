import type { Directive } from './directive.ts';
import type { Declaration, FunctionDeclaration } from './outline.ts';
import type { Program, SourceFile } from './read-program.ts';
import { enumsIn, functionsIn, typesIn, variablesIn } from './walk.ts';

/** What a program declares, by name; two things of one name are one entry. */
export interface ProgramNames {
  /** Every name of the following and all others: variables, parameters, macros. */
  readonly all: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  /** Fields and methods: what may stand after a point. */
  readonly members: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  readonly enums: ReadonlySet<string>;
  /** Members of enumerations, and macros without parameters. */
  readonly constants: ReadonlySet<string>;
  /** Pointers, arrays of pointers, and functions that return one. */
  readonly pointers: ReadonlySet<string>;
  /** Of functions, methods and constructors. */
  readonly signatures: ReadonlyMap<string, readonly FunctionDeclaration[]>;
}

export function programNames({ files }: Pick<Program, 'files'>): ProgramNames {
  const declarations = files.flatMap((file) => file.declarations);
  const types = typesIn(declarations);
  const enums = enumsIn(declarations);
  const functions = functionsIn(declarations);
  const declarators = variablesIn(declarations).flatMap((variables) => variables.declarators);
  const parameters = functions.flatMap((declaration) => declaration.parameters);
  const macros = files.flatMap(definitions);
  const ofTypes = types.flatMap(({ members }) => members);
  const methods = ofTypes.filter((member) => member.kind === 'function').map(({ name }) => name.text);
  const fields = variablesIn(ofTypes).flatMap((variables) => variables.declarators.map(({ name }) => name.text));
  const constants = [
    ...enums.flatMap(({ members }) => members.map(({ text }) => text)),
    ...macros.filter((macro) => macro.parameters === null).map(({ name }) => name),
  ];
  const named = [...types, ...enums, ...functions, ...declarators, ...parameters];
  return {
    all: new Set([...named.flatMap(({ name }) => name?.text ?? []), ...constants, ...macros.map(({ name }) => name)]),
    methods: new Set(methods),
    members: new Set([...methods, ...fields]),
    types: new Set(types.map(({ name }) => name.text)),
    enums: new Set(enums.flatMap(({ name }) => name?.text ?? [])),
    constants: new Set(constants),
    pointers: pointersAmong([...functions, ...declarators, ...parameters]),
    signatures: Map.groupBy(functions, ({ name }) => name.text),
  };
}

type Pointable = Pick<FunctionDeclaration, 'star'> & { readonly name: { readonly text: string } | null };

const pointersAmong = (all: readonly Pointable[]): Set<string> =>
  new Set(['GetPointer', ...all.flatMap(({ star, name }) => (star === null ? [] : (name?.text ?? [])))]);

const definitions = ({ directives }: SourceFile): Extract<Directive, { kind: 'define' }>[] =>
  [...directives.values()].filter((directive) => directive.kind === 'define');

/** The types that a file declares or announces, enumerations too. */
export const typeNames = (declarations: readonly Declaration[]): string[] =>
  [...typesIn(declarations), ...enumsIn(declarations)].flatMap(({ name }) => name?.text ?? []);
