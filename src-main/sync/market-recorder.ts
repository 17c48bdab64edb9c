import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { Bar } from '#shared/market/bar.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarsRecorded, BarStore } from '#main/ports/bar-store.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { SyncState } from '#main/ports/sync-store.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import type { AdvancingMarketClock } from './advancing-market-clock.ts';
import { SymbolRecorder, type MinutesRecorded } from './symbol-recorder.ts';

/** What the recorder tells after it has stored: bars of every timeframe, as they form and as they close. */
export interface MarketListener {
  readonly barFormed: (symbol: string, timeframe: Timeframe, bar: Bar) => void;
  readonly barClosed: (symbol: string, timeframe: Timeframe, bar: Bar) => void;
}

export interface MarketRecorderDependencies {
  readonly bars: BarStore;
  readonly ticks: TickStore;
  readonly marketClock: AdvancingMarketClock;
  readonly monotonicClock: MonotonicClock;
  readonly brokerClock: BrokerClock;
  readonly logger: Logger;
  /** How far a symbol's stream of minutes has come with those that are stored now; absent where nobody keeps it. */
  readonly stateAfter?: (symbol: string, newestUtcMs: UtcMs) => SyncState | null;
  /** It stands in the store now. */
  readonly stateStored?: (state: SyncState) => void;
}

export interface TicksRecorded {
  readonly kind: 'ticks';
  readonly symbol: string;
  readonly count: number;
}

export interface MinutesOfSymbol extends MinutesRecorded {
  readonly kind: 'minutes';
  readonly symbol: string;
  /** Minutes that the broker had said otherwise before. */
  readonly corrections: number;
}

export type MarketRecorded = TicksRecorded | MinutesOfSymbol;

/** Forming bars are told at most this often: they are for the eye, and a replay makes thousands a second. */
const formingPeriod = durationMs(100);

/** Puts the terminal's ticks and minutes into the store before anybody acts on them, and keeps the market's clock. */
export class MarketRecorder {
  readonly #dependencies: MarketRecorderDependencies;
  readonly #symbols = new Map<string, SymbolRecorder>();
  #formingTold = -Infinity;

  constructor(dependencies: MarketRecorderDependencies) {
    this.#dependencies = dependencies;
  }

  /** What of it was market data, stored now; null where it was none. Throws what a store throws: then nothing of the event was stored. */
  record(event: TerminalEvent, listener: MarketListener): MarketRecorded | null {
    switch (event.kind) {
      case 'sessionOpened':
        this.#dependencies.marketClock.advanceTo(event.snapshot.occurredAtUtcMs);
        // What is stored now is where the terminal goes on: what comes after it is told, whoever stores it first.
        for (const { symbol } of event.snapshot.instruments) this.#symbol(symbol);
        return null;
      case 'accountReported':
        this.#dependencies.marketClock.advanceTo(event.account.occurredAtUtcMs);
        return null;
      case 'ticksReceived':
        return this.#recordTicks(event, listener);
      case 'barsReceived':
        return event.timeframe === 'M1' ? this.#recordMinutes(event, listener) : null;
      default:
        return null;
    }
  }

  /** After minutes of the broker day that holds a moment, or of later ones, were stored past the recorder. Throws what the store throws. */
  rebuildFrom(symbol: string, atUtcMs: UtcMs): BarsRecorded | null {
    return this.#symbol(symbol).rebuildFrom(this.#dependencies.brokerClock.midnightBefore(atUtcMs));
  }

  #recordTicks(
    event: Extract<TerminalEvent, { kind: 'ticksReceived' }>,
    listener: MarketListener,
  ): TicksRecorded | null {
    const { symbol, ticks, cursor, isRewind } = event;
    const newest = ticks.at(-1);
    if (newest === undefined) return null;
    this.#dependencies.ticks.append({ symbol, ticks, cursor, isRewind });
    this.#dependencies.marketClock.advanceTo(newest.occurredAtUtcMs);
    const recorder = this.#symbol(symbol);
    if (isRewind) recorder.forgetForming();
    recorder.addTicks(ticks);
    const now = this.#dependencies.monotonicClock.nowMs();
    if (now - this.#formingTold >= formingPeriod) {
      this.#formingTold = now;
      for (const { timeframe, bar } of recorder.forming()) listener.barFormed(symbol, timeframe, bar);
    }
    return { kind: 'ticks', symbol, count: ticks.length };
  }

  #recordMinutes(
    { symbol, bars }: Extract<TerminalEvent, { kind: 'barsReceived' }>,
    listener: MarketListener,
  ): MinutesOfSymbol | null {
    const newest = bars.at(-1);
    if (newest === undefined) return null;
    const { stateAfter, stateStored, marketClock, logger } = this.#dependencies;
    const recorded = this.#symbol(symbol).recordMinutes(bars, (at) => stateAfter?.(symbol, at) ?? null);
    if (recorded.state !== null) stateStored?.(recorded.state);
    marketClock.advanceTo(utcMs(newest.openTimeUtcMs + timeframeDurationMs('M1')));
    const corrected = recorded.recorded.superseded.filter(({ series }) => series.timeframe === 'M1');
    if (corrected.length > 0) {
      const first = corrected[0]?.stored.openTimeUtcMs;
      logger.warn('the broker corrected bars; what it says now stands', { symbol, count: corrected.length, first });
    }
    for (const { timeframe, bar } of recorded.closed) listener.barClosed(symbol, timeframe, bar);
    return { kind: 'minutes', symbol, corrections: corrected.length, ...recorded };
  }

  #symbol(symbol: string): SymbolRecorder {
    const known = this.#symbols.get(symbol);
    if (known !== undefined) return known;
    const { brokerClock: clock, bars } = this.#dependencies;
    const recorder = new SymbolRecorder({ symbol, clock, bars });
    this.#symbols.set(symbol, recorder);
    return recorder;
  }
}
