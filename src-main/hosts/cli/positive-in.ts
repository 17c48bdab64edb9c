import { InvalidArgumentError } from 'commander';
import { numberIn } from '../number-in.ts';

export function positiveIn(text: string): number {
  const value = numberIn(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It is a number above zero.');
}
