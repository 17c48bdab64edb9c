import type { Tick } from '#shared/market/quote.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** How far a symbol's ticks were taken: the raw stamp of the last one and how many ticks with that stamp. */
export interface TickCursor {
  readonly stampMs: number;
  readonly takenAtStamp: number;
}

/** Live ticks, stored in one transaction with the cursor that says how far they go. */
export interface TickStore {
  readonly append: (batch: {
    readonly symbol: string;
    readonly ticks: readonly Tick[];
    readonly cursor: TickCursor;
    /** The terminal's history was rewritten: all that is stored from the first of them on is replaced. */
    readonly isRewind: boolean;
  }) => void;
  readonly cursor: (symbol: string) => TickCursor | null;
  /** The newest ticks before a moment, oldest first. */
  readonly read: (range: {
    readonly symbol: string;
    readonly beforeUtcMs: UtcMs;
    readonly limit: number;
  }) => readonly Tick[];
}
