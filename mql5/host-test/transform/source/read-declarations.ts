import { Cursor } from './cursor.ts';
import type {
  Body,
  Brackets,
  Declaration,
  Declarator,
  EnumDeclaration,
  FunctionDeclaration,
  Parameter,
  TypeDeclaration,
  TypeUse,
  VariablesDeclaration,
} from './outline.ts';
import { isMark, isWord, type Token } from './token.ts';

/** Is this name a type, of MQL5 or of the program? Tells the declaration `A *b;` from the product `a*b;`. */
export type IsType = (name: string) => boolean;

/**
 * Reads what a file declares; its directives must have been taken out.
 *
 * @throws UnreadableSource where the file leaves our subset of MQL5.
 */
export function readDeclarations(tokens: readonly Token[], isType: IsType): Declaration[] {
  const cursor = new Cursor(tokens);
  const declarations: Declaration[] = [];
  while (!cursor.isDone) {
    if (isGroup(cursor)) skipGroup(cursor);
    else if (cursor.takeMark(';') === null) declarations.push(readDeclaration(cursor, { isType, owner: null }));
  }
  return declarations;
}

interface Place {
  readonly isType: IsType;
  /** The class or struct around it. */
  readonly owner: Token | null;
}

/** `input group "Title"`, with or without a semicolon. */
const isGroup = (cursor: Cursor): boolean =>
  isWord(cursor.token, 'input', 'sinput') && isWord(cursor.ahead(1), 'group') && cursor.ahead(2).kind === 'string';

function skipGroup(cursor: Cursor): void {
  for (let i = 0; i < 3; i++) cursor.take();
  cursor.takeMark(';');
}

function readDeclaration(cursor: Cursor, place: Place): Declaration {
  if (isWord(cursor.token, 'enum')) return readEnum(cursor);
  if (isWord(cursor.token, 'class', 'struct', 'interface')) return readType(cursor, place.isType);
  return readMember(cursor, place);
}

function readEnum(cursor: Cursor): EnumDeclaration {
  const keyword = cursor.take();
  const name = cursor.token.kind === 'name' ? cursor.take() : null;
  const open = cursor.mark('{');
  const members: Token[] = [];
  while (!isMark(cursor.token, '}')) {
    members.push(cursor.name('a member of the enumeration'));
    if (cursor.takeMark('=') !== null) cursor.until(',', '}');
    if (cursor.takeMark(',') === null) break;
  }
  cursor.mark('}');
  return { kind: 'enum', keyword, name, members, open, end: cursor.mark(';') };
}

function readType(cursor: Cursor, isType: IsType): TypeDeclaration {
  const keyword = cursor.take();
  const name = cursor.name(`the name of the ${keyword.text}`);
  if (isMark(cursor.token, ';')) {
    return { kind: 'type', keyword, name, base: null, members: [], open: null, close: null, end: cursor.take() };
  }
  const base = cursor.takeMark(':') === null ? null : readBase(cursor);
  const open = cursor.mark('{');
  const members: Declaration[] = [];
  for (;;) {
    if (cursor.takeWord('public', 'private', 'protected') !== null) cursor.mark(':');
    else if (isMark(cursor.token, '}')) break;
    else members.push(readDeclaration(cursor, { isType, owner: name }));
  }
  const close = cursor.mark('}');
  return { kind: 'type', keyword, name, base, members, open, close, end: cursor.mark(';') };
}

function readBase(cursor: Cursor): Token {
  cursor.takeWord('public', 'private', 'protected');
  return cursor.name('the base');
}

/** A function, or variables of one type. */
function readMember(cursor: Cursor, place: Place): FunctionDeclaration | VariablesDeclaration {
  const start = cursor.at;
  const prefixes = readPrefixes(cursor);
  const special = readSpecialName(cursor, place);
  if (special !== null) return readFunction(cursor, { ...special, prefixes, type: null, start, place });
  const type = readTypeUse(cursor, place.isType);
  const named = readFunctionName(cursor, place.isType);
  if (named !== null) return readFunction(cursor, { ...named, prefixes, type, start, place });
  return readVariables(cursor, { prefixes, type, place: place.owner === null ? 'global' : 'member' });
}

