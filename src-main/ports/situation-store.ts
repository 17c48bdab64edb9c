import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketState } from './indicator-store.ts';

/** A signal or a trade, and the moment at which it stood in the market. */
export interface Situation {
  readonly kind: 'signal' | 'trade';
  /** The decision's id, or `positionId#ordinal`. */
  readonly key: string;
  readonly symbol: string;
  readonly timeframe: Timeframe;
  /** Of the decision, or of the opening. */
  readonly atUtcMs: UtcMs;
}

/** The situations of signals and trades: rows of the collections of that name. They follow from the ledger and from the states of the market. */
export interface SituationStore {
  /** `state` null: none is known of that time; the record is remembered, and not found by likeness until there is one. */
  readonly save: (situation: Situation, state: MarketState | null, stateVersion: number) => void;
  /** A record that is no more, as when a trade is made anew of its deals. */
  readonly remove: (situation: Pick<Situation, 'kind' | 'key'>) => void;
  /** Where there are any, or were: each symbol and timeframe once. */
  readonly markets: () => readonly Pick<Situation, 'symbol' | 'timeframe'>[];
  /** Those that may be otherwise when the states of a series change from a moment on, oldest first, behind a mark. */
  readonly at: (span: {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly fromUtcMs: UtcMs;
    readonly after: Pick<Situation, 'atUtcMs' | 'kind' | 'key'> | null;
    readonly limit: number;
  }) => readonly Situation[];
  /** As it was saved, or null. */
  readonly find: (kind: Situation['kind'], key: string) => (Situation & { readonly state: MarketState | null }) | null;
}
