import { builtinConstants } from '../builtins/constants.ts';
import { bracketPairs } from '../source/bracket-pairs.ts';
import { callsIn, type Call } from '../source/calls.ts';
import type { Remark } from '../source/finding.ts';
import { isMark, isWord, type Token } from '../source/token.ts';
import type { Rule, Scope } from './rule.ts';

/**
 * What is passed by reference is a variable, also where the reference is constant: MQL5 makes none for a literal, an
 * expression, or what a function returns.
 */
export const referenceArguments: Rule = ({ code }, scope) => callsIn(code).flatMap((call) => complaints(call, scope));

function complaints(call: Call, scope: Scope): Remark[] {
  const all = scope.signatures.get(call.name.text) ?? [];
  // A declaration looks like a call whose arguments begin with a type.
  if (all.some(({ name }) => name === call.name)) return [];
  const fitting = all.filter(({ parameters }) => parameters.length >= call.arguments.length);
  return call.arguments.flatMap((argument, i): Remark[] => {
    const [first] = argument;
    const isReference = fitting.length > 0 && fitting.every(({ parameters }) => parameters[i]?.reference != null);
    if (!isReference || first === undefined || isVariable(argument, scope)) return [];
    return [{ at: first, message: `argument ${i + 1} of ${call.name.text} is passed by reference and is no variable` }];
  });
}

/** `a`, `this.a`, `a.b[i].c`, `CAtsA::s_b`. */
function isVariable(tokens: readonly Token[], { constants }: Scope): boolean {
  const pairs = bracketPairs(tokens);
  let wantsName = true;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (wantsName) {
      if (token?.kind !== 'name' || constants.has(token.text) || builtinConstants.has(token.text)) return false;
      wantsName = false;
    } else if (isMark(token, '.', '::')) {
      wantsName = true;
    } else {
      const close = isMark(token, '[') ? pairs.get(i) : undefined;
      if (close === undefined) return false;
      i = close;
    }
  }
  return !wantsName && !isWord(tokens.at(-1), 'this');
}
