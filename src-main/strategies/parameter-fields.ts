import { z } from 'zod';

/*
 * What parameters of strategies are made of: each has a default, a unit, a range and a meaning, from which a window draws its field
 * (form-fields.ts) and a refusal its words (parse-parameters.ts).
 */

export interface NumberTerms {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** What a click on the field's arrow adds; values in between are allowed. */
  readonly step: number;
  readonly fallback: number;
  readonly meaning: string;
}

export const numberField = (terms: NumberTerms): z.ZodDefault<z.ZodNumber> => fieldOf(z.number(), terms);

export const wholeField = (terms: Omit<NumberTerms, 'step'>): z.ZodDefault<z.ZodNumber> =>
  fieldOf(z.number().int(), { ...terms, step: 1 });

export const barsField = (fallback: number, meaning: string): z.ZodDefault<z.ZodNumber> =>
  wholeField({ unit: 'bars', min: 2, max: 1000, fallback, meaning });

export const atrField = (fallback: number, meaning: string): z.ZodDefault<z.ZodNumber> =>
  numberField({ unit: 'ATR', min: 0.5, max: 10, step: 0.1, fallback, meaning });

/** Every strategy has one: see CommonParameters. */
export const riskRatioField = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  numberField({
    ...{ unit: 'ratio', min: 0.001, max: 0.02, step: 0.001, fallback },
    meaning: 'Share of equity without credit that a trade may lose at its stop.',
  });

const fieldOf = (numbers: z.ZodNumber, { unit, min, max, step, fallback, meaning }: NumberTerms) =>
  numbers.min(min).max(max).default(fallback).meta({ unit, step, description: meaning });
