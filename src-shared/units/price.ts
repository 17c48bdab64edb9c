import { broken } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { brandedSchema } from '../base/branded-schema.ts';
import { z } from 'zod';

/** A level of the market in the symbol's quote unit, above zero. Distances are Points. Compared only with a tolerance, never with ===. */
export type Price = Brand<number, 'Price'>;

export function price(value: number): Price {
  if (!isPrice(value)) broken(`a price is finite and above zero: ${value}`);
  return value as Price;
}

export const isPrice = (value: number): boolean => Number.isFinite(value) && value > 0;

export const priceSchema = brandedSchema<Price, number>(z.number(), isPrice, 'a price is finite and above zero');
