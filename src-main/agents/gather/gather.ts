import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { AgentSources } from '../agent-sources.ts';
import type { Reading } from '../agent-tool.ts';

/** Reads something of the question's moment, and writes nothing. */
export type Gather = (
  question: Question,
  sources: AgentSources,
  signal: AbortSignal,
) => Promise<Result<Reading, Fault>>;