function readPrefixes(cursor: Cursor): Token[] {
  const prefixes: Token[] = [];
  for (;;) {
    const prefix = cursor.takeWord('static', 'virtual', 'input', 'sinput');
    if (prefix === null) return prefixes;
    prefixes.push(prefix);
  }
}

interface FunctionName {
  readonly role: FunctionDeclaration['role'];
  readonly star: Token | null;
  readonly owner: Token | null;
  readonly name: Token;
}

/** `Name(`, `~Name(`, `Name::Name(`, `Name::~Name(`: what returns nothing. */
function readSpecialName(cursor: Cursor, { owner }: Place): FunctionName | null {
  const isQualified = cursor.token.kind === 'name' && isMark(cursor.ahead(1), '::');
  const className = isQualified ? cursor.token.text : owner?.text;
  if (className === undefined) return null;
  const isDestructor = isMark(cursor.ahead(isQualified ? 2 : 0), '~');
  const nameAt = (isQualified ? 2 : 0) + (isDestructor ? 1 : 0);
  if (!isWord(cursor.ahead(nameAt), className) || !isMark(cursor.ahead(nameAt + 1), '(')) return null;
  const qualifier = isQualified ? cursor.take() : null;
  cursor.takeMark('::');
  cursor.takeMark('~');
  return { role: isDestructor ? 'destructor' : 'constructor', star: null, owner: qualifier, name: cursor.take() };
}

/** `Name(`, `Owner::Name(`, `operator==(`, with the star of a returned pointer before it. */
function readFunctionName(cursor: Cursor, isType: IsType): FunctionName | null {
  const start = isMark(cursor.token, '*') ? 1 : 0;
  const isQualified = isMark(cursor.ahead(start + 1), '::');
  const nameAt = start + (isQualified ? 2 : 0);
  const isOperator = isWord(cursor.ahead(nameAt), 'operator');
  if (!isOperator && !startsParameters(cursor, nameAt + 1, isType)) return null;
  const star = cursor.takeMark('*');
  const owner = isQualified ? cursor.name('the class') : null;
  cursor.takeMark('::');
  const name = cursor.name('the name of the function');
  if (isOperator) cursor.take();
  if (isOperator && !isMark(cursor.token, '(')) cursor.take();
  return { role: isOperator ? 'operator' : 'function', star, owner, name };
}

/** Parameters, unless what follows can only be a value: the arguments that an object is made with. */
function startsParameters(cursor: Cursor, at: number, isType: IsType): boolean {
  const [first, second] = [cursor.ahead(at + 1), cursor.ahead(at + 2)];
  if (!isMark(cursor.ahead(at), '(')) return false;
  if (first.kind !== 'name') return isMark(first, ')', '{');
  return isType(first.text) ? !isMark(second, '(') : second.kind === 'name' || isMark(second, '&', '*');
}

function readTypeUse(cursor: Cursor, isType: IsType): TypeUse {
  const constant = cursor.takeWord('const');
  if (cursor.token.kind !== 'name') cursor.fail('a declaration expected');
  if (!isType(cursor.token.text)) cursor.fail('a type expected');
  return { constant, name: cursor.take() };
}

interface FunctionStart extends FunctionName {
  readonly prefixes: readonly Token[];
  readonly type: TypeUse | null;
  readonly start: number;
  readonly place: Place;
}

function readFunction(cursor: Cursor, { start, place, ...named }: FunctionStart): FunctionDeclaration {
  cursor.mark('(');
  const parameters = readParameters(cursor, place.isType);
  const close = cursor.mark(')');
  const head = cursor.since(start);
  cursor.takeWord('const');
  while (cursor.takeWord('override', 'final') !== null);
  if (cursor.takeMark('=') !== null) cursor.take();
  if (isMark(cursor.token, ':')) cursor.until('{');
  if (!isMark(cursor.token, '{')) {
    return { kind: 'function', ...named, head, parameters, close, body: null, end: cursor.mark(';') };
  }
  const { body, end } = readBody(cursor, place.isType);
  return { kind: 'function', ...named, head, parameters, close, body, end };
}

