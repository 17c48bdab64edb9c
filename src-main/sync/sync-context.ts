import type { BarSeries } from '#shared/market/bar-series.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { MarketClock, MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { SyncStore } from '#main/ports/sync-store.ts';
import type { TerminalHistory } from '#main/ports/terminal-history.ts';
import type { TerminalSubscriptions } from '#main/ports/terminal-subscriptions.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import type { OwnTimers } from './own-timers.ts';

/** How much of the past is kept in step with the terminal, and how many ticks are kept at all. */
export interface SyncPlan {
  readonly m1Years: number;
  readonly coarseYears: number;
  readonly tickDays: number;
  readonly tickRetentionDays: number;
  /** MiB for each symbol. */
  readonly tickBudgetMb: number;
}

/** What every stream works with. */
export interface SyncContext {
  readonly plan: SyncPlan;
  readonly brokerClock: BrokerClock;
  readonly history: TerminalHistory;
  readonly subscriptions: TerminalSubscriptions;
  readonly stores: {
    readonly bars: BarStore;
    readonly ticks: TickStore;
    readonly sync: SyncStore;
    readonly calendar: CalendarStore;
  };
  readonly marketClock: MarketClock;
  /** All of a series from a moment on is to be derived anew. */
  readonly barsChanged: (series: BarSeries, fromUtcMs: UtcMs) => void;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly timers: OwnTimers;
  readonly rng: Rng;
  readonly logger: Logger;
}
