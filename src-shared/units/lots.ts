import { broken } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { brandedSchema } from '../base/branded-schema.ts';
import { z } from 'zod';

/** A volume in lots, zero or more. That it lies on the instrument's step is checked where the instrument is known. */
export type Lots = Brand<number, 'Lots'>;

export function lots(value: number): Lots {
  if (!isLots(value)) broken(`a volume is finite and not negative: ${value}`);
  return value as Lots;
}

export const isLots = (value: number): boolean => Number.isFinite(value) && value >= 0;

export const lotsSchema = brandedSchema<Lots, number>(z.number(), isLots, 'a volume is finite and not negative');
