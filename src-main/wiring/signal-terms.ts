import { ruleStatements } from '#main/agents/grounding/rule-statements.ts';
import type { Analyst } from '#main/ports/analyst.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';
import type { Stores } from './open-stores.ts';
import type { Settings } from './settings.ts';

/** What the signal service goes by, on real stores. */
export function signalTerms({
  stores: { ledger },
  settings: { agents, limits },
  analyst,
}: {
  readonly stores: Stores;
  readonly settings: Settings;
  readonly analyst: Analyst | null;
}): SignalTerms {
  return {
    signals: ledger.signals.signals,
    opinionOn: ledger.records.opinionOn,
    analyst,
    statementsOf: (decision) => ruleStatements(decision, agents.language).statements,
    quoteAgeMsMax: limits.quoteAgeMsMax,
  };
}
