import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';

const minuteMs = timeframeDurationMs('M1');

/**
 * Builds the bars of one longer timeframe from closed minutes. A bar closes with the minute that ends it, or, where that minute never
 * traded, with the first minute of a later bar.
 */
export class BarBuilder {
  readonly timeframe: Timeframe;
  readonly #lengthMs: number;
  readonly #clock: BrokerClock;
  #forming: Bar | null = null;
  #lastMinute = -1;

  constructor({ timeframe, clock }: { readonly timeframe: Timeframe; readonly clock: BrokerClock }) {
    this.timeframe = timeframe;
    this.#lengthMs = timeframeDurationMs(timeframe);
    this.#clock = clock;
  }

  /** The bars that this minute closed, oldest first: none, one, or two. A minute that is not later than the last one changes nothing. */
  add(minute: Bar): readonly Bar[] {
    if (minute.openTimeUtcMs <= this.#lastMinute) return [];
    this.#lastMinute = minute.openTimeUtcMs;
    const closed: Bar[] = [];
    const openTimeUtcMs = this.#openingOf(minute.openTimeUtcMs);
    if (this.#forming !== null && this.#forming.openTimeUtcMs !== openTimeUtcMs) {
      closed.push(this.#forming);
      this.#forming = null;
    }
    this.#forming = this.#forming === null ? { ...minute, openTimeUtcMs } : joinMinute(this.#forming, minute);
    if (this.#openingOf(utcMs(minute.openTimeUtcMs + minuteMs)) !== openTimeUtcMs) {
      closed.push(this.#forming);
      this.#forming = null;
    }
    return closed;
  }

  /** The bar that forms, where a moment lies in a later one: nothing more comes into it. */
  closeBefore(at: UtcMs): Bar | null {
    if (this.#forming === null || this.#openingOf(at) <= this.#forming.openTimeUtcMs) return null;
    const closed = this.#forming;
    this.#forming = null;
    return closed;
  }

  /** The bar as it stands with a minute that has not closed yet. */
  formingWith(minute: Bar): Bar {
    const openTimeUtcMs = this.#openingOf(minute.openTimeUtcMs);
    if (this.#forming?.openTimeUtcMs !== openTimeUtcMs) return { ...minute, openTimeUtcMs };
    return minute.openTimeUtcMs > this.#lastMinute ? joinMinute(this.#forming, minute) : this.#forming;
  }

  #openingOf(at: UtcMs): UtcMs {
    return barOpening(at, this.#lengthMs, this.#clock);
  }
}

function joinMinute(bar: Bar, minute: Bar): Bar {
  return {
    openTimeUtcMs: bar.openTimeUtcMs,
    open: bar.open,
    high: minute.high > bar.high ? minute.high : bar.high,
    low: minute.low < bar.low ? minute.low : bar.low,
    close: minute.close,
    tickVolume: bar.tickVolume === null || minute.tickVolume === null ? null : bar.tickVolume + minute.tickVolume,
    spreadPoints: minute.spreadPoints ?? bar.spreadPoints,
  };
}
