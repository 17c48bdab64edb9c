import { z } from 'zod';
import type { JsonValue } from '#shared/base/json-value.ts';

/** Bounds of texts and lists: a grammar spells them out token by token and becomes slow or is refused, and zod checks them afterwards anyway. */
const unspoken = ['pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'format', 'readOnly'] as const;

/** What a model is held to while it writes: the shape of the answer, as JSON schema. */
export function replyFormat(schema: z.ZodType): JsonValue {
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
