import type { Bar } from '#shared/market/bar.ts';
import { barAnchor, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import type { Tick } from '#shared/market/quote.ts';
import { timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { BarDisagreement, BarStore } from '#main/ports/bar-store.ts';
import { BarBuilder } from './bar-builder.ts';
import { addTick } from './forming-minute.ts';

export interface TimeframeBar {
  readonly timeframe: Timeframe;
  readonly bar: Bar;
}

export interface BarsRecorded {
  /** In the order in which they closed; of bars that closed together the shorter first. */
  readonly closed: readonly TimeframeBar[];
  readonly disagreements: readonly BarDisagreement[];
}

/** Three days: the longest bar that can be forming lies well inside. */
const resumeMinutes = 3 * 1440;

/** Stores one symbol's minutes as the terminal reports them, and the longer bars that it builds from them. */
export class SymbolRecorder {
  readonly #symbol: string;
  readonly #clock: BrokerClock;
  readonly #bars: BarStore;
  readonly #builders: readonly BarBuilder[];
  #formingMinute: Bar | null = null;
  #lastMinute = -1;

  constructor({
    symbol,
    clock,
    bars,
  }: {
    readonly symbol: string;
    readonly clock: BrokerClock;
    readonly bars: BarStore;
  }) {
    this.#symbol = symbol;
    this.#clock = clock;
    this.#bars = bars;
    this.#builders = timeframes
      .filter((timeframe) => timeframe !== 'M1')
      .map((timeframe) => new BarBuilder({ timeframe, clock }));
    this.#resume();
  }

  recordMinutes(minutes: readonly Bar[]): BarsRecorded {
    const fresh = minutes.filter((minute) => minute.openTimeUtcMs > this.#lastMinute);
    const recorded = this.#bars.append(this.#series('M1'), minutes);
    const closed = fresh.flatMap((minute) => this.#close(minute));
    for (const { timeframe } of this.#builders) {
      const built = closed.filter((it) => it.timeframe === timeframe).map((it) => it.bar);
      if (built.length > 0) this.#bars.append(this.#series(timeframe), built);
    }
    this.#lastMinute = fresh.at(-1)?.openTimeUtcMs ?? this.#lastMinute;
    return { closed, disagreements: recorded.disagreements };
  }

  addTicks(ticks: readonly Tick[]): void {
    for (const tick of ticks) {
      if (tick.occurredAtUtcMs >= this.#lastMinute + 60_000) this.#formingMinute = addTick(this.#formingMinute, tick);
    }
  }

  /** What was made of ticks that the terminal has rewritten; its closed bars are its own, and stay. */
  forgetForming(): void {
    this.#formingMinute = null;
  }

  /** The bars that form now, of every timeframe; none before the first tick. */
  forming(): readonly TimeframeBar[] {
    const minute = this.#formingMinute;
    if (minute === null) return [];
    const longer = this.#builders.map((builder) => ({
      timeframe: builder.timeframe,
      bar: builder.formingWith(minute),
    }));
    return [{ timeframe: 'M1', bar: minute }, ...longer];
  }

  #close(minute: Bar): readonly TimeframeBar[] {
    const longer = this.#builders.flatMap((builder) =>
      builder.add(minute).map((bar) => ({ timeframe: builder.timeframe, bar })),
    );
    if (this.#formingMinute !== null && this.#formingMinute.openTimeUtcMs <= minute.openTimeUtcMs) {
      this.#formingMinute = null;
    }
    return [{ timeframe: 'M1', bar: minute }, ...longer];
  }

  /**
   * Takes up the bars that were forming when the engine stopped, from the stored minutes, and makes up for a stop between storing minutes
   * and storing what they closed. A bar that began before the first minute read is left out: it would be built in part.
   */
  #resume(): void {
    const stored = this.#bars.read({ series: this.#series('M1'), beforeUtcMs: endOfTimeUtcMs, limit: resumeMinutes });
    const first = stored[0];
    if (first === undefined) return;
    for (const builder of this.#builders) {
      const built = stored.flatMap((minute) => builder.add(minute));
      const whole = built.filter((bar) => bar.openTimeUtcMs >= first.openTimeUtcMs);
      if (whole.length > 0) this.#bars.append(this.#series(builder.timeframe), whole);
    }
    this.#lastMinute = stored.at(-1)?.openTimeUtcMs ?? -1;
  }

  #series(timeframe: Timeframe): BarSeries {
    return {
      symbol: this.#symbol,
      timeframe,
      source: terminalSource,
      anchor: barAnchor(timeframe, this.#clock.rule),
    };
  }
}
