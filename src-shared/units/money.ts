import { broken } from '../base/assert.ts';
import type { Brand } from '../base/brand.ts';
import { brandedSchema } from '../base/branded-schema.ts';
import { z } from 'zod';

/** An amount in the account's currency. */
export type Money = Brand<number, 'Money'>;

export function money(value: number): Money {
  if (!isMoney(value)) broken(`an amount of money is finite: ${value}`);
  return value as Money;
}

export const isMoney = (value: number): boolean => Number.isFinite(value);

export const moneySchema = brandedSchema<Money, number>(z.number(), isMoney, 'an amount of money is finite');
