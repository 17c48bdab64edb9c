import type { z } from 'zod';
import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { ChatReply } from './chat.ts';
import { invalidReply, tooLong } from './model-fault.ts';

/** The one place where a model's words become a value: whatever the server promised of a schema, they are read and judged here. */
export function decodeReply<T>(model: string, reply: ChatReply, schema: z.ZodType<T>): Result<T, Fault> {
  const text = unfenced(reply.content);
  if (text === '') return err(reply.isCut ? tooLong(model, cutOff) : invalidReply(model, 'it is empty'));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err(reply.isCut ? tooLong(model, cutOff) : invalidReply(model, 'it is no JSON'));
  }
  if (value === null) return err(invalidReply(model, 'it is null'));
  const { success, data, error } = schema.safeParse(value);
  if (success) return ok(data);
  const [issue] = error.issues;
  return err(invalidReply(model, `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()));
}

const cutOff = 'it had no tokens left';

/** Where no schema holds them, many models put their JSON between fences. */
const unfenced = (content: string): string => {
  const text = content.trim();
  return /^```(?:json)?\s*\n(?<inside>.*)\n```$/s.exec(text)?.groups?.inside?.trim() ?? text;
};
