import type { Statement } from '#shared/agent/evidence.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { SignalDecision } from '#shared/trading/signal.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Analyst } from './analyst.ts';
import type { LedgerRecords } from './ledger-records.ts';
import type { SignalStorage } from './signal-storage.ts';

/** What the signal service goes by, beside what everybody may look at. */
export interface SignalTerms extends Pick<SignalStorage, 'signals'>, Pick<LedgerRecords, 'opinionOn'> {
  /** Null where nobody is to be asked: rules answer alone. */
  readonly analyst: Pick<Analyst, 'ask'> | null;
  /** What the rules say of a decision, in the trader's language. */
  readonly statementsOf: (decision: SignalDecision) => readonly Statement[];
  /** When the oldest bar opened that the rules of a decision looked back to, as bars are stored now. */
  readonly lookBackFromUtcMs: (decision: SignalDecision) => UtcMs;
  /** Of the terminal, by whose clock it tells the hours of its symbols. */
  readonly brokerClock: BrokerClock;
  /** Of market time; risk denies an entry on an older quote. */
  readonly quoteAgeMsMax: number;
}
