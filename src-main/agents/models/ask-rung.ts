import type { z } from 'zod';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { AgentTool, Reading } from '../agent-tool.ts';
import type { ModelSaid, ModelWish } from '../model-ladder.ts';
import { orAborted } from '../or-aborted.ts';
import { evidenceLines } from '../prompts/create-prompts.ts';
import { wordsFromOutside } from '../words-from-outside.ts';
import type { Chat, ChatReply, ChatRequest, ChatTurn, ToolCall } from './chat.ts';
import { decodeReply } from './decode-reply.ts';
import { givenUp, tooManySteps } from './model-fault.ts';
import { replyFormat } from './reply-format.ts';
import type { ModelAbility } from './probe-model.ts';

export interface RungParts {
  readonly model: string;
  /** From 0. */
  readonly rung: number;
  readonly chat: Chat;
  readonly ability: ModelAbility;
  readonly stepsMax: number;
  readonly replyTokensMax: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly monotonicClock: MonotonicClock;
  /** SHA-256 over the canonical bytes of a request. */
  readonly hashRequest: (request: JsonValue) => string;
}

/**
 * Asks one model until it answers: it may look things up first, `stepsMax` times, and is told what came of it; then it is held to the schema. Every
 * question and every reply is told to the run. Never throws, and ends with the signal.
 */
export async function askRung<T>(wish: ModelWish<T>, parts: RungParts): Promise<Result<ModelSaid<T>, Fault>> {
  const { model, stepsMax, ability, signal } = parts;
  const { prompt, schema } = wish;
  const tools = ability.hasTools ? wish.tools : [];
  const format = replyFormat(schema);
  const turns: ChatTurn[] = [
    { role: 'system', content: prompt.system },
    { role: 'user', content: prompt.user },
  ];
  const readings: Reading[] = [];
  let sum = { latencyMs: 0, prompt: 0, reply: 0 };
  let called = 0;
  let mayLookUp = tools.length > 0;
  for (;;) {
    const request: ChatRequest = {
      turns: [...turns],
      tools: mayLookUp ? tools.map(offered) : [],
      schema: mayLookUp ? null : format,
      stepsLeft: Math.max(0, stepsMax - called),
    };
    const exchanged = await exchange(request, wish, parts);
    if (!exchanged.ok) return exchanged;
    const { reply, latencyMs } = exchanged.value;
    sum = {
      latencyMs: sum.latencyMs + latencyMs,
      prompt: sum.prompt + reply.tokens.prompt,
      reply: sum.reply + reply.tokens.reply,
    };
    const isCalling = reply.toolCalls.length > 0;
    if (!mayLookUp || !isCalling) {
      const decoded = decodeReply(model, reply, schema);
      if (decoded.ok) {
        const { latencyMs: ms, ...tokens } = sum;
        return ok({ value: decoded.value, model, latencyMs: ms, tokens, readings });
      }
      if (!mayLookUp) return isCalling && called > 0 ? err(tooManySteps(model, stepsMax)) : decoded;
      mayLookUp = false;
      turns.push(
        { role: 'assistant', content: reply.content, toolCalls: [] },
        { role: 'user', content: askedToAnswer },
      );
      continue;
    }
    turns.push({ role: 'assistant', content: reply.content, toolCalls: reply.toolCalls });
    for (const call of reply.toolCalls) {
      const looked = called < stepsMax ? await lookUp(call, tools, { wish, signal, parts }) : noMoreSteps;
      called++;
      if (looked.reading !== null) readings.push(looked.reading);
      turns.push({ role: 'tool', tool: call.name.slice(0, 64), content: looked.words });
    }
    if (signal.aborted) return err(givenUp(model, signal));
    mayLookUp = called < stepsMax;
    if (!mayLookUp) turns.push({ role: 'user', content: askedToAnswer });
  }
}

const askedToAnswer = 'Answer now, by the given shape, with what you have.';

