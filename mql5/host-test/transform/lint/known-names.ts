import { builtinConstants } from '../builtins/constants.ts';
import { builtinFunctions } from '../builtins/functions.ts';
import { builtinStructures } from '../builtins/structures.ts';
import { builtinTypes } from '../builtins/types.ts';
import { callsIn, type Call } from '../source/calls.ts';
import type { Remark } from '../source/finding.ts';
import { isMark, type Token } from '../source/token.ts';
import type { Rule, Scope } from './rule.ts';

const keywords: readonly string[] = [
  ...['break', 'case', 'class', 'const', 'continue', 'default', 'delete', 'do', 'dynamic_cast', 'else', 'enum'],
  ...['final', 'for', 'group', 'if', 'input', 'interface', 'new', 'operator', 'override', 'private', 'protected'],
  ...['public', 'return', 'sinput', 'sizeof', 'static', 'struct', 'switch', 'this', 'virtual', 'while'],
];

const ofMql5 = new Set([...keywords, ...builtinTypes, ...builtinConstants]);
const fieldsOfMql5 = new Set(Object.values(builtinStructures).flat());

/** Every name is one of MQL5 or one of the program, and a function of MQL5 gets as many arguments as it takes. */
export const knownNames: Rule = ({ code, directives }, scope) => [
  ...complaintsIn(code, scope, new Set()),
  ...[...directives].flatMap(([at, directive]) =>
    directive.kind === 'define'
      ? complaintsIn(directive.body, scope, new Set(directive.parameters)).map(({ message }) => ({ at, message }))
      : [],
  ),
];

/** `local` are the parameters of a macro. */
function complaintsIn(tokens: readonly Token[], scope: Scope, local: ReadonlySet<string>): Remark[] {
  const calls = new Map(callsIn(tokens).map((call) => [call.name, call]));
  return tokens.flatMap((at, i): Remark[] => {
    if (at.kind !== 'name' || ofMql5.has(at.text) || local.has(at.text)) return [];
    const call = calls.get(at);
    const message = call === undefined ? ofName(at, tokens[i - 1], scope) : ofCall(call, scope);
    return message === null ? [] : [{ at, message }];
  });
}

function ofName({ text }: Token, before: Token | undefined, { all, members }: Scope): string | null {
  if (!isMark(before, '.')) return all.has(text) ? null : `there is no ${text}`;
  return members.has(text) || fieldsOfMql5.has(text) ? null : `nothing has a field ${text}`;
}

function ofCall({ name: { text }, before, arguments: given }: Call, { all, methods }: Scope): string | null {
  if (isMark(before, '.')) return methods.has(text) || fieldsOfMql5.has(text) ? null : `nothing has a method ${text}`;
  // A variable that is made with arguments reads like a call; g++ tells the two apart.
  if (all.has(text)) return null;
  const arity = Object.hasOwn(builtinFunctions, text) ? builtinFunctions[text] : undefined;
  if (arity === undefined) return `there is no function ${text}`;
  const [least, most] = arity;
  if (given.length >= least && given.length <= most) return null;
  return `${text} takes ${least === most ? least : `${least} to ${most}`} arguments, not ${given.length}`;
}
