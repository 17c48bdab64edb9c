import { builtinStructures } from '../builtins/structures.ts';
import type { Token } from '../source/token.ts';
import { functionsIn, variablesIn } from '../source/walk.ts';
import type { Rule } from './rule.ts';

/**
 * A name that is a pointer anywhere in a program is an object nowhere in it: the transform turns a point into an arrow
 * by the name before it alone.
 */
export const pointerNames: Rule = ({ declarations }, scope) => {
  const isObject = (type: Token): boolean => scope.types.has(type.text) || Object.hasOwn(builtinStructures, type.text);
  const functions = functionsIn(declarations);
  const objects = [
    ...variablesIn(declarations).flatMap(({ type, declarators }) => declarators.map((each) => ({ ...each, type }))),
    ...functions.flatMap(({ parameters }) => parameters),
    ...functions.map(({ type, star, name }) => ({ type, star, name })),
  ];
  return objects.flatMap(({ type, star, name }) => {
    if (name === null || type === null || star !== null || !isObject(type.name)) return [];
    return scope.pointers.has(name.text)
      ? [{ at: name, message: `${name.text} is an object here and a pointer elsewhere` }]
      : [];
  });
};
