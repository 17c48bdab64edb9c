import { relative } from 'node:path';
import { eventHandlers } from '../builtins/events.ts';
import type { Directive } from '../source/directive.ts';
import type { Declaration, FunctionDeclaration } from '../source/outline.ts';
import { programNames, type ProgramNames } from '../source/program-names.ts';
import type { Program, SourceFile } from '../source/read-program.ts';
import type { Token } from '../source/token.ts';
import { typesIn, walk } from '../source/walk.ts';
import { applyEdits, type Edit, type Written } from './edit.ts';
import { editParameters, editVariables } from './edit-arrays.ts';
import { editExpressions } from './edit-expressions.ts';
import { editInput, groupWords } from './edit-inputs.ts';
import { cppKeyword, editEnum, editType, type IsPlain } from './edit-types.ts';
import { plainStructs } from './plain-structs.ts';
import { freeFunctions, prototype, saidByPrototype } from './prototypes.ts';

/**
 * Writes the program as one file of C++ against the shim's `mql5.h`. Compilers name the lines of the MQL5 sources, whose
 * paths are given relative to `root`.
 */
export function emitProgram(program: Program, root: string): string {
  const declarations = program.files.flatMap((file) => file.declarations);
  const names = programNames(program);
  const types = typesIn(declarations);
  const isPlain = plainStructs(types, names.enums);
  const functions = freeFunctions(declarations);
  const edits = program.files.flatMap((file) => editFile(file, { names, isPlain }));
  const written = applyEdits(edits);
  const said = new Set(functions.flatMap(saidByPrototype));
  const inFiles: Written = (token) => (said.has(token) ? '' : written(token));
  return [
    '#include "mql5.h"',
    ...declarations.flatMap(announcement),
    ...functions.map((declaration) => prototype(declaration, written)),
    emitFile(program.entry, { written: inFiles, root, names }),
    bind(functions),
    '',
  ].join('\n');
}

/** What prototypes need to know of a type. */
function announcement(declaration: Declaration): string[] {
  if (declaration.kind === 'type') return [`${cppKeyword(declaration)} ${declaration.name.text};`];
  return declaration.kind === 'enum' && declaration.name !== null ? [`enum ${declaration.name.text} : int;`] : [];
}

interface Editing {
  readonly names: ProgramNames;
  readonly isPlain: IsPlain;
}

function editFile({ code, declarations }: SourceFile, { names, isPlain }: Editing): Edit[] {
  const group = groupWords(code);
  return [
    ...editExpressions(
      code.filter((token) => !group.includes(token)),
      names.pointers,
    ),
    ...group.map((at) => ({ at, replace: '' })),
    ...editDeclarations(declarations, isPlain),
  ];
}

function editDeclarations(declarations: readonly Declaration[], isPlain: IsPlain): Edit[] {
  const all = [...walk(declarations)];
  // The arrays of a structure that travels as bytes stay what they are in C++: part of it.
  const bytes = all.flatMap((each) => (each.kind === 'type' && isPlain(each) ? each.members : []));
  return all.flatMap((declaration): Edit[] => {
    switch (declaration.kind) {
      case 'enum':
        return editEnum(declaration);
      case 'type':
        return editType(declaration, isPlain);
      case 'function':
        return editParameters(declaration);
      case 'variables':
        return bytes.includes(declaration) ? [] : [...editInput(declaration), ...editVariables(declaration)];
    }
  });
}

interface Emission {
  readonly written: Written;
  readonly root: string;
  readonly names: ProgramNames;
}

function emitFile(file: SourceFile, emission: Emission): string {
  const tokens = file.tokens.map((token) => token.before + emitToken(token, file, emission));
  return `${lineMark(1, file, emission)}\n${tokens.join('')}`;
}

function emitToken(token: Token, file: SourceFile, emission: Emission): string {
  const directive = file.directives.get(token);
  if (directive === undefined) return emission.written(token);
  if (directive.kind !== 'include') return emitDirective(directive, token, emission.names);
  const included = file.includes.get(token) ?? null;
  if (included === null) return '';
  return `${emitFile(included, emission)}\n${lineMark(token.line + 1, file, emission)}`;
}

const lineMark = (line: number, { path }: SourceFile, { root }: Emission): string =>
  `#line ${line} ${JSON.stringify(relative(root, path).replaceAll('\\', '/'))}`;

function emitDirective(directive: Directive, { text }: Token, { pointers }: ProgramNames): string {
  switch (directive.kind) {
    case 'define': {
      const written = applyEdits(editExpressions(directive.body, pointers));
      const body = directive.body.map((token) => token.before + written(token)).join('');
      return directive.head + body + '\n'.repeat(text.split('\n').length - 1);
    }
    case 'condition':
    case 'undefine':
      return text;
    case 'include':
    case 'property':
    case 'other':
      return '';
  }
}

function bind(functions: readonly FunctionDeclaration[]): string {
  const handlers = functions.map(({ name }) => name.text).filter((name) => eventHandlers.includes(name));
  const lines = handlers.map((name) => `  events.${name} = ::${name};`);
  return ['#line 1 "event handlers"', 'void mql_bind(MqlEvents &events)', '{', ...lines, '  (void)events;', '}'].join(
    '\n',
  );
}
