import { brokerClock } from '#shared/time/broker-clock.ts';
import type { SignalTerms } from '#main/ports/signal-terms.ts';

/** A ledger that knows of nothing, nobody to ask, and rules of few words that look at one bar; named members can be changed. */
export const sampleSignalTerms = (changes: Partial<SignalTerms> = {}): SignalTerms => ({
  signals: () => [],
  opinionOn: () => null,
  analyst: null,
  statementsOf: ({ filters }) => filters.map(({ filter }) => ({ text: `The rules look at ${filter}.`, citations: [] })),
  lookBackFromUtcMs: ({ barOpenTimeUtcMs }) => barOpenTimeUtcMs,
  brokerClock: brokerClock('ny+7'),
  quoteAgeMsMax: 60_000,
  ...changes,
});
