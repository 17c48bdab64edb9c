import { builtinStructures } from '../builtins/structures.ts';
import type { Remark } from '../source/finding.ts';
import type { Parameter } from '../source/outline.ts';
import type { ProgramNames } from '../source/program-names.ts';
import { functionsIn } from '../source/walk.ts';
import type { Rule } from './rule.ts';

/** Structures, objects and arrays travel by reference, everything else is named. */
export const parameterPassing: Rule = ({ declarations }, names) =>
  functionsIn(declarations).flatMap(({ parameters }) => parameters.flatMap((each) => complaints(each, names)));

function complaints({ type, star, reference, name, brackets }: Parameter, names: ProgramNames): Remark[] {
  if (name === null) return [{ at: type.name, message: 'a parameter has a name' }];
  if (reference !== null) return [];
  if (brackets.length > 0) return [{ at: name, message: `the array ${name.text} is passed by reference` }];
  const isObject = names.types.has(type.name.text) || Object.hasOwn(builtinStructures, type.name.text);
  return isObject && star === null ? [{ at: name, message: `the object ${name.text} is passed by reference` }] : [];
}
