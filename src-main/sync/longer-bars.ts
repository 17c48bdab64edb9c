import type { Bar } from '#shared/market/bar.ts';
import { barAnchor, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { SeriesBars } from '#main/ports/bar-store.ts';
import { BarBuilder } from './bar-builder.ts';

export interface TimeframeBar {
  readonly timeframe: Timeframe;
  readonly bar: Bar;
}

/** All that is built from one symbol's minutes: M5 to D1, of bars that close together the shorter first. */
export class LongerBars {
  readonly #builders: readonly BarBuilder[];

  constructor(clock: BrokerClock) {
    this.#builders = timeframes
      .filter((timeframe) => timeframe !== 'M1')
      .map((timeframe) => new BarBuilder({ timeframe, clock }));
  }

  /** The bars that a minute closed. */
  add(minute: Bar): readonly TimeframeBar[] {
    return this.#builders.flatMap((builder) =>
      builder.add(minute).map((bar) => ({ timeframe: builder.timeframe, bar })),
    );
  }

  /** The bars that are over at a moment, though no later minute has closed them. */
  closeBefore(at: UtcMs): readonly TimeframeBar[] {
    return this.#builders.flatMap((builder) => {
      const bar = builder.closeBefore(at);
      return bar === null ? [] : [{ timeframe: builder.timeframe, bar }];
    });
  }

  formingWith(minute: Bar): readonly TimeframeBar[] {
    return this.#builders.map((builder) => ({ timeframe: builder.timeframe, bar: builder.formingWith(minute) }));
  }
}

/** The longer bars of whole broker days' minutes, as far as they are over at a moment. */
export function buildLongerBars(
  minutes: readonly Bar[],
  { clock, atUtcMs }: { readonly clock: BrokerClock; readonly atUtcMs: UtcMs },
): readonly TimeframeBar[] {
  const longer = new LongerBars(clock);
  return [...minutes.flatMap((minute) => longer.add(minute)), ...longer.closeBefore(atUtcMs)];
}

export const terminalSeries = (symbol: string, timeframe: Timeframe, clock: BrokerClock): BarSeries => ({
  symbol,
  timeframe,
  source: terminalSource,
  anchor: barAnchor(timeframe, clock.rule),
});

/** Minutes and what was built from them, by series, as they are stored together. */
export function seriesBatch(
  { symbol, clock }: { readonly symbol: string; readonly clock: BrokerClock },
  { minutes, longer }: { readonly minutes: readonly Bar[]; readonly longer: readonly TimeframeBar[] },
): readonly SeriesBars[] {
  return timeframes.flatMap((timeframe) => {
    const bars = timeframe === 'M1' ? minutes : barsOf(longer, timeframe);
    return bars.length === 0 ? [] : [{ series: terminalSeries(symbol, timeframe, clock), bars }];
  });
}

function barsOf(longer: readonly TimeframeBar[], timeframe: Timeframe): readonly Bar[] {
  const byOpening = new Map<UtcMs, Bar>();
  for (const it of longer) if (it.timeframe === timeframe) byOpening.set(it.bar.openTimeUtcMs, it.bar);
  return [...byOpening.values()].sort((a, b) => a.openTimeUtcMs - b.openTimeUtcMs);
}
