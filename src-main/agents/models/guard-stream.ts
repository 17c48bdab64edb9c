import { z } from 'zod';
import { FaultError, type Fault } from '#shared/base/fault.ts';
import type { ChatReply, Heard } from './chat.ts';
import { failed, invalidReply, refused, tooLong, unreachable } from './model-fault.ts';

export interface StreamBounds {
  readonly contentCharactersMax: number;
  readonly thinkingCharactersMax: number;
}

export interface GuardedWish {
  readonly fetch: typeof fetch;
  readonly model: string;
  readonly bounds: StreamBounds;
  readonly signal: AbortSignal;
  readonly onWords: (heard: Heard) => void;
}

export interface GuardedFetch {
  readonly fetch: typeof fetch;
  /** What has come so far. */
  readonly reply: () => ChatReply;
}

/**
 * The only way of a client to the server: each line of the stream is parsed here, at the edge, bounded while it comes, and refused with a stable code. The
 * client library closes no connection of its own accord, logs to the console what it cannot read, and joins tool calls that were apart.
 */
export function guardFetch({ fetch, model, bounds, signal, onWords }: GuardedWish): GuardedFetch {
  const heard = new Hearing(model, bounds, onWords);
  return {
    reply: () => heard.reply(),
    fetch: async (input, init) => {
      const response = await connect(fetch, model, { input, init: { ...init, signal } });
      if (!response.ok || response.body === null) throw new FaultError(await refusalOf(response, model));
      const decoder = new TextDecoder();
      const guard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform: (bytes, controller) => {
          heard.take(decoder.decode(bytes, { stream: true }));
          controller.enqueue(bytes);
        },
        flush: () => heard.end(),
      });
      return new Response(response.body.pipeThrough(guard), { headers: response.headers });
    },
  };
}

async function connect(
  fetch: GuardedWish['fetch'],
  model: string,
  { input, init }: { readonly input: Parameters<typeof fetch>[0]; readonly init: RequestInit },
): Promise<Response> {
  try {
    const headers = new Headers(init.headers);
    // A question a connection: none is left over, and none is taken that the server has just closed.
    headers.set('connection', 'close');
    return await fetch(input, { ...init, headers, redirect: 'error' });
  } catch (error) {
    throw new FaultError(unreachable(model, error), { cause: error });
  }
}

const lineSchema = z.union([
  z.object({ error: z.string() }),
  z.object({
    message: z
      .object({
        content: z.string().default(''),
        thinking: z.string().default(''),
        tool_calls: z
          .array(z.object({ function: z.object({ name: z.string(), arguments: z.json().default({}) }) }))
          .nullish(),
      })
      .prefault({}),
    done: z.boolean().default(false),
    done_reason: z.string().optional(),
    prompt_eval_count: z.number().int().nonnegative().default(0),
    eval_count: z.number().int().nonnegative().default(0),
  }),
]);

/** What a server says of an error is cut at this many characters, and heard no further. */
const refusalCharactersMax = 2_000;

const refusalSchema = z.object({ error: z.string() });

async function refusalOf(response: Response, model: string): Promise<Fault> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true });
    if (text.length > refusalCharactersMax) break;
  }
  return refused(model, response.status, refusalSchema.safeParse(parsed(text)).data?.error ?? '');
}

/** No line of a stream of tokens is as long. */
const lineCharactersMax = 250_000;

const toolCallsMax = 64;

/** Lines of one stream on their way to a reply. Its faults are thrown: a stream knows no other way out. */
class Hearing {
  readonly #model: string;
  readonly #bounds: StreamBounds;
  readonly #onWords: (heard: Heard) => void;
  #line = '';
  #content = '';
  #thinking = '';
  #toolCalls: ChatReply['toolCalls'] = [];
  #tokens: ChatReply['tokens'] = { prompt: 0, reply: 0 };
  #isDone = false;
  #isCut = false;

  constructor(model: string, bounds: StreamBounds, onWords: (heard: Heard) => void) {
    this.#model = model;
    this.#bounds = bounds;
    this.#onWords = onWords;
  }

  take(text: string): void {
    const [rest = '', ...lines] = text.split('\n');
    this.#line += rest;
    for (const line of lines) {
      this.#takeLine();
      this.#line = line;
    }
    if (this.#line.length > lineCharactersMax) throw this.#tooLong('one line of the stream has no end');
  }

  /** The stream is over. */
  end(): void {
    this.#takeLine();
    if (!this.#isDone) throw this.#invalid('the stream ended before the reply did');
  }

  reply(): ChatReply {
    return {
      content: this.#content,
      thinking: this.#thinking,
      toolCalls: this.#toolCalls,
      tokens: this.#tokens,
      isCut: this.#isCut,
    };
  }

  #takeLine(): void {
    const text = this.#line.trim();
    this.#line = '';
    if (text === '') return;
    const { data: line } = lineSchema.safeParse(parsed(text));
    if (line === undefined) throw this.#invalid('a line of the stream is none of a chat');
    if ('error' in line) throw new FaultError(failed(this.#model, line.error));
    const { content, thinking, tool_calls: calls } = line.message;
    this.#say(content, { isThinking: false });
    this.#say(thinking, { isThinking: true });
    this.#call((calls ?? []).map((call) => call.function));
    if (!line.done) return;
    this.#isDone = true;
    this.#isCut = line.done_reason === 'length';
    this.#tokens = { prompt: line.prompt_eval_count, reply: line.eval_count };
  }

  #say(text: string, { isThinking }: { readonly isThinking: boolean }): void {
    if (text === '') return;
    if (isThinking) this.#thinking += text;
    else this.#content += text;
    if (this.#thinking.length > this.#bounds.thinkingCharactersMax) throw this.#tooLong('it thinks without end');
    if (this.#content.length > this.#bounds.contentCharactersMax) throw this.#tooLong('it talks without end');
    this.#onWords({ text, isThinking });
  }

  #call(calls: ChatReply['toolCalls']): void {
    if (calls.length === 0) return;
    this.#toolCalls = [...this.#toolCalls, ...calls];
    const isTooLong = JSON.stringify(this.#toolCalls).length > this.#bounds.contentCharactersMax;
    if (isTooLong || this.#toolCalls.length > toolCallsMax) throw this.#tooLong('it calls tools without end');
  }

  #tooLong(reason: string): FaultError {
    return new FaultError(tooLong(this.#model, reason));
  }

  #invalid(reason: string): FaultError {
    return new FaultError(invalidReply(this.#model, reason));
  }
}

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
