import { z } from 'zod';

/** What it takes to draw a parameter in a form, as plain values. */
export type FormField = NumberFormField | ChoiceFormField;

export interface NumberFormField {
  readonly kind: 'number';
  readonly name: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly isWhole: boolean;
  readonly default: number;
  readonly meaning: string;
}

export interface ChoiceFormField {
  readonly kind: 'choice';
  readonly name: string;
  readonly unit: string;
  readonly choices: readonly string[];
  readonly default: string;
  readonly meaning: string;
}

/** The fields of a schema of parameters, in its order. A parameter without unit, range, default or meaning is a broken invariant. */
export function formFields(schema: z.ZodType): readonly FormField[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
  return Object.entries(properties).map(([name, property]) => fieldOf(name, property));
}

const said = z.string().min(1);

const propertySchema = z.union([
  z.object({ enum: z.array(z.string()), default: z.string(), unit: said, description: said }),
  z.object({
    type: z.enum(['number', 'integer']),
    ...{ minimum: z.number(), maximum: z.number(), step: z.number().positive(), default: z.number() },
    ...{ unit: said, description: said },
  }),
]);

function fieldOf(name: string, property: unknown): FormField {
  const known = propertySchema.parse(property);
  const { unit, description: meaning } = known;
  if ('enum' in known) return { kind: 'choice', name, unit, choices: known.enum, default: known.default, meaning };
  const { minimum: min, maximum: max, step, default: fallback } = known;
  return { kind: 'number', name, unit, min, max, step, isWhole: known.type === 'integer', default: fallback, meaning };
}
