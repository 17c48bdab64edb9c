import type { Statement } from '#shared/agent/evidence.ts';
import type { Opinion } from '#shared/agent/opinion.ts';
import type { RiskVerdict, SignalAnswer, SignalWish } from '#shared/contract/signal.ts';
import type { StoredSignal } from '#main/ports/signal-storage.ts';
import type { ReadSignal } from './read-signal.ts';

/** What was thought of a decision, null where nobody was asked, and what became of it, null where it asked for nothing. */
export interface SignalFollowUp {
  readonly opinion: Opinion | null;
  readonly stored: Pick<StoredSignal, 'denial' | 'approval'> | null;
  /** What the rules say of it. */
  readonly statements: readonly Statement[];
}

/** A decision as the signal service tells it. */
export function signalAnswer(
  { scenario, symbol }: SignalWish,
  { decision, dataQuality }: ReadSignal,
  { opinion, stored, statements }: SignalFollowUp,
): SignalAnswer {
  const { decisionId, asOfUtcMs, validUntilUtcMs, signal, filters } = decision;
  return {
    ...{ scenario, symbol, decisionId, asOf: asOfUtcMs, validUntil: validUntilUtcMs },
    mode: opinion?.mode ?? 'rulesOnly',
    dataQuality,
    ruleVerdict: { passes: signal.kind === 'enter', signal, filters },
    modelVerdict: opinion === null ? null : modelVerdictIn(opinion),
    riskVerdict: riskVerdictIn(stored),
    features: Object.fromEntries(filters.map(({ filter, value }) => [filter, value])),
    reasons: opinion?.reasons ?? statements,
  };
}

function modelVerdictIn({ runId, verdict, rank, isGrounded, verdicts }: Opinion): SignalAnswer['modelVerdict'] {
  const models = [...new Set(verdicts.map(({ model }) => model).filter((model) => model !== null))];
  return { runId, verdict, rank, isGrounded, models, verdicts };
}

const notAsked: RiskVerdict = {
  ...{ verdict: 'notAsked', fault: null, approvalId: null },
  ...{ volume: null, riskMoney: null, outcome: null },
};

function riskVerdictIn(stored: SignalFollowUp['stored']): RiskVerdict {
  if (stored?.approval) {
    const { ticket, ended } = stored.approval;
    const { approvalId, parameters } = ticket;
    const { volume, riskMoney } = parameters;
    return { verdict: 'approved', fault: null, approvalId, volume, riskMoney, outcome: ended?.outcome ?? null };
  }
  return stored?.denial ? { ...notAsked, verdict: 'denied', fault: stored.denial } : notAsked;
}
