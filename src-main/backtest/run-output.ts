import type { RunTrade, SwitchRecord } from '#shared/contract/backtest.ts';

/** What a run came to, before any metric. Money is in account currency and not rounded beyond what a broker books. */
export interface RunOutput {
  /** By closing time. */
  readonly trades: readonly RunTrade[];
  /** One point at the start, one for each moment at which something was decided or a day ended, and one at the end. */
  readonly curve: {
    readonly timeUtcMs: Float64Array;
    readonly equity: Float64Array;
    readonly balance: Float64Array;
  };
  /** Equity without credit at each broker-day close with a market, and the cash that came or went in that day. */
  readonly days: {
    /** The broker's midnight that began it. */
    readonly startUtcMs: Float64Array;
    readonly equity: Float64Array;
    readonly cash: Float64Array;
  };
  /** Falls of equity by every fill bar's close and every fill, of balance by every booking. Deposits are no gain, withdrawals no loss. */
  readonly equityDrawdown: DeepestFall;
  readonly balanceDrawdown: DeepestFall;
  readonly peakMarginRatio: number;
  readonly peakOpenRiskRatio: number;
  /** Milliseconds with a position, of those between the first and the last decision. */
  readonly inMarketMs: number;
  readonly spanMs: number;
  /** Entries that the rules asked for: those that were traded, and those that were denied, by code. */
  readonly intents: number;
  readonly deniedByCode: Readonly<Record<string, number>>;
  readonly stopOuts: number;
  readonly switches: readonly SwitchRecord[];
}

export interface DeepestFall {
  readonly ratio: number;
  readonly money: number;
  readonly startUtcMs: number;
  readonly troughUtcMs: number;
  readonly recoveredUtcMs: number | null;
}
