import { builtinConstants } from '../builtins/constants.ts';
import { builtinFunctions } from '../builtins/functions.ts';
import type { Remark } from '../source/finding.ts';
import type { Token } from '../source/token.ts';
import { enumsIn, typesIn, variablesIn } from '../source/walk.ts';
import type { Rule } from './rule.ts';

const patterns: Readonly<Record<string, RegExp>> = {
  class: /^CAts[A-Z]\w*$/,
  interface: /^IAts[A-Z]\w*$/,
  struct: /^S?Ats[A-Z]\w*$/,
  enum: /^ENUM_ATS_[A-Z0-9_]+$/,
};

/** Our names never meet one of MQL5 or of another program: CAts..., IAts..., Ats..., ENUM_ATS_..., Inp..., g_... */
export const naming: Rule = ({ declarations }) => [
  ...[...typesIn(declarations), ...enumsIn(declarations)].flatMap(({ keyword, name }): Remark[] =>
    name === null || patterns[keyword.text]?.test(name.text) === true
      ? []
      : [{ at: name, message: `the ${keyword.text} ${name.text} is not named ${String(patterns[keyword.text])}` }],
  ),
  ...variablesIn(declarations).flatMap(({ place, prefixes, declarators }) =>
    place === 'global' ? globals(prefixes, declarators) : [],
  ),
  ...declarations.flatMap((declaration): Remark[] =>
    declaration.kind === 'function' && declaration.owner === null && isBuiltin(declaration.name.text)
      ? [{ at: declaration.name, message: `${declaration.name.text} is a function of MQL5` }]
      : [],
  ),
];

function globals(prefixes: readonly Token[], declarators: readonly { owner: Token | null; name: Token }[]): Remark[] {
  const pattern = prefixes.some(({ text }) => text.endsWith('input')) ? /^Inp[A-Z]/ : /^g_[a-z]|^ATS_[A-Z]/;
  return declarators
    .filter(({ owner, name }) => owner === null && !pattern.test(name.text))
    .map(({ name }) => ({ at: name, message: `the global ${name.text} is not named ${String(pattern)}` }));
}

const isBuiltin = (name: string): boolean => Object.hasOwn(builtinFunctions, name) || builtinConstants.has(name);
