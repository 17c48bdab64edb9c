import { InvalidArgumentError } from 'commander';
import type { JsonValue } from '#shared/base/json-value.ts';

type Parameters = Readonly<Record<string, JsonValue>>;

const pattern = /^([A-Za-z][\w.-]*)=(.+)$/s;

/** One more parameter as name=value: a number, true, false or any JSON, else the text itself. */
export function parameterIn(text: string, before: Parameters = {}): Parameters {
  const [, name, value] = pattern.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('Set a parameter as name=value, such as stopAtr=2.5.');
  return { ...before, [name]: valueIn(value) };
}

function valueIn(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
