import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Account, AccountIdentity } from '#shared/trading/account.ts';
import type { BrokerOrder } from '#shared/trading/broker-order.ts';
import type { Order } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { TradingState } from '#shared/trading/trading-state.ts';
import type { Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { RiskLimits } from './risk-limits.ts';

/**
 * Everything an entry is judged by. Null is "not known", and denies; of the day it does not: before its first report the account as it stands takes
 * its place. An input that may be left out belongs to a lock that the caller has nothing to say of: that lock is then not run.
 */
export interface RiskRequest {
  readonly intent: EnterIntent;
  readonly account: Account | null;
  readonly instrument: Instrument | null;
  readonly instrumentVersion: number;
  readonly quote: Quote | null;
  readonly marketNowUtcMs: UtcMs;
  /** All positions of the account, whoever opened them. */
  readonly positions: readonly Position[];
  /** All of our orders that have not ended. The order that is being judged is not among them. */
  readonly pendingOrders: readonly Order[];
  /** What waits or is on its way at the broker, whoever placed it. */
  readonly brokerOrders: readonly BrokerOrder[];
  /** By symbol, with the tick value of now: every position and order of the account is valued by its own. */
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly tradingState: TradingState;
  readonly limits: RiskLimits;
  /** Baseline and result since broker midnight, in equity without credit. */
  readonly day: { readonly baseline: Money; readonly profit: Money } | null;
  /** Equity without credit at the start and at its highest so far, both as if all cash that came and went since had always been so. */
  readonly drawdown?: { readonly start: Money; readonly peak: Money };
  /**
   * From history, of the whole account. `tradesToday` were opened since broker midnight. `lossesInARow` were closed at a loss one after the other,
   * the newest of them since broker midnight; 0 where none was closed since.
   */
  readonly history?: { readonly tradesToday: number; readonly lossesInARow: number };
  /** Correlation of the daily returns of two symbols, −1 to 1, null where it is not known. Without it, none is known. */
  readonly correlationOf?: (symbol: string, other: string) => number | null;
  /** Bars since the last unexpected hole in what was decided on, and how many the decision rests on. */
  readonly lookBack?: { readonly barsSinceHole: number; readonly barsNeeded: number };
  /** To the nearest release of high impact for one of the symbol's currencies, before or after now; null outside of the calendar's range. */
  readonly newsDistanceMs?: number | null;
  /** The account that the trader has pinned. */
  readonly pinnedAccount?: AccountIdentity;
  /** How many R an open trade can lose where the market closes over a weekend before it can be left; 1 otherwise. */
  readonly gapStressR?: number;
  /** ATR(D1) by symbol as a difference of prices, where it is known: what a position without a stop is taken to risk. */
  readonly dailyAtr?: ReadonlyMap<string, number>;
  /**
   * The worst price that the trader has agreed to, where risk is run again before the send: it stands as long as the market has not passed
   * it, so that a move within the drift limit changes neither loss nor volume. Once it is passed the entry is sized anew.
   */
  readonly agreedWorstPrice?: Price | undefined;
}

/** A request whose inputs are there. */
export interface KnownRequest extends RiskRequest {
  readonly account: Account;
  readonly instrument: Instrument;
  readonly quote: Quote;
}
