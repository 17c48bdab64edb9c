import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Question } from '#main/ports/analyst.ts';
import { tradeKey } from './graphs/trade-evidence.ts';

const runIdLengthMax = 240;

/** What is known of a run before anybody has thought. */
export function summaryAtStart(
  question: Question,
  { startedAtUtcMs, deadlineMs }: { readonly startedAtUtcMs: UtcMs; readonly deadlineMs: number },
): AgentRunSummary {
  const { kind, scenario, symbol, asOfUtcMs } = question;
  return {
    runId: runIdOf(question, startedAtUtcMs),
    ...{ kind, scenario, symbol, asOfUtcMs, startedAtUtcMs, deadlineMs },
    decisionId: 'decision' in question ? (question.decision?.decisionId ?? null) : null,
    positionId: positionOf(question),
    state: 'running',
    ...{ durationMs: null, mode: null, verdict: null, isGrounded: null, model: null },
  };
}

/** The same question asked again, in a market played anew, is another run. */
function runIdOf(question: Question, startedAtUtcMs: UtcMs): string {
  if (question.kind === 'entry' && question.aside !== undefined) return question.aside.runId;
  return `${question.kind}:${subjectOf(question)}`.slice(0, runIdLengthMax - 16) + `@${startedAtUtcMs}`;
}

function subjectOf(question: Question): string {
  switch (question.kind) {
    case 'entry':
      return question.decision.decisionId;
    case 'manage':
      return question.position.positionId;
    case 'reflection':
      return tradeKey(question.trade);
    case 'governance':
      return question.governance.active;
  }
}

function positionOf(question: Question): AgentRunSummary['positionId'] {
  if (question.kind === 'manage') return question.position.positionId;
  return question.kind === 'reflection' ? question.trade.positionId : null;
}
