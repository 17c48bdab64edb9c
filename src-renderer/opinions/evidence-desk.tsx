import type { Evidence } from '#shared/agent/evidence.ts';
import { assertDefined } from '#shared/base/assert.ts';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

/** What was shown to the agents of one run, and which of it lies open. */
export interface EvidenceDesk {
  readonly symbol: string;
  readonly evidence: readonly Evidence[];
  readonly find: (evidenceId: string) => Evidence | undefined;
  readonly open: string | null;
  readonly show: (evidenceId: string | null) => void;
}

const DeskContext = createContext<EvidenceDesk | null>(null);

export const useEvidenceDesk = (): EvidenceDesk => assertDefined(useContext(DeskContext), 'evidence lies on a desk');

/** Lays out the evidence of what is shown inside; a number that is pressed there opens its record in the place that `OpenEvidence` has. */
export function EvidenceOf({
  symbol,
  evidence,
  children,
}: {
  readonly symbol: string;
  readonly evidence: readonly Evidence[];
  readonly children: ReactNode;
}): ReactNode {
  const [open, show] = useState<string | null>(null);
  const desk = useMemo(() => {
    const byId = new Map(evidence.map((one) => [one.evidenceId, one]));
    return { symbol, evidence, find: (evidenceId: string) => byId.get(evidenceId), open, show };
  }, [symbol, evidence, open]);
  return <DeskContext value={desk}>{children}</DeskContext>;
}