const offered = ({ name, description, schema }: AgentTool): ChatRequest['tools'][number] => ({
  name,
  description,
  parameters: replyFormat(schema),
});

/** As it is kept: the messages, the tools' names and the schema. Which model was asked, and how it thinks, is not part of the question. */
export const recordedRequest = ({ tools, ...request }: ChatRequest): JsonValue =>
  ({ ...request, tools: tools.map(({ name }) => name) }) as unknown as JsonValue;

async function exchange<T>(
  request: ChatRequest,
  { agent, prompt, run }: ModelWish<T>,
  parts: RungParts,
): Promise<Result<{ readonly reply: ChatReply; readonly latencyMs: number }, Fault>> {
  const { model, rung, ability, replyTokensMax, timeoutMs, signal, monotonicClock } = parts;
  const asked = { agent, model, rung };
  const recorded = recordedRequest(request);
  run.step({ kind: 'modelAsked', ...asked, prompt: prompt.name, timeoutMs });
  const startedMs = monotonicClock.nowMs();
  const said = await parts.chat(request, {
    isThinking: ability.isThinking,
    replyTokensMax,
    signal,
    onWords: ({ text, isThinking }) => run.words({ agent, model, text, isThinking }),
  });
  const latencyMs = monotonicClock.nowMs() - startedMs;
  run.exchange({
    ...asked,
    prompt: prompt.name,
    request: recorded,
    requestHash: parts.hashRequest(recorded),
    reply: said.ok ? said.value : null,
    fault: said.ok ? null : said.error,
    latencyMs,
  });
  if (!said.ok) return said;
  const reply = said.value;
  const words = reply.toolCalls.length > 0 ? JSON.stringify(reply.toolCalls) : reply.content;
  run.step({ kind: 'modelAnswered', ...asked, latencyMs, tokens: reply.tokens, reply: words.slice(0, 16_384) });
  return ok({ reply, latencyMs });
}

interface Looked {
  /** For the model. */
  readonly words: string;
  readonly reading: Reading | null;
}

const noMoreSteps: Looked = { words: 'TOOL_FAILED: no look-ups are left.', reading: null };

async function lookUp<T>(
  call: ToolCall,
  tools: readonly AgentTool[],
  { wish, signal, parts }: { readonly wish: ModelWish<T>; readonly signal: AbortSignal; readonly parts: RungParts },
): Promise<Looked> {
  const { monotonicClock, model } = parts;
  const startedMs = monotonicClock.nowMs();
  const read = await orAborted(readBy(call, tools), signal, () => err(givenUp(model, signal)));
  wish.run.step({
    kind: 'toolCalled',
    agent: wish.agent,
    tool: call.name.slice(0, 64),
    arguments: call.arguments as z.infer<ReturnType<typeof z.json>>,
    evidence: read.ok ? read.value.evidence : [],
    durationMs: monotonicClock.nowMs() - startedMs,
    fault: read.ok ? null : read.error,
  });
  const text = read.ok ? evidenceLines(read.value.evidence) : `${read.error.code}: ${read.error.message}`;
  return {
    words: wordsFromOutside({ what: read.ok ? 'what was looked up' : 'why it was not looked up', text }),
    reading: read.ok ? read.value : null,
  };
}

/** What a model asks for is judged by the tool's own schema, like everything from outside. */
async function readBy(call: ToolCall, tools: readonly AgentTool[]): Promise<Result<Reading, Fault>> {
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) {
    const names = tools.map(({ name }) => name).join(', ');
    return err(fault('TOOL_FAILED', `There is no such tool. There are: ${names}.`, { tool: call.name.slice(0, 64) }));
  }
  const { success, data, error } = tool.schema.safeParse(call.arguments);
  if (success) return tool.read(data);
  const [issue] = error.issues;
  const reason = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim().slice(0, 200);
  return err(
    fault('TOOL_ARGUMENTS_INVALID', `${tool.name} cannot be asked so: ${reason}.`, { tool: tool.name, reason }),
  );
}
