import { broken } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { brandedSchema } from '../base/branded-schema.ts';
import { z } from 'zod';

/** A distance between two prices, in the instrument's points (its smallest digit). May be negative or fractional. */
export type Points = Brand<number, 'Points'>;

export function points(value: number): Points {
  if (!isPoints(value)) broken(`a distance in points is finite: ${value}`);
  return value as Points;
}

export const isPoints = (value: number): boolean => Number.isFinite(value);

export const pointsSchema = brandedSchema<Points, number>(z.number(), isPoints, 'a distance in points is finite');
