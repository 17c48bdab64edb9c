import type { AgentRunSummary, RunKind } from '#shared/agent/agent-run.ts';
import type { Verdict } from '#shared/agent/opinion.ts';
import type { Scenario } from '#shared/trading/scenario.ts';

/** Which runs are looked at; null is all of them. */
export interface RunWish {
  readonly scenario: Scenario | null;
  readonly symbol: string | null;
  readonly kind: RunKind | null;
  readonly verdict: Verdict | null;
}

export const allRuns: RunWish = { scenario: null, symbol: null, kind: null, verdict: null };

export const isWished = (run: AgentRunSummary, { scenario, symbol, kind, verdict }: RunWish): boolean =>
  (scenario === null || run.scenario === scenario) &&
  (symbol === null || run.symbol === symbol) &&
  (kind === null || run.kind === kind) &&
  (verdict === null || run.verdict === verdict);

/** A list never grows beyond it. */
export const listedMax = 500;

/** Runs as told and as fetched, each once, as told where both know it; newest first. */
export function joinRuns(
  told: readonly AgentRunSummary[],
  older: readonly AgentRunSummary[],
): readonly AgentRunSummary[] {
  const byId = new Map([...older, ...told].map((run) => [run.runId, run]));
  return [...byId.values()]
    .toSorted((a, b) => b.startedAtUtcMs - a.startedAtUtcMs || (a.runId < b.runId ? 1 : -1))
    .slice(0, listedMax);
}
