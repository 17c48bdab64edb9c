import type { z } from 'zod';
import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { SimilarOutcomes } from '#shared/agent/opinion.ts';
import type { RecordId } from '#shared/trading/record-id.ts';

/** What was read: values that can be cited, and, of memory, what became of situations like this and which lessons were shown. */
export interface Reading {
  readonly evidence: readonly Evidence[];
  readonly similar: SimilarOutcomes | null;
  readonly lessons: readonly RecordId[];
}

/**
 * A way for agents to look something up: typed, read-only, and as of the run's moment. Its schema says what may be asked; whatever else a model sends is
 * TOOL_ARGUMENTS_INVALID and told to it. `read` never throws.
 */
export interface AgentTool<Arguments = unknown> {
  readonly name: string;
  /** In English, for the model. */
  readonly description: string;
  readonly schema: z.ZodType<Arguments>;
  readonly read: (wish: Arguments) => Promise<Result<Reading, Fault>>;
}
