import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { z } from 'zod';

/** The two directions of one message's payload. Decoding answers FRAME_PAYLOAD, it never throws. */
export interface PayloadCodec<Body> {
  readonly encode: (body: Body) => Uint8Array;
  readonly decode: (payload: Uint8Array) => Result<Body, Fault>;
}

/** UTF-8 JSON. Members that the schema does not name are dropped, so a peer may say more than we know. */
export function jsonCodec<Body>(schema: z.ZodType<Body>): PayloadCodec<Body> {
  return {
    encode: (body) => new TextEncoder().encode(JSON.stringify(body)),
    decode: (payload) => {
      const json = parseJson(payload);
      if (!json.ok) return json;
      const parsed = schema.safeParse(json.value);
      if (parsed.success) return ok(parsed.data);
      const [issue] = parsed.error.issues;
      return err(payloadFault(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`));
    },
  };
}

/** A message whose header says it all. */
export const emptyCodec: PayloadCodec<null> = {
  encode: () => new Uint8Array(0),
  decode: (payload) => (payload.length === 0 ? ok(null) : err(payloadFault('this message has no payload'))),
};

export const payloadFault = (why: string): Fault =>
  fault('FRAME_PAYLOAD', `A message could not be read: ${why.slice(0, 300)}.`);

/** A byte-order mark is a character like others: no JSON begins with it. */
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes that must be UTF-8. */
export function decodeUtf8(bytes: Uint8Array): Result<string, Fault> {
  try {
    return ok(strictUtf8.decode(bytes));
  } catch {
    return err(payloadFault('the text is not UTF-8'));
  }
}

function parseJson(payload: Uint8Array): Result<unknown, Fault> {
  const text = decodeUtf8(payload);
  if (!text.ok) return text;
  try {
    return ok(JSON.parse(text.value));
  } catch {
    return err(payloadFault('the text is not JSON'));
  }
}
