import type { Evidence, Statement } from '#shared/agent/evidence.ts';

/** As many as an opinion keeps. */
const evidenceMax = 96;

/** What statements cite, each once, in the order in which it is first cited: it is kept with the words, so that each number opens its record. */
export function citedEvidence(statements: readonly Statement[], evidence: readonly Evidence[]): readonly Evidence[] {
  const shown = new Map(evidence.map((one) => [one.evidenceId, one]));
  const cited = new Set(statements.flatMap(({ citations }) => citations.map(({ evidenceId }) => evidenceId)));
  return [...cited].flatMap((evidenceId) => shown.get(evidenceId) ?? []).slice(0, evidenceMax);
}
