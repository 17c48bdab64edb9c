import type { AgentName } from '#shared/agent/opinion.ts';
import type { ReasoningStepBody } from '#shared/agent/agent-run.ts';
import type { ModelExchange } from '#main/ports/agent-runs.ts';

/** What one run tells of itself while it goes on, and how long it may. */
export interface RunLog {
  readonly runId: string;
  readonly step: (body: ReasoningStepBody) => void;
  /** A model's words as they stream: shown, and kept only as part of the exchange. */
  readonly words: (words: {
    readonly agent: AgentName;
    readonly model: string;
    readonly text: string;
    readonly isThinking: boolean;
  }) => void;
  readonly exchange: (exchange: Omit<ModelExchange, 'sequence'>) => void;
  /** Until the run's deadline, on the desk's steady clock; 0 once it has passed. */
  readonly remainingMs: () => number;
  /** Aborted at the deadline, and when the engine ends. */
  readonly signal: AbortSignal;
}
