import type { JsonValue } from '#shared/base/json-value.ts';

/** A model that the scripted server has. */
export interface ScriptedModel {
  readonly name: string;
  /** As `POST /api/show` says them. */
  readonly capabilities: readonly ('completion' | 'tools' | 'thinking')[];
  /** Whether it answers by `format`: real ones are known to drop it without a word while they think. */
  readonly keepsSchema: 'always' | 'withoutThinking' | 'never';
}

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
  readonly tool_calls?: readonly { readonly function: { readonly name: string; readonly arguments: JsonValue } }[];
}

/** One `POST /api/chat`, as it was asked. */
export interface ChatCall {
  readonly model: string;
  /** Of this model, from 1; the probe is not counted. */
  readonly call: number;
  /** The cockpit's first small question to a model, by which it learns whether a schema is kept. */
  readonly isProbe: boolean;
  readonly messages: readonly ChatMessage[];
  /** By name. */
  readonly tools: readonly string[];
  /** The JSON schema that the answer has to fit; null where none was given. */
  readonly format: JsonValue | null;
  readonly isThinking: boolean;
  /** Of the reply, at most. */
  readonly tokensMax: number | null;
}

export interface ToolCall {
  readonly name: string;
  readonly arguments: JsonValue;
}

/** What the server does with a call. */
export type ChatAct =
  | {
      readonly kind: 'reply';
      readonly content: string;
      readonly thinking?: string;
      readonly toolCalls?: readonly ToolCall[];
      /** Between two pieces of the stream. */
      readonly everyMs?: number;
      readonly doneReason?: 'stop' | 'length';
    }
  /** The stream is cut in the middle: no `done`, and the connection is closed in good order or torn. */
  | { readonly kind: 'truncated'; readonly content: string; readonly end: 'closed' | 'torn' }
  | { readonly kind: 'status'; readonly status: number; readonly body: string }
  /** Lines as they are, JSON or not. */
  | { readonly kind: 'lines'; readonly lines: readonly string[] }
  /** Says this much, and then nothing for ever. */
  | { readonly kind: 'hang'; readonly after: 'nothing' | 'headers' | 'words' }
  | { readonly kind: 'endless'; readonly of: 'thinking' | 'content' | 'line' }
  | { readonly kind: 'redirect'; readonly to: string }
  /** The connection is torn before any answer. */
  | { readonly kind: 'reset' };

export type ModelScript = (call: ChatCall) => ChatAct;

export const reply = (content: string): ChatAct => ({ kind: 'reply', content });

export const replyJson = (value: unknown): ChatAct => reply(JSON.stringify(value));
