import { builtinStructures } from '../builtins/structures.ts';
import type { Remark } from '../source/finding.ts';
import type { Parameter } from '../source/outline.ts';
import { functionsIn } from '../source/walk.ts';
import type { Rule, Scope } from './rule.ts';

/** Structures, objects and arrays travel by reference, everything else is named. */
export const parameterPassing: Rule = ({ declarations }, scope) =>
  functionsIn(declarations).flatMap(({ parameters }) => parameters.flatMap((each) => complaints(each, scope)));

function complaints({ type, star, reference, name, brackets, equals }: Parameter, { types }: Scope): Remark[] {
  if (name === null) return [{ at: type.name, message: 'a parameter has a name' }];
  if (reference !== null) {
    return equals === null ? [] : [{ at: equals, message: `the reference ${name.text} has no default value` }];
  }
  if (brackets.length > 0) return [{ at: name, message: `the array ${name.text} is passed by reference` }];
  const isObject = types.has(type.name.text) || Object.hasOwn(builtinStructures, type.name.text);
  return isObject && star === null ? [{ at: name, message: `the object ${name.text} is passed by reference` }] : [];
}
