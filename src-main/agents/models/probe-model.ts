import { z } from 'zod';
import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Chat } from './chat.ts';
import { decodeReply } from './decode-reply.ts';
import { failed, givenUp, refused, unreachable } from './model-fault.ts';
import { replyFormat } from './reply-format.ts';

export interface ModelAbility {
  readonly hasTools: boolean;
  /** Null: it cannot think. False: it can, yet keeps to a schema only where it does not. */
  readonly isThinking: boolean | null;
}

export interface ProbeWish {
  readonly url: string;
  readonly model: string;
  readonly fetch: typeof fetch;
  readonly chat: Chat;
  readonly replyTokensMax: number;
  readonly signal: AbortSignal;
}

/**
 * What a model can do: as its server says it (`POST /api/show`), and whether it keeps to a schema, by one small question, since that is dropped without a
 * word by some models while they think. MODEL_REPLY_INVALID where it keeps to none either way. Never throws.
 */
export async function probeModel(wish: ProbeWish): Promise<Result<ModelAbility, Fault>> {
  const shown = await capabilitiesOf(wish);
  if (!shown.ok) return shown;
  const hasTools = shown.value.includes('tools');
  if (!shown.value.includes('thinking')) {
    const kept = await keepsSchema(wish, null);
    return kept.ok ? ok({ hasTools, isThinking: null }) : kept;
  }
  const thinking = await keepsSchema(wish, true);
  if (thinking.ok) return ok({ hasTools, isThinking: true });
  if (thinking.error.code !== 'MODEL_REPLY_INVALID' && thinking.error.code !== 'MODEL_REPLY_TOO_LONG') return thinking;
  const silent = await keepsSchema(wish, false);
  return silent.ok ? ok({ hasTools, isThinking: false }) : silent;
}

const readySchema = z.object({ ready: z.boolean() });

async function keepsSchema(
  { model, chat, replyTokensMax, signal }: ProbeWish,
  isThinking: boolean | null,
): Promise<Result<unknown, Fault>> {
  const reply = await chat(
    {
      turns: [{ role: 'user', content: 'Are you ready? Answer {"ready": true}.' }],
      tools: [],
      schema: replyFormat(readySchema),
      stepsLeft: 0,
    },
    { isThinking, replyTokensMax, signal, onWords: () => undefined },
  );
  return reply.ok ? decodeReply(model, reply.value, readySchema) : reply;
}

const shownSchema = z.object({ capabilities: z.array(z.string().max(64)).max(64).default([]) });

/** Templates and licences stand in the answer as well. */
const shownCharactersMax = 4_000_000;

async function capabilitiesOf({ url, model, fetch, signal }: ProbeWish): Promise<Result<readonly string[], Fault>> {
  try {
    const response = await fetch(`${url}/api/show`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ model }),
      redirect: 'error',
      signal,
    });
    const text = await boundedText(response);
    if (!response.ok) return err(refused(model, response.status, ''));
    const { data } = shownSchema.safeParse(JSON.parse(text));
    return data === undefined
      ? err(failed(model, 'what the server shows of it cannot be read'))
      : ok(data.capabilities);
  } catch (error) {
    if (signal.aborted) return err(givenUp(model, signal));
    if (error instanceof SyntaxError) return err(failed(model, 'what the server shows of it is no JSON'));
    return err(unreachable(model, error));
  }
}

async function boundedText(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true });
    if (text.length > shownCharactersMax) return '';
  }
  return text;
}