function readParameters(cursor: Cursor, isType: IsType): Parameter[] {
  if (isWord(cursor.token, 'void') && isMark(cursor.ahead(1), ')')) cursor.take();
  const parameters: Parameter[] = [];
  while (!isMark(cursor.token, ')')) {
    if (parameters.length > 0) cursor.mark(',');
    parameters.push(readParameter(cursor, isType));
  }
  return parameters;
}

function readParameter(cursor: Cursor, isType: IsType): Parameter {
  const type = readTypeUse(cursor, isType);
  const star = cursor.takeMark('*');
  const reference = cursor.takeMark('&');
  const name = cursor.token.kind === 'name' ? cursor.take() : null;
  const brackets = readBrackets(cursor);
  const equals = cursor.takeMark('=');
  const initial = equals === null ? [] : cursor.until(',', ')');
  return { type, star, reference, name, brackets, equals, initial };
}

function readBrackets(cursor: Cursor): Brackets[] {
  const all: Brackets[] = [];
  for (;;) {
    const open = cursor.takeMark('[');
    if (open === null) return all;
    all.push({ open, size: cursor.until(']'), close: cursor.mark(']') });
  }
}

function readBody(cursor: Cursor, isType: IsType): { body: Body; end: Token } {
  const start = cursor.at;
  const locals: VariablesDeclaration[] = [];
  cursor.mark('{');
  for (let depth = 1; depth > 0;) {
    if (cursor.isDone) cursor.fail("'}' expected");
    if (isLocal(cursor, isType)) {
      locals.push(readLocals(cursor, isType));
      continue;
    }
    if (isMark(cursor.token, '{')) depth += 1;
    if (isMark(cursor.token, '}')) depth -= 1;
    cursor.take();
  }
  const tokens = cursor.since(start);
  const end = tokens.at(-1);
  if (end === undefined) throw new Error('A body has its braces.');
  return { body: { tokens, locals }, end };
}

/** Does a statement start here that declares? The token before is the one that was just taken. */
function isLocal(cursor: Cursor, isType: IsType): boolean {
  const previous = cursor.ahead(-1);
  if (!isMark(previous, '{', '}', ';', ')', ':', '(') && !isWord(previous, 'else')) return false;
  if (isWord(cursor.token, 'static')) return true;
  const typeAt = isWord(cursor.token, 'const') ? 1 : 0;
  if (!isType(cursor.ahead(typeAt).text)) return false;
  const nameAt = typeAt + (isMark(cursor.ahead(typeAt + 1), '*', '&') ? 2 : 1);
  return cursor.ahead(nameAt).kind === 'name';
}

function readLocals(cursor: Cursor, isType: IsType): VariablesDeclaration {
  const isLoop = isMark(cursor.ahead(-1), '(');
  const prefixes = readPrefixes(cursor);
  const type = readTypeUse(cursor, isType);
  return readVariables(cursor, { prefixes, type, place: isLoop ? 'loop' : 'local' });
}

function readVariables(
  cursor: Cursor,
  start: Pick<VariablesDeclaration, 'prefixes' | 'type' | 'place'>,
): VariablesDeclaration {
  const declarators: Declarator[] = [readDeclarator(cursor)];
  const commas: Token[] = [];
  for (;;) {
    const comma = cursor.takeMark(',');
    if (comma === null) break;
    commas.push(comma);
    declarators.push(readDeclarator(cursor));
  }
  return { kind: 'variables', ...start, declarators, commas, end: cursor.mark(';') };
}

function readDeclarator(cursor: Cursor): Declarator {
  const star = cursor.takeMark('*');
  const reference = cursor.takeMark('&');
  const owner = isMark(cursor.ahead(1), '::') ? cursor.name('the class') : null;
  cursor.takeMark('::');
  const name = cursor.name('the name of the variable');
  const brackets = readBrackets(cursor);
  // The arguments of a constructor belong to no initial value, and nothing of them is written anew.
  if (reference === null && isMark(cursor.token, '(')) cursor.until(',', ';');
  const equals = cursor.takeMark('=');
  const initial = equals === null ? [] : cursor.until(',', ';');
  return { star, reference, owner, name, brackets, equals, initial };
}
