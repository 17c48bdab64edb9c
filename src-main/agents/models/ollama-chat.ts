import { FaultError, type Fault } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { BaseMessage } from '@langchain/core/messages';
import { orAborted } from '../or-aborted.ts';
import type { Chat, ChatReply, ChatRequest, ChatTerms } from './chat.ts';
import { guardFetch } from './guard-stream.ts';
import { cancelled, failed, givenUp, unreachable } from './model-fault.ts';

export interface OllamaChatWish {
  /** Without a user or a password. */
  readonly url: string;
  readonly model: string;
  readonly fetch: typeof fetch;
}

/**
 * Where Ollama is not told, it takes a few thousand tokens and drops the beginning of what is longer without a word, and that is where the rules stand.
 * One size for all questions: another one loads a local model anew.
 */
const contextTokens = 16_384;

/** Longer than from one bar of the intraday scenario to the next, so that a local model is not loaded anew for each. */
const keepAlive = '30m';

/** Thinking is paid with the same tokens as the reply. */
const thinkingShare = 3;

/** Generous: no tokenizer makes as many characters of its tokens. */
const charactersPerToken = 12;

/** Asks through ChatOllama, which is loaded by the first question. */
export function ollamaChat({ url, model, fetch }: OllamaChatWish): Chat {
  return async (request, terms) => {
    const { signal } = terms;
    // Ends whatever still stands of the connection, however the question ended: the client leaves a stream that it does not like open.
    const line = new AbortController();
    try {
      const linked = AbortSignal.any([signal, line.signal]);
      const asked = ask(request, { ...terms, signal: linked }, { url, model, fetch });
      return await orAborted(asked, signal, () => err(givenUp(model, signal)));
    } catch (error) {
      return err(signal.aborted ? givenUp(model, signal) : faultOf(model, error));
    } finally {
      line.abort(new FaultError(cancelled(model)));
    }
  };
}

async function ask(
  request: ChatRequest,
  { isThinking, replyTokensMax, signal, onWords }: ChatTerms,
  { url, model, fetch }: OllamaChatWish,
): Promise<Result<ChatReply, Fault>> {
  const [{ ChatOllama }, messages] = await Promise.all([import('@langchain/ollama'), messagesOf(request)]);
  const bounds = {
    contentCharactersMax: replyTokensMax * charactersPerToken,
    thinkingCharactersMax: replyTokensMax * charactersPerToken * thinkingShare,
  };
  const guarded = guardFetch({ fetch, model, bounds, signal, onWords });
  const chat = new ChatOllama({
    baseUrl: url,
    model,
    fetch: guarded.fetch,
    ...(isThinking !== null && { think: isThinking }),
    temperature: 0,
    seed: 7,
    numCtx: contextTokens,
    numPredict: replyTokensMax * (isThinking === true ? 1 + thinkingShare : 1),
    keepAlive,
  });
  // The time that it may take is its signal. LangChain's own `timeout` would be a second one, with a timer that outlives the answer.
  const asked = chat.withConfig({
    signal,
    ...(request.schema !== null && { format: request.schema as Record<string, JsonValue> }),
    ...(request.tools.length > 0 && { tools: request.tools.map(toolOf) }),
  });
  // What comes is read on its way through the guard; here it is only drained.
  await (await asked.stream(messages)).pipeTo(new WritableStream());
  return ok(guarded.reply());
}

const toolOf = ({ name, description, parameters }: ChatRequest['tools'][number]) => ({
  type: 'function' as const,
  function: { name, description, parameters: parameters as Record<string, JsonValue> },
});

async function messagesOf({ turns }: ChatRequest): Promise<BaseMessage[]> {
  const { AIMessage, HumanMessage, SystemMessage, ToolMessage } = await import('@langchain/core/messages');
  return turns.map((turn, i) => {
    switch (turn.role) {
      case 'system':
        return new SystemMessage(turn.content);
      case 'user':
        return new HumanMessage(turn.content);
      case 'assistant':
        return new AIMessage({
          content: turn.content,
          tool_calls: turn.toolCalls.map((call, n) => ({
            id: `${i}-${n}`,
            name: call.name,
            args: call.arguments as Record<string, JsonValue>,
          })),
        });
      case 'tool':
        return new ToolMessage({ content: turn.content, name: turn.tool, tool_call_id: `${i}` });
    }
  });
}

/** A fault of ours goes through the library as the error that carries it, or as that error's cause. */
function faultOf(model: string, error: unknown): Fault {
  for (let it = error; it instanceof Error; it = it.cause) if (it instanceof FaultError) return it.fault;
  // The connection was lost in the middle of the reply.
  if (error instanceof TypeError && error.cause instanceof Error) return unreachable(model, error);
  return failed(model, error instanceof Error ? error.message : String(error));
}
