import type { z } from 'zod';
import { fault, type Fault, type FaultFacts } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { formFields, type FormField } from './form-fields.ts';

/** Checks a strategy's parameters and fills in its defaults. PARAMETER_INVALID names the parameter, its value and what it may be. */
export function parseParameters<Parameters>(
  strategy: { readonly id: string; readonly parametersSchema: z.ZodType<Parameters> },
  wish: unknown,
): Result<Parameters, Fault> {
  const parsed = strategy.parametersSchema.safeParse(wish);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const fields = formFields(strategy.parametersSchema);
  return err(refusalOf({ id: strategy.id, wish, fields, issue }));
}

function refusalOf(refused: {
  readonly id: string;
  readonly wish: unknown;
  readonly fields: readonly FormField[];
  readonly issue: z.core.$ZodIssue | undefined;
}): Fault {
  const { id, wish, fields, issue } = refused;
  if (issue?.code === 'unrecognized_keys') return unknownParameter(id, fields, issue.keys.join(', '));
  const name = String(issue?.path[0] ?? '');
  const field = fields.find((it) => it.name === name);
  if (field === undefined) {
    return fault('PARAMETER_INVALID', `The parameters of strategy ${id} are no list of names and values.`, { id });
  }
  const value = JSON.stringify(isRecord(wish) ? wish[name] : null);
  const isRule = issue?.code === 'custom';
  const why = isRule ? `that does not fit: ${issue.message}` : `it ${rangeText(field)}`;
  const message = `Parameter ${name} of strategy ${id} is ${value}, and ${why}. ${field.meaning}`;
  return fault('PARAMETER_INVALID', message, { strategy: id, parameter: name, value, ...rangeFacts(field) });
}

const unknownParameter = (id: string, fields: readonly FormField[], parameter: string): Fault => {
  const names = fields.map(({ name }) => name).join(', ');
  const message = `Strategy ${id} has no parameter ${parameter}. It has: ${names}.`;
  return fault('PARAMETER_INVALID', message, { strategy: id, parameter });
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const rangeText = (field: FormField): string =>
  field.kind === 'choice'
    ? `is one of ${field.choices.join(', ')}`
    : `goes from ${field.min} to ${field.max} (${field.unit}${field.isWhole ? ', whole numbers' : ''})`;

const rangeFacts = (field: FormField): FaultFacts =>
  field.kind === 'choice'
    ? { choices: field.choices.join(', ') }
    : { min: field.min, max: field.max, unit: field.unit };
