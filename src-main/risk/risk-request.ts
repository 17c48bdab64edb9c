import type { Instrument } from '#shared/market/instrument.ts';
import type { Quote } from '#shared/market/quote.ts';
import type { Account } from '#shared/trading/account.ts';
import type { BrokerOrder } from '#shared/trading/broker-order.ts';
import type { Order } from '#shared/trading/order.ts';
import type { Position } from '#shared/trading/position.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import type { TradingState } from '#shared/trading/trading-state.ts';
import type { Money } from '#shared/units/money.ts';
import type { Price } from '#shared/units/price.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { RiskLimits } from './risk-limits.ts';

/** Everything an entry is judged by. Null is "not known"; of these only the day may be missing, all others deny. */
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
  /** ATR(D1) by symbol as a difference of prices, where it is known: what a position without a stop is taken to risk. */
  readonly dailyAtr?: ReadonlyMap<string, number>;
  /**
   * The worst price that the trader has agreed to, where risk is run again before the send: it stands as long as the market has not passed
   * it, so that a move within the drift limit changes neither loss nor volume. Once it is passed the entry is sized anew.
   */
  readonly agreedWorstPrice?: Price;
}

/** A request whose inputs are there. */
export interface KnownRequest extends RiskRequest {
  readonly account: Account;
  readonly instrument: Instrument;
  readonly quote: Quote;
}
