import {
  agentRunSchema,
  agentRunSummarySchema,
  type AgentRun,
  type AgentRunSummary,
  type ReasoningStep,
} from '#shared/agent/agent-run.ts';
import { sampleStartUtcMs } from './manual-clock.ts';

/** A run of rules alone on the sample decision, which has ended; named members can be changed. */
export function sampleRunSummary(changes: Partial<Record<keyof AgentRunSummary, unknown>> = {}): AgentRunSummary {
  return agentRunSummarySchema.parse({
    runId: `entry:decision-1@${sampleStartUtcMs}`,
    kind: 'entry',
    scenario: 'B',
    symbol: 'XAUUSD',
    decisionId: 'decision-1',
    positionId: null,
    asOfUtcMs: sampleStartUtcMs,
    startedAtUtcMs: sampleStartUtcMs,
    durationMs: 12,
    deadlineMs: 60_000,
    state: 'ended',
    mode: 'rulesOnly',
    verdict: 'confirm',
    isGrounded: true,
    model: null,
    ...changes,
  });
}

/** The steps of a run that came into its setup and judged the filters. */
export const sampleSteps: readonly ReasoningStep[] = [
  { kind: 'phaseEntered', sequence: 1, atMs: 0, from: 'idle', phase: 'setup' },
  {
    kind: 'filtersJudged',
    sequence: 2,
    atMs: 1,
    filters: [{ filter: 'donchianBreak', value: 2000, threshold: 1998.5, passed: true }],
  },
];

export const sampleAgentRun = (changes: Partial<Record<keyof AgentRunSummary, unknown>> = {}): AgentRun =>
  agentRunSchema.parse({ summary: sampleRunSummary(changes), steps: sampleSteps });
