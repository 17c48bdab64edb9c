import { builtinConstants } from '../builtins/constants.ts';
import type { Declaration, FunctionDeclaration, Parameter } from '../source/outline.ts';
import type { Token } from '../source/token.ts';
import type { Written } from './edit.ts';

/** The functions whose prototypes C++ needs and MQL5 does not. */
export function freeFunctions(declarations: readonly Declaration[]): FunctionDeclaration[] {
  const functions = declarations.filter(isFree);
  const declared = new Set(functions.filter(({ body }) => body === null).map(({ name }) => name.text));
  return functions.filter(({ body, name }) => body !== null && !declared.has(name.text));
}

const isFree = (declaration: Declaration): declaration is FunctionDeclaration =>
  declaration.kind === 'function' && declaration.role === 'function' && declaration.owner === null;

/** On one line; a default value that needs something of the program is left to the function itself. */
export function prototype({ head, parameters }: FunctionDeclaration, written: Written): string {
  const late = new Set(parameters.filter((each) => !isEarly(each)).flatMap(defaultTokens));
  return `${head.flatMap((token) => (late.has(token) ? [] : written(token))).join(' ')};`;
}

/** What the prototype says of default values, the function must not say again. */
export const saidByPrototype = ({ parameters }: FunctionDeclaration): Token[] =>
  parameters.filter(isEarly).flatMap(defaultTokens);

/** The prototypes stand before all that the program declares. */
const isEarly = ({ equals, initial }: Parameter): boolean =>
  equals !== null && initial.every(({ kind, text }) => kind !== 'name' || builtinConstants.has(text));

const defaultTokens = ({ equals, initial }: Parameter): Token[] => (equals === null ? [] : [equals, ...initial]);
