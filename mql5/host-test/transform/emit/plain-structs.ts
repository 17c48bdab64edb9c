import { scalarTypes } from '../builtins/types.ts';
import type { TypeDeclaration } from '../source/outline.ts';
import type { IsPlain } from './edit-types.ts';

const plainBuiltins = new Set([...scalarTypes, 'MqlDateTime', 'MqlTick', 'MqlRates']);

/** Tells the structures of numbers, enumerations, fixed arrays and other such structures from those that own memory. */
export function plainStructs(types: readonly TypeDeclaration[], enums: ReadonlySet<string>): IsPlain {
  const byName = new Map(types.filter(({ open }) => open !== null).map((type) => [type.name.text, type]));
  const isPlainName = (name: string): boolean => {
    const type = byName.get(name);
    return type === undefined ? plainBuiltins.has(name) || enums.has(name) || name.startsWith('ENUM_') : isPlain(type);
  };
  const isPlain: IsPlain = ({ keyword, base, members }) =>
    keyword.text === 'struct' &&
    (base === null || isPlainName(base.text)) &&
    members.every((member) => {
      if (member.kind === 'function') return member.prefixes.every(({ text }) => text !== 'virtual');
      if (member.kind !== 'variables') return true;
      return (
        isPlainName(member.type.name.text) &&
        member.declarators.every(({ star, brackets }) => star === null && brackets.every(({ size }) => size.length > 0))
      );
    });
  return isPlain;
}
