import type { Declaration, FunctionDeclaration } from './outline.ts';
import type { Program, SourceFile } from './read-program.ts';
import { enumsIn, functionsIn, typesIn, variablesIn } from './walk.ts';

/** What a program declares, by name; two things of one name are one entry. */
export interface ProgramNames {
  /** Functions that belong to no type. */
  readonly functions: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  /** To `class`, `struct` or `interface`. */
  readonly types: ReadonlyMap<string, string>;
  readonly enums: ReadonlySet<string>;
  /** Macros that take arguments. */
  readonly functionMacros: ReadonlySet<string>;
  /** Variables, parameters, members of enumerations, and macros without arguments. */
  readonly values: ReadonlySet<string>;
  /** Fields and methods: what may stand after a point. */
  readonly members: ReadonlySet<string>;
  /** Pointers, arrays of pointers, and functions that return one. */
  readonly pointers: ReadonlySet<string>;
}

export function programNames({ files }: Pick<Program, 'files'>): ProgramNames {
  const declarations = files.flatMap((file) => file.declarations);
  const types = typesIn(declarations);
  const functions = functionsIn(declarations);
  const variables = variablesIn(declarations);
  const enums = enumsIn(declarations);
  const ofTypes = types.flatMap(({ members }) => members);
  const methods = functionNames(ofTypes);
  const macros = files.flatMap(definitions);
  return {
    functions: new Set(functionNames(files.flatMap((file) => file.declarations))),
    methods: new Set(methods),
    types: new Map(types.map(({ keyword, name }) => [name.text, keyword.text])),
    enums: new Set(enums.flatMap(({ name }) => name?.text ?? [])),
    functionMacros: new Set(macros.filter(({ parameters }) => parameters !== null).map(({ name }) => name)),
    values: new Set([
      ...variables.flatMap(({ declarators }) => declarators.map(({ name }) => name.text)),
      ...functions.flatMap(({ parameters }) => parameters.flatMap(({ name }) => name?.text ?? [])),
      ...enums.flatMap(({ members }) => members.map(({ text }) => text)),
      ...macros.filter(({ parameters }) => parameters === null).map(({ name }) => name),
    ]),
    members: new Set([
      ...methods,
      ...variablesIn(ofTypes).flatMap(({ declarators }) => declarators.map(({ name }) => name.text)),
    ]),
    pointers: new Set([
      'GetPointer',
      ...[...variables.flatMap(({ declarators }) => declarators), ...functions.flatMap(withParameters)].flatMap(
        ({ star, name }) => (star === null ? [] : (name?.text ?? [])),
      ),
    ]),
  };
}

const functionNames = (declarations: readonly Declaration[]): string[] =>
  declarations.flatMap((declaration) =>
    declaration.kind === 'function' && declaration.owner === null ? declaration.name.text : [],
  );

const withParameters = (declaration: FunctionDeclaration) => [declaration, ...declaration.parameters];

const definitions = ({ directives }: SourceFile) =>
  [...directives.values()].filter((directive) => directive.kind === 'define');
