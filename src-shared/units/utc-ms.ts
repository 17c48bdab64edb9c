import { broken } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { brandedSchema } from '../base/branded-schema.ts';
import { z } from 'zod';

/** A moment: whole milliseconds since 1970-01-01T00:00Z, between 1970 and 2100. */
export type UtcMs = Brand<number, 'UtcMs'>;

const maxUtcMs = Date.UTC(2100, 0, 1);

export function utcMs(value: number): UtcMs {
  if (!isUtcMs(value)) broken(`a moment is a whole number of UTC milliseconds between 1970 and 2100: ${value}`);
  return value as UtcMs;
}

export const isUtcMs = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < maxUtcMs;

export const utcMsSchema = brandedSchema<UtcMs, number>(
  z.number(),
  isUtcMs,
  'a moment is whole UTC milliseconds, 1970 to 2100',
);

/** Later than every moment that can be stored: the open end of a range. */
export const endOfTimeUtcMs = utcMs(maxUtcMs - 1);
