import { z } from 'zod';
import type { JsonValue } from '#shared/base/json-value.ts';

/** Bounds of texts and lists: a grammar spells them out token by token and becomes slow or is refused, and zod checks them afterwards anyway. */
const unspoken = ['pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'format', 'readOnly'] as const;

/** Schemas stand in their modules, and each question to a model shows a dozen of them. */
const known = new WeakMap<z.ZodType, JsonValue>();

/** What a model is held to while it writes: the shape of the answer, as JSON schema. Not to be changed. */
export function replyFormat(schema: z.ZodType): JsonValue {
  const format = known.get(schema) ?? formatOf(schema);
  known.set(schema, format);
  return format;
}

function formatOf(schema: z.ZodType): JsonValue {
  const { $schema: _, ...format } = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-07',
    // What no schema can say is said by zod afterwards; a question never fails for it.
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      for (const key of unspoken) Reflect.deleteProperty(jsonSchema, key);
    },
  });
  return format as JsonValue;
}
