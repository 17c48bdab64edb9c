import type { PriceCorrection } from './market/corrected-source.ts';
import type { HoleCut } from './market/hole-book.ts';
import type { HistoryDeed } from './session/history-deed.ts';
import type { HistoryChance } from './session/history-plan.ts';

/** What may be made to go wrong with what the terminal tells of the market and of the past. */
export interface MarketFaults {
  /** What becomes of the first requests for history, in turn. */
  readonly historyScript: readonly HistoryDeed[];
  /** What becomes of the others by chance. */
  readonly historyChances: readonly HistoryChance[];
  readonly seed: number;
  /** How long after the first trading session the history service connects; null: never by itself. */
  readonly historyStartsAfterMs: number | null;
  readonly holes: readonly HoleCut[];
  readonly corrections: readonly PriceCorrection[];
  /** The market goes on for so long, unheard, each time that the cockpit goes away. */
  readonly whileAwayMs: number;
  /** How lists of the account are told; `newestFirst` turns the order of deals round. */
  readonly lists: 'told' | 'twice' | 'newestFirst';
}

export const noMarketFaults: MarketFaults = {
  historyScript: [],
  historyChances: [],
  seed: 1,
  historyStartsAfterMs: 0,
  holes: [],
  corrections: [],
  whileAwayMs: 0,
  lists: 'told',
};
