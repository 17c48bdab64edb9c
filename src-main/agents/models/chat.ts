import { z } from 'zod';
import type { Fault } from '#shared/base/fault.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { Result } from '#shared/base/result.ts';

export interface ToolCall {
  readonly name: string;
  /** Whatever the model made up: the tool's schema has not seen it yet. */
  readonly arguments: JsonValue;
}

export type ChatTurn =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly tool: string; readonly content: string };

export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** JSON schema of its arguments. */
  readonly parameters: JsonValue;
}

/** One question to a model. Ollama holds every token to the schema, and then no tool can be called: a question has the one or the other. */
export interface ChatRequest {
  readonly turns: readonly ChatTurn[];
  readonly tools: readonly OfferedTool[];
  readonly schema: JsonValue | null;
  /** How often it may still look something up. */
  readonly stepsLeft: number;
}

/** A whole reply, as it came. */
export const chatReplySchema = z
  .object({
    content: z.string(),
    thinking: z.string(),
    toolCalls: z.array(z.object({ name: z.string(), arguments: z.json() }).readonly()).readonly(),
    /** By the server's own count. */
    tokens: z.object({ prompt: z.number().int().nonnegative(), reply: z.number().int().nonnegative() }).readonly(),
    /** It stopped since it had no tokens left, not since it had said all. */
    isCut: z.boolean(),
  })
  .readonly();

export type ChatReply = z.infer<typeof chatReplySchema>;

export interface Heard {
  readonly text: string;
  readonly isThinking: boolean;
}

export interface ChatTerms {
  /** Null where the model cannot. */
  readonly isThinking: boolean | null;
  readonly replyTokensMax: number;
  /** Its reason is a FaultError. Once it is aborted the connection is closed, whatever the server does. */
  readonly signal: AbortSignal;
  readonly onWords: (heard: Heard) => void;
}

/** Asks a model once. Never throws and ends with its signal. */
export type Chat = (request: ChatRequest, terms: ChatTerms) => Promise<Result<ChatReply, Fault>>;
