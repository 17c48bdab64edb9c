import { brokerClock } from '#shared/time/broker-clock.ts';
import { ruleStatements } from '#main/agents/grounding/rule-statements.ts';
import type { Analyst } from '#main/ports/analyst.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';
import { lookBackFrom } from './look-back-from.ts';
import type { Stores } from './open-stores.ts';
import type { Settings } from './settings.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

/** What the signal service goes by, on real stores. */
export function signalTerms({
  stores: { ledger, market },
  settings,
  analyst,
}: {
  readonly stores: Stores;
  readonly settings: Settings;
  readonly analyst: Analyst | null;
}): SignalTerms {
  const { agents, limits } = settings;
  return {
    signals: ledger.signals.signals,
    opinionOn: ledger.records.opinionOn,
    analyst,
    statementsOf: (decision) => ruleStatements(decision, agents.language).statements,
    lookBackFromUtcMs: lookBackFrom(market.bars, settings),
    brokerClock: brokerClock(terminalProfileOf(settings).clockRule),
    quoteAgeMsMax: limits.quoteAgeMsMax,
  };
}
