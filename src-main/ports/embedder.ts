import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';

/** Turns words into numbers. `method` names it, and partitions what it made: `local-1` or `ollama:MODEL`. Vectors have length 1. */
export interface Embedder {
  readonly method: string;
  /** One vector a text, in their order. EMBEDDER_UNREACHABLE, EMBEDDING_INVALID. */
  readonly embed: (texts: readonly string[]) => Promise<Result<readonly Float32Array[], Fault>>;
}
