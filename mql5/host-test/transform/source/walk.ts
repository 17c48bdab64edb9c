import type {
  Declaration,
  EnumDeclaration,
  FunctionDeclaration,
  TypeDeclaration,
  VariablesDeclaration,
} from './outline.ts';

/** Every declaration with what is declared inside of it: members of types, locals of functions. */
export function* walk(declarations: readonly Declaration[]): Generator<Declaration> {
  for (const declaration of declarations) {
    yield declaration;
    if (declaration.kind === 'type') yield* walk(declaration.members);
    if (declaration.kind === 'function') yield* declaration.body?.locals ?? [];
  }
}

export const typesIn = (declarations: readonly Declaration[]): TypeDeclaration[] =>
  [...walk(declarations)].filter((declaration) => declaration.kind === 'type');

export const enumsIn = (declarations: readonly Declaration[]): EnumDeclaration[] =>
  [...walk(declarations)].filter((declaration) => declaration.kind === 'enum');

export const functionsIn = (declarations: readonly Declaration[]): FunctionDeclaration[] =>
  [...walk(declarations)].filter((declaration) => declaration.kind === 'function');

export const variablesIn = (declarations: readonly Declaration[]): VariablesDeclaration[] =>
  [...walk(declarations)].filter((declaration) => declaration.kind === 'variables');
