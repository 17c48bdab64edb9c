import type { z } from 'zod';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { AgentName } from '#shared/agent/opinion.ts';
import type { PromptName } from '#shared/agent/agent-run.ts';
import type { AgentTool, Reading } from './agent-tool.ts';
import type { RunLog } from './run-log.ts';

/** A prompt of `prompts/`, with what it was filled in with. */
export interface FilledPrompt {
  readonly name: PromptName;
  readonly system: string;
  readonly user: string;
}

export interface ModelWish<T> {
  readonly agent: AgentName;
  readonly prompt: FilledPrompt;
  /** What the answer has to be; it is validated after decoding whatever the server promised. */
  readonly schema: z.ZodType<T>;
  readonly tools: readonly AgentTool[];
  readonly run: RunLog;
}

export interface ModelSaid<T> {
  readonly value: T;
  readonly model: string;
  readonly latencyMs: number;
  readonly tokens: { readonly prompt: number; readonly reply: number };
  /** What the tools read that it called. */
  readonly readings: readonly Reading[];
}

/**
 * Models, one rung after the other, each with the time left divided by the rungs left. Never throws and never hangs: where no rung answers so that it
 * can be taken, the fault of the last one comes back and rules decide. Whatever happens is told to the run.
 */
export interface ModelLadder {
  readonly ask: <T>(wish: ModelWish<T>) => Promise<Result<ModelSaid<T>, Fault>>;
  /** False where there is no rung that might answer now: rules decide at once. */
  readonly isAsking: () => boolean;
}
