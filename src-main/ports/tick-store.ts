import type { Tick } from '#shared/market/quote.ts';
import type { TickColumns } from '#shared/market/tick-columns.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** How far a symbol's ticks were taken: the raw stamp of the last one and how many ticks with that stamp. */
export interface TickCursor {
  readonly stampMs: number;
  readonly takenAtStamp: number;
}

export interface TickSummary {
  readonly symbol: string;
  readonly count: number;
  readonly bytes: number;
  readonly firstUtcMs: UtcMs | null;
  readonly lastUtcMs: UtcMs | null;
}

/**
 * Ticks by symbol: the terminal's, stored in one transaction with the cursor that says how far they go, and those of files beside them, by
 * source. Sources are never mixed; where none is named the terminal's are meant.
 */
export interface TickStore {
  readonly append: (batch: {
    readonly symbol: string;
    readonly ticks: readonly Tick[];
    readonly cursor: TickCursor;
    /** The terminal's history was rewritten: all that is stored from the first of them on is replaced. */
    readonly isRewind: boolean;
  }) => void;
  readonly cursor: (symbol: string) => TickCursor | null;
  /** What the terminal remembers of a span (its end is exclusive) replaces what is stored there, in one transaction. Cursors stay. */
  readonly fill: (span: {
    readonly symbol: string;
    readonly source?: string;
    readonly fromUtcMs: UtcMs;
    readonly toUtcMs: UtcMs;
    readonly ticks: readonly Tick[];
  }) => void;
  /** Deletes at most `limit` of the oldest ticks before a moment and answers how many: retention works in slices. */
  readonly prune: (wish: { readonly symbol: string; readonly beforeUtcMs: UtcMs; readonly limit: number }) => number;
  /** The terminal's, per symbol, cheap enough to ask each second. `bytes` is an estimate from the size of a row. */
  readonly summaries: () => readonly TickSummary[];
  /** The newest ticks before a moment, oldest first. */
  readonly read: (range: {
    readonly symbol: string;
    readonly source?: string;
    readonly beforeUtcMs: UtcMs;
    readonly limit: number;
  }) => readonly Tick[];
}

/** Where the ticks of one source begin and end. */
export interface TickSpan {
  readonly source: string;
  readonly firstUtcMs: UtcMs;
  readonly lastUtcMs: UtcMs;
}

/** Ticks by the hundred thousand, for those who work on columns. */
export interface TickColumnReads {
  /** The sources that any ticks of a symbol are stored of. */
  readonly tickSpans: (symbol: string) => readonly TickSpan[];
  /** All ticks of a span (its end is exclusive). Its length bounds the read: an hour is some ten thousand ticks. */
  readonly readTicks: (span: {
    readonly symbol: string;
    readonly source: string;
    readonly fromUtcMs: number;
    readonly toUtcMs: number;
  }) => TickColumns;
}
