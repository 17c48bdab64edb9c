import { builtinConstants } from '../builtins/constants.ts';
import { eventHandlers } from '../builtins/events.ts';
import { builtinFunctions } from '../builtins/functions.ts';
import type { Remark } from '../source/finding.ts';
import type { Token } from '../source/token.ts';
import { enumsIn, typesIn, variablesIn } from '../source/walk.ts';
import type { Rule } from './rule.ts';

interface Convention {
  readonly pattern: RegExp;
  readonly shown: string;
}

const types: Readonly<Record<string, Convention>> = {
  class: { pattern: /^CAts[A-Z]\w*$/, shown: 'CAts...' },
  interface: { pattern: /^IAts[A-Z]\w*$/, shown: 'IAts...' },
  struct: { pattern: /^Ats[A-Z]\w*$/, shown: 'Ats...' },
  enum: { pattern: /^ENUM_ATS_[A-Z0-9_]+$/, shown: 'ENUM_ATS_...' },
};

const global: Convention = { pattern: /^g_[a-z]|^ATS_[A-Z]/, shown: 'g_...' };
const input: Convention = { pattern: /^Inp[A-Z]/, shown: 'Inp...' };

/** MQL5 knows a name by so many characters. */
const lengthMax = 63;

/** Our names never meet one of MQL5 or of another program. */
export const naming: Rule = ({ declarations, code }) => [
  ...code
    .filter(({ kind, text }) => kind === 'name' && text.length > lengthMax)
    .map((at) => ({ at, message: `${at.text} has more than ${lengthMax} characters` })),
  ...[...typesIn(declarations), ...enumsIn(declarations)].flatMap(({ keyword, name }) =>
    name === null ? [] : misnamed(name, keyword.text, types[keyword.text]),
  ),
  ...variablesIn(declarations)
    .filter(({ place }) => place === 'global')
    .flatMap(({ prefixes, declarators }) => {
      const isInput = prefixes.some(({ text }) => text.endsWith('input'));
      const ours = declarators.filter(({ owner }) => owner === null);
      return ours.flatMap(({ name }) => misnamed(name, isInput ? 'input' : 'global', isInput ? input : global));
    }),
  ...declarations.flatMap((declaration): Remark[] => {
    if (declaration.kind !== 'function' || declaration.owner !== null) return [];
    const message = complaintOfFunction(declaration.name.text);
    return message === null ? [] : [{ at: declaration.name, message }];
  }),
];

function complaintOfFunction(name: string): string | null {
  if (isBuiltin(name)) return `${name} is a function of MQL5`;
  const isHandler = /^On[A-Z]/.test(name) && !eventHandlers.includes(name);
  return isHandler ? `${name} is named as an event is, and none that is known` : null;
}

function misnamed(name: Token, what: string, convention: Convention | undefined): Remark[] {
  if (convention === undefined || convention.pattern.test(name.text)) return [];
  return [{ at: name, message: `the ${what} ${name.text} is not named ${convention.shown}` }];
}

const isBuiltin = (name: string): boolean => Object.hasOwn(builtinFunctions, name) || builtinConstants.has(name);
