import type { Fault } from '#shared/base/fault.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Tick } from '#shared/market/quote.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import type { Account } from '#shared/trading/account.ts';
import type { AdviserLimits } from '#shared/trading/adviser-limits.ts';
import type { BrokerOrder } from '#shared/trading/broker-order.ts';
import type { CashOperation } from '#shared/trading/cash-operation.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, OrderTicket } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Price } from '#shared/units/price.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ReplayHolder } from './replay-control.ts';
import type { TickCursor } from './tick-store.ts';

/** Everything that the terminal said when the session began, applied only when it is complete. */
export interface TerminalSnapshot {
  readonly account: Account;
  readonly build: string;
  /** Of the program that speaks for the terminal. */
  readonly adviserVersion: string;
  readonly instruments: readonly Instrument[];
  readonly positions: readonly Position[];
  /** What waits or is on its way at the broker, whoever placed it. */
  readonly orders: readonly BrokerOrder[];
  /** Deals since the one the engine named, oldest first. */
  readonly deals: readonly Deal[];
  readonly cash: readonly CashOperation[];
  /** The highest of our ids that the terminal's journal knows, one for each installation tag. */
  readonly journalMarks: readonly ClientOrderId[];
  readonly limits: AdviserLimits;
  readonly replay: ReplayStatus | null;
  readonly occurredAtUtcMs: UtcMs;
}

/** Only a simulated terminal replays; a real one reports null. */
export interface ReplayStatus {
  readonly heldBy: readonly ReplayHolder[];
  /** Market seconds per desk second. */
  readonly speed: number;
  readonly source: string;
}

/**
 * What the terminal answers about one of our orders. `accepted` is no end: filled means that deals were seen, `modified` that the position's
 * stops were read. `unknown` is an answer
 * too (the terminal cannot tell), and `notFound` one only where the terminal's own records prove it.
 */
export type OrderReport =
  | { readonly kind: 'accepted'; readonly orderTicket: OrderTicket | null }
  | { readonly kind: 'denied'; readonly fault: Fault }
  | { readonly kind: 'expired'; readonly fault: Fault }
  | { readonly kind: 'rejected'; readonly fault: Fault }
  | { readonly kind: 'partiallyFilled'; readonly orderTicket: OrderTicket; readonly deals: readonly Deal[] }
  /** `deals` is what was filled before the rest was cancelled. */
  | { readonly kind: 'cancelled'; readonly orderTicket: OrderTicket | null; readonly deals: readonly Deal[] }
  | { readonly kind: 'filled'; readonly orderTicket: OrderTicket; readonly deals: readonly Deal[] }
  | { readonly kind: 'modified'; readonly stop: Price | null; readonly target: Price | null }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'unknown'; readonly fault: Fault };

/** What the bridge makes of the terminal's messages. MT5's own words end in the bridge. */
export type TerminalEvent =
  | { readonly kind: 'sessionOpened'; readonly snapshot: TerminalSnapshot }
  | { readonly kind: 'sessionClosed'; readonly fault: Fault }
  | {
      readonly kind: 'ticksReceived';
      readonly symbol: string;
      readonly ticks: readonly Tick[];
      readonly cursor: TickCursor;
      /** The terminal's history was rewritten: these replace all that is stored from the first one on. */
      readonly isRewind: boolean;
    }
  | {
      readonly kind: 'barsReceived';
      readonly symbol: string;
      readonly timeframe: Timeframe;
      readonly bars: readonly Bar[];
      /** The bar that still forms, or null. */
      readonly forming: Bar | null;
    }
  | { readonly kind: 'accountReported'; readonly account: Account }
  | { readonly kind: 'positionsReported'; readonly positions: readonly Position[]; readonly occurredAtUtcMs: UtcMs }
  | { readonly kind: 'ordersReported'; readonly orders: readonly BrokerOrder[]; readonly occurredAtUtcMs: UtcMs }
  | { readonly kind: 'dealsReported'; readonly deals: readonly Deal[]; readonly cash: readonly CashOperation[] }
  | {
      readonly kind: 'calendarReported';
      readonly fromUtcMs: UtcMs;
      readonly toUtcMs: UtcMs;
      readonly events: readonly CalendarEvent[];
    }
  | { readonly kind: 'limitsReported'; readonly limits: AdviserLimits }
  | { readonly kind: 'clockChecked'; readonly check: ClockCheck }
  | { readonly kind: 'brokerLinkChanged'; readonly isConnected: boolean }
  | { readonly kind: 'instrumentReported'; readonly instrument: Instrument }
  | {
      readonly kind: 'orderReported';
      readonly id: ClientOrderId;
      readonly report: OrderReport;
      readonly occurredAtUtcMs: UtcMs;
    }
  | { readonly kind: 'replayReported'; readonly replay: ReplayStatus; readonly occurredAtUtcMs: UtcMs }
  /** The adviser had to act by itself, or found what belongs to no order: a person has to look. It has halted at its chart. */
  | { readonly kind: 'adviserAlarmed'; readonly about: string; readonly fault: Fault }
  /** A terminal was not let in, and why. */
  | { readonly kind: 'sessionRefused'; readonly fault: Fault }
  | { readonly kind: 'latencyMeasured'; readonly roundTripMs: number };

/**
 * How the server's clock stands to the profile's rule. `agreed` after three equal offsets in a row with a residual below 60 s; until then
 * `pending`; `disagreed` forbids entries.
 */
export type ClockCheck =
  | { readonly kind: 'pending' }
  | { readonly kind: 'agreed'; readonly offsetMinutes: number }
  | { readonly kind: 'disagreed'; readonly fault: Fault };

export interface TerminalFeed {
  readonly subscribe: (listener: (event: TerminalEvent) => void) => Disposable;
}
