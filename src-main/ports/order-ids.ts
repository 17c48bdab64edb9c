import type { ClientOrderId } from '#shared/trading/ids.ts';

/**
 * Ids of our orders. The high-water mark of a whole block is committed before its first id is given out, so that no id is ever given
 * out twice, whatever crashes.
 */
export interface OrderIds {
  readonly installationTag: number;
  readonly next: () => ClientOrderId;
  /**
   * To be told, before any order, the highest of our ids that the terminal's journal knows. Where it bears our tag and lies above all that
   * this ledger ever reserved, the ledger is an older copy of itself: a new tag is drawn and committed. Answers whether it was.
   */
  readonly heedJournalMark: (highest: ClientOrderId) => boolean;
}
