import { InvalidArgumentError } from 'commander';
import { numberIn } from '../number-in.ts';

/** How many a page lists. */
export function limitIn(text: string): number {
  const value = numberIn(text);
  if (Number.isInteger(value) && value >= 1 && value <= 200) return value;
  throw new InvalidArgumentError('It is a whole number from 1 to 200.');
}
