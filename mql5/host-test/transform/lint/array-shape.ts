import { functionsIn, variablesIn } from '../source/walk.ts';
import type { Rule } from './rule.ts';

/** One dimension: arrays of more could not be checked here against their bounds. */
export const arrayShape: Rule = ({ declarations }) => {
  const variables = variablesIn(declarations);
  const declared = [
    ...variables.flatMap(({ declarators }) => declarators),
    ...functionsIn(declarations).flatMap(({ parameters }) => parameters),
  ];
  const deep = declared
    .filter(({ brackets }) => brackets.length > 1)
    .flatMap(({ name }) => (name === null ? [] : { at: name, message: `${name.text} has more than one dimension` }));
  const inLoops = variables
    .filter(({ place }) => place === 'loop')
    .flatMap(({ declarators }) => declarators.filter(({ brackets }) => brackets.length > 0))
    .map(({ name }) => ({ at: name, message: `${name.text} is an array declared in the head of a loop` }));
  return [...deep, ...inLoops];
};
