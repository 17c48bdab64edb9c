import { fault, type Fault } from '#shared/base/fault.ts';
import type { SyncStream } from '#shared/contract/sync-health.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { DealSync } from '#main/ports/deal-sync.ts';
import { storeFault } from './fault-class.ts';
import { RateMeter } from './rate-meter.ts';

/** The account's deals: the engine records them with what follows from them; this tells how far they have come, and asks for them again. */
export interface TradeSource {
  /** Asks the terminal to say everything again of positions, orders and deals. False where no session is open. */
  readonly refresh: () => boolean;
  readonly deals: DealSync;
}

export class DealStream {
  readonly #trades: TradeSource;
  readonly #wallClock: WallClock;
  readonly #rate: RateMeter;
  #fault: Fault | null = null;

  constructor({
    trades,
    wallClock,
    monotonicClock,
  }: {
    readonly trades: TradeSource;
    readonly wallClock: WallClock;
    readonly monotonicClock: MonotonicClock;
  }) {
    this.#trades = trades;
    this.#wallClock = wallClock;
    this.#rate = new RateMeter(monotonicClock);
  }

  heard(deals: number): void {
    this.#rate.add(deals);
  }

  /** `syncTrades`: asks for all that the account did since what is known. */
  syncTrades(): boolean {
    const isAsked = this.#trades.refresh();
    this.#fault = isAsked ? null : notConnected;
    const startedAtUtcMs = this.#wallClock.nowUtcMs();
    const entry = { ...dealKey, startedAtUtcMs, action: 'delta', durationMs: 0, rows: 0, fault: this.#fault } as const;
    try {
      this.#trades.deals.log(entry);
    } catch (error) {
      this.#fault = storeFault(error);
    }
    return isAsked;
  }

  health(hindrance: Fault | null): SyncStream {
    const known = this.#trades.deals.known();
    return {
      ...dealKey,
      phase: hindrance === null ? 'live' : 'waiting',
      stored: known?.deals ?? 0,
      firstUtcMs: known?.firstUtcMs ?? null,
      lastUtcMs: known?.lastUtcMs ?? null,
      lagMs: hindrance === null ? 0 : null,
      ratePerSecond: this.#rate.perSecond(),
      ...{ backfill: null, holes: null, corrections: 0, attempts: 0, nextAttemptInMs: null },
      fault: this.#fault ?? hindrance,
    };
  }
}

const dealKey = { kind: 'deals', symbol: null, timeframe: null } as const;

const notConnected = fault('NOT_CONNECTED', 'No terminal is connected, so it could not be asked for its deals.');
