import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import type { Bar } from '#shared/market/bar.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import type { AdvancingMarketClock } from './advancing-market-clock.ts';
import { SymbolRecorder } from './symbol-recorder.ts';

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
}

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

  record(event: TerminalEvent, listener: MarketListener): void {
    switch (event.kind) {
      case 'sessionOpened':
        this.#dependencies.marketClock.advanceTo(event.snapshot.occurredAtUtcMs);
        break;
      case 'accountReported':
        this.#dependencies.marketClock.advanceTo(event.account.occurredAtUtcMs);
        break;
      case 'ticksReceived':
        this.#recordTicks(event, listener);
        break;
      case 'barsReceived':
        this.#recordBars(event, listener);
        break;
      default:
    }
  }

  #recordTicks(event: Extract<TerminalEvent, { kind: 'ticksReceived' }>, listener: MarketListener): void {
    const { symbol, ticks, cursor, isRewind } = event;
    const newest = ticks.at(-1);
    if (newest === undefined) return;
    this.#dependencies.ticks.append({ symbol, ticks, cursor, isRewind });
    this.#dependencies.marketClock.advanceTo(newest.occurredAtUtcMs);
    const recorder = this.#symbol(symbol);
    if (isRewind) recorder.forgetForming();
    recorder.addTicks(ticks);
    const now = this.#dependencies.monotonicClock.nowMs();
    if (now - this.#formingTold < formingPeriod) return;
    this.#formingTold = now;
    for (const { timeframe, bar } of recorder.forming()) listener.barFormed(symbol, timeframe, bar);
  }

  #recordBars(event: Extract<TerminalEvent, { kind: 'barsReceived' }>, listener: MarketListener): void {
    if (event.timeframe !== 'M1') return;
    const newest = event.bars.at(-1);
    if (newest === undefined) return;
    const { closed, disagreements } = this.#symbol(event.symbol).recordMinutes(event.bars);
    this.#dependencies.marketClock.advanceTo(utcMs(newest.openTimeUtcMs + timeframeDurationMs('M1')));
    if (disagreements.length > 0) {
      const first = disagreements[0]?.stored.openTimeUtcMs;
      const facts = { symbol: event.symbol, count: disagreements.length, first };
      this.#dependencies.logger.warn('the terminal reports other bars than it did before; the stored ones stay', facts);
    }
    for (const { timeframe, bar } of closed) listener.barClosed(event.symbol, timeframe, bar);
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
