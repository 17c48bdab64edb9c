import { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { Embedder } from '#main/ports/embedder.ts';
import type { Timers } from '#main/ports/timers.ts';

export interface OllamaWish {
  /** Of the server, without a path: `http://127.0.0.1:11434`. */
  readonly url: string;
  readonly model: string;
  readonly timers: Timers;
  readonly timeoutMs?: DurationMs;
}

/** A model that is loaded first takes its time. */
const defaultTimeoutMs = secondsToMs(60);

/** A server that says more is no Ollama. A component takes some twenty characters, a vector a few thousand components. */
const replyCharactersMax = 16_000_000;

const dimensionsMax = 8192;

const replySchema = z.object({ embeddings: z.array(z.array(z.number()).min(1).max(dimensionsMax)) });

/** What Ollama says of an error. */
const errorSchema = z.object({ error: z.string() });

/**
 * Words to numbers by an embedding model of Ollama (`POST /api/embed`, https://docs.ollama.com/api/embed). EMBEDDER_UNREACHABLE where it does not
 * answer, has no such model or is busy: that is tried again; EMBEDDING_INVALID where its answer cannot be the embedding of these texts.
 */
export function ollamaEmbedder({ url, model, timers, timeoutMs = defaultTimeoutMs }: OllamaWish): Embedder {
  const method = `ollama:${model}`;
  const address = new URL('/api/embed', url);
  let dimensions: number | null = null;
  return {
    method,
    embed: async (texts) => {
      if (texts.length === 0) return ok([]);
      const reply = await ask(address, { model, input: texts }, { timers, timeoutMs });
      if (!reply.ok) return reply;
      const vectors = vectorsIn(reply.value, { count: texts.length, dimensions });
      if (vectors === null) return err(invalid(method, 'its answer is not one vector for each text'));
      dimensions = vectors[0]?.length ?? null;
      return ok(vectors);
    },
  };
}

async function ask(
  address: URL,
  question: object,
  { timers, timeoutMs }: { readonly timers: Timers; readonly timeoutMs: DurationMs },
): Promise<Result<unknown, Fault>> {
  const abort = new AbortController();
  const timeout = timers.after(timeoutMs, () => abort.abort(new Error(`no answer within ${timeoutMs} ms`)));
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
      redirect: 'error',
      signal: abort.signal,
    });
    const text = await readBounded(response);
    if (text === null) return err(invalid(address.host, 'its answer is too long'));
    if (!response.ok) return err(refusal(address, response.status, text));
    return ok(parsed(text));
  } catch (error) {
    return err(unreachable(address, reasonOf(error)));
  } finally {
    timeout[Symbol.dispose]();
  }
}

/** Null where it is longer than an answer can be. */
async function readBounded(response: Response): Promise<string | null> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > replyCharactersMax) return null;
  }
  return text + decoder.decode();
}

/** Undefined where it is no JSON, which is no embedding either. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Of length 1, or null where they are not as many, as long or as finite as they must be. */
function vectorsIn(
  reply: unknown,
  expected: { readonly count: number; readonly dimensions: number | null },
): readonly Float32Array[] | null {
  const { data } = replySchema.safeParse(reply);
  if (data?.embeddings.length !== expected.count) return null;
  const length = expected.dimensions ?? data.embeddings[0]?.length;
  const vectors = data.embeddings.map(ofLengthOne);
  return vectors.every((vector) => vector !== null && vector.length === length) ? (vectors as Float32Array[]) : null;
}

function ofLengthOne(components: readonly number[]): Float32Array | null {
  const length = Math.hypot(...components);
  return Number.isFinite(length) && length > 0 ? Float32Array.from(components, (it) => it / length) : null;
}

/** 400 is about the texts; everything else (no such model, no memory, restarting) may be over later. */
function refusal(address: URL, status: number, text: string): Fault {
  const said = errorSchema.safeParse(parsed(text)).data?.error ?? '';
  const reason = `HTTP ${status}${said === '' ? '' : `: ${said.slice(0, 200)}`}`;
  return status === 400 || said.includes('unsupported value: NaN')
    ? invalid(address.host, reason)
    : unreachable(address, reason);
}

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
};

const unreachable = ({ origin }: URL, reason: string): Fault =>
  fault(
    'EMBEDDER_UNREACHABLE',
    `Ollama at ${origin} embeds no texts (${reason}). Texts are found by the program's own method meanwhile, so marked. ` +
      'Start Ollama there and pull the model; nothing else has to be done.',
    { url: origin, reason },
  );

const invalid = (who: string, reason: string): Fault =>
  fault('EMBEDDING_INVALID', `What ${who} made of a text is no embedding (${reason}). It is not used.`, {
    embedder: who,
    reason,
  });
