import { builtinConstants } from '../builtins/constants.ts';
import { builtinFunctions } from '../builtins/functions.ts';
import { builtinStructures } from '../builtins/structures.ts';
import { builtinTypes } from '../builtins/types.ts';
import { bracketPairs } from '../source/bracket-pairs.ts';
import type { Remark } from '../source/finding.ts';
import type { ProgramNames } from '../source/program-names.ts';
import { isMark, isWord, type Token } from '../source/token.ts';
import type { Rule } from './rule.ts';

const keywords = new Set([
  ...['break', 'case', 'class', 'const', 'continue', 'default', 'delete', 'do', 'dynamic_cast', 'else', 'enum'],
  ...['final', 'for', 'group', 'if', 'input', 'interface', 'new', 'operator', 'override', 'private', 'protected'],
  ...['public', 'return', 'sinput', 'sizeof', 'static', 'struct', 'switch', 'this', 'virtual', 'while'],
]);

const types = new Set(builtinTypes);
const fields = new Set(Object.values(builtinStructures).flat());

/** Every name is one of MQL5 or one of the program, and a function of MQL5 gets as many arguments as it takes. */
export const knownNames: Rule = ({ code, directives }, names) => [
  ...unknownIn(code, names, new Set()),
  ...[...directives].flatMap(([at, directive]) =>
    directive.kind === 'define'
      ? unknownIn(directive.body, names, new Set(directive.parameters)).map(({ message }) => ({ at, message }))
      : [],
  ),
];

function unknownIn(tokens: readonly Token[], names: ProgramNames, local: ReadonlySet<string>): Remark[] {
  const pairs = bracketPairs(tokens);
  return tokens.flatMap((at, i) => {
    if (at.kind !== 'name' || keywords.has(at.text) || local.has(at.text)) return [];
    const close = pairs.get(i + 1);
    const isCall = isMark(tokens[i + 1], '(') && close !== undefined;
    const message = isCall
      ? callComplaint({ name: at, before: tokens[i - 1], given: countArguments(tokens.slice(i + 2, close)) }, names)
      : nameComplaint(at, tokens[i - 1], names);
    return message === null ? [] : [{ at, message }];
  });
}

interface Call {
  readonly name: Token;
  readonly before: Token | undefined;
  readonly given: number;
}

function callComplaint({ name: { text }, before, given }: Call, names: ProgramNames): string | null {
  if (isMark(before, '.')) {
    return names.methods.has(text) || fields.has(text) ? null : `nothing has a method ${text}`;
  }
  const isOurs = [names.functions, names.methods, names.types, names.functionMacros].some((known) => known.has(text));
  // A variable that is made with arguments reads like a call; g++ tells the two apart.
  if (isOurs || types.has(text) || names.values.has(text) || isMark(before, '~')) return null;
  const arity = Object.hasOwn(builtinFunctions, text) ? builtinFunctions[text] : undefined;
  if (arity === undefined) return `there is no function ${text}`;
  const [least, most] = arity;
  if (given >= least && given <= most) return null;
  return `${text} takes ${least === most ? least : `${least} to ${most}`} arguments, not ${given}`;
}

function nameComplaint({ text }: Token, before: Token | undefined, names: ProgramNames): string | null {
  if (isMark(before, '.')) {
    return names.members.has(text) || fields.has(text) ? null : `nothing has a field ${text}`;
  }
  const known =
    types.has(text) ||
    builtinConstants.has(text) ||
    [names.types, names.enums, names.values, names.functions, names.methods].some((each) => each.has(text));
  if (known || isWord(before, 'class', 'struct')) return null;
  return `there is no ${text}`;
}

/** Of what stands between the parentheses of a call. */
function countArguments(tokens: readonly Token[]): number {
  if (tokens.length === 0) return 0;
  let depth = 0;
  let commas = 0;
  for (const token of tokens) {
    if (isMark(token, '(', '[', '{')) depth += 1;
    if (isMark(token, ')', ']', '}')) depth -= 1;
    if (depth === 0 && isMark(token, ',')) commas += 1;
  }
  return commas + 1;
}
