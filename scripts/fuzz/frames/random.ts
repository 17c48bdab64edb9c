import { seededRandom } from '#shared/base/seeded-random.ts';

/** Numbers from 0 up to 1. */
export type Random = () => number;

/** The numbers that one input is made of. They depend on seed and index alone, so that any input can be made again by itself. */
export const randomOf = (seed: number, index: number): Random =>
  seededRandom(scatter(scatter(seed >>> 0) ^ (index >>> 0)));

export const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** From 1 to `max`, small ones far more often. */
export const few = (random: Random, max: number): number => 1 + Math.floor(random() ** 3 * max);

export function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[below(random, values.length)];
  if (value === undefined) throw new Error('there is nothing to pick from');
  return value;
}

/** The finalizer of MurmurHash3 (A. Appleby, public domain): neighbours become far apart. */
function scatter(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
