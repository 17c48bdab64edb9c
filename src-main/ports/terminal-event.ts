import type { Fault } from '#shared/base/fault.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Tick } from '#shared/market/quote.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Account } from '#shared/trading/account.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { ClientOrderId, OrderTicket } from '#shared/trading/ids.ts';
import type { Position } from '#shared/trading/position.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { ReplayHolder } from './replay-control.ts';
import type { TickCursor } from './tick-store.ts';

/** Everything that the terminal said when the session began, applied only when it is complete. */
export interface TerminalSnapshot {
  readonly account: Account;
  readonly build: string;
  readonly instruments: readonly Instrument[];
  readonly positions: readonly Position[];
  /** Deals since the one the engine named, oldest first. */
  readonly deals: readonly Deal[];
  /** Highest of our ids that the terminal's journal knows, or null. */
  readonly journalHighWaterMark: ClientOrderId | null;
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
 * What the terminal answers about one of our orders. `accepted` is no end: filled means that deals were seen. `unknown` is an answer
 * too (the terminal cannot tell), and `notFound` one only where the terminal's own records prove it.
 */
export type OrderReport =
  | { readonly kind: 'accepted'; readonly orderTicket: OrderTicket | null }
  | { readonly kind: 'denied'; readonly fault: Fault }
  | { readonly kind: 'expired'; readonly fault: Fault }
  | { readonly kind: 'rejected'; readonly fault: Fault }
  | { readonly kind: 'cancelled'; readonly orderTicket: OrderTicket | null }
  | { readonly kind: 'filled'; readonly orderTicket: OrderTicket; readonly deals: readonly Deal[] }
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
  | { readonly kind: 'dealsReported'; readonly deals: readonly Deal[] }
  | { readonly kind: 'instrumentReported'; readonly instrument: Instrument }
  | {
      readonly kind: 'orderReported';
      readonly id: ClientOrderId;
      readonly report: OrderReport;
      readonly occurredAtUtcMs: UtcMs;
    }
  | { readonly kind: 'replayReported'; readonly replay: ReplayStatus; readonly occurredAtUtcMs: UtcMs }
  | { readonly kind: 'latencyMeasured'; readonly roundTripMs: number };

export interface TerminalFeed {
  readonly subscribe: (listener: (event: TerminalEvent) => void) => Disposable;
}
