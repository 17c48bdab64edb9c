import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Tick } from '#shared/market/quote.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/**
 * What the terminal remembers, asked for in spans over the session that brings history beside the one that trades. Pages come oldest
 * first; the answer is how many records were handed on, or why not all could be (NOT_CONNECTED, HISTORY_UNAVAILABLE, INSTRUMENT_MISSING).
 */
export interface TerminalHistory {
  readonly isConnected: boolean;
  /** Closed bars that open from `fromUtcMs` to `toUtcMs`, both included. */
  readonly bars: (
    span: HistorySpan & { readonly timeframe: Timeframe },
    onPage: (bars: readonly Bar[]) => void,
  ) => Promise<Result<number, Fault>>;
  /** Ticks from `fromUtcMs` until before `toUtcMs`. */
  readonly ticks: (span: HistorySpan, onPage: (ticks: readonly Tick[]) => void) => Promise<Result<number, Fault>>;
}

export interface HistorySpan {
  readonly symbol: string;
  readonly fromUtcMs: UtcMs;
  readonly toUtcMs: UtcMs;
}
