import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { endOfTimeUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarOutbox } from '#main/ports/bar-outbox.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { IndicatorRow, IndicatorStore } from '#main/ports/indicator-store.ts';
import type { SyncStore } from '#main/ports/sync-store.ts';
import {
  derivedVersion,
  resumeIndicators,
  startIndicators,
  takeUpBars,
  takeUpSpanMs,
  type IndicatorRun,
} from './indicator-set.ts';

export interface DerivationStores {
  readonly bars: Pick<BarStore, 'read' | 'readBetween' | 'summaries'>;
  readonly outbox: BarOutbox;
  readonly indicators: IndicatorStore;
  readonly holes: Pick<SyncStore, 'holes'>;
}

/** How many bars were derived, and which was the first of them. */
interface Advance {
  readonly bars: number;
  readonly fromUtcMs: UtcMs | null;
}

/** A run of numbers, and the bar that it was last given. */
interface Position {
  run: IndicatorRun;
  readonly last: UtcMs | null;
}

/** One series, bar by bar. How far it has come is what the store says; what is kept here only saves reading it again. */
export class SeriesDerivation {
  readonly series: BarSeries;
  readonly #stores: DerivationStores;
  #position: Position | null = null;

  constructor(series: BarSeries, stores: DerivationStores) {
    this.series = series;
    this.#stores = stores;
  }

  /** All that is to be seen of the series is derived: nobody need be told of its bars any more. */
  settle(): void {
    this.#stores.outbox.take(this.series);
  }

  /** Nothing has been derived: all of the series is still to come. */
  isAtStart(): boolean {
    return this.#newest() === null;
  }

  /** Bars from here on were added or say otherwise: their numbers go, and those of all bars after them. */
  dropFrom(fromUtcMs: UtcMs): void {
    const newest = this.#newest();
    if (newest !== null && newest >= fromUtcMs) this.#stores.indicators.dropFrom(this.series, fromUtcMs);
  }

  /** Derives the next bars, at most so many, in one transaction of the store. */
  advance(limit: number): Advance {
    const position = this.#positionAt(this.#newest());
    // Until it is stored: what was computed and could not be stored is computed again.
    this.#position = null;
    if (position === null) return { bars: 0, fromUtcMs: null };
    const fromUtcMs = position.last === null ? utcMs(0) : after(position.last);
    const bars = this.#stores.bars.readBetween({ series: this.series, fromUtcMs, toUtcMs: endOfTimeUtcMs, limit });
    const last = bars.at(-1)?.openTimeUtcMs ?? position.last;
    if (bars.length > 0) this.#stores.indicators.save(this.series, derivedVersion, this.#push(position, bars));
    this.#position = { run: position.run, last };
    return { bars: bars.length, fromUtcMs: bars[0]?.openTimeUtcMs ?? null };
  }

  #push(position: Position, bars: readonly Bar[]): readonly IndicatorRow[] {
    const holeEnds = this.#holeEnds(position.last, bars);
    let next = 0;
    return bars.map((bar) => {
      const { openTimeUtcMs } = bar;
      for (; (holeEnds[next] ?? Infinity) <= openTimeUtcMs; next++) position.run = startIndicators(this.series);
      return position.run.push(bar);
    });
  }

  /** The run as it stood at a bar that is derived. Null while that bar is not to be seen: the market's clock stands before its close. */
  #positionAt(newest: UtcMs | null): Position | null {
    if (this.#position !== null && this.#position.last === newest) return this.#position;
    if (newest === null) return { run: startIndicators(this.series), last: null };
    const bars = this.#barsToTakeUp(newest);
    if (bars.at(-1)?.openTimeUtcMs !== newest) return null;
    const run = this.#takeUp(this.#sinceLastHole(bars));
    if (run !== null) return { run, last: newest };
    this.#stores.indicators.dropFrom(this.series, utcMs(0));
    return { run: startIndicators(this.series), last: null };
  }

  /** Up to one, oldest first; fewer than `takeUpBars` are all that there are. */
  #barsToTakeUp(newest: UtcMs): readonly Bar[] {
    const { series } = this;
    const bars = this.#stores.bars.read({ series, beforeUtcMs: after(newest), limit: takeUpBars });
    const first = bars[0]?.openTimeUtcMs ?? newest;
    const spanMs = takeUpSpanMs(series);
    const fromUtcMs = utcMs(Math.max(0, newest - spanMs));
    if (fromUtcMs >= first) return bars;
    const limit = Math.ceil(spanMs / timeframeDurationMs(series.timeframe));
    return [...this.#stores.bars.readBetween({ series, fromUtcMs, toUtcMs: first, limit }), ...bars];
  }

  /** From a beginning that is near enough to be gone through again, else from the stored numbers of a bar between. */
  #takeUp(bars: readonly Bar[]): IndicatorRun | null {
    if (bars.length >= takeUpBars)
      return resumeIndicators(this.series, bars, ({ openTimeUtcMs }) => this.#valuesAt(openTimeUtcMs));
    const run = startIndicators(this.series);
    for (const bar of bars) run.push(bar);
    return run;
  }

  #sinceLastHole(bars: readonly Bar[]): readonly Bar[] {
    const holeEnd = this.#holeEnds(null, bars).at(-1) ?? 0;
    return bars.filter((bar) => bar.openTimeUtcMs >= holeEnd);
  }

  #valuesAt(openTimeUtcMs: UtcMs): IndicatorRow['values'] {
    const range = { version: derivedVersion, beforeUtcMs: after(openTimeUtcMs), limit: 1 };
    return this.#stores.indicators.read({ series: this.series, ...range })[0]?.values ?? {};
  }

  /** Where the holes end that nobody looks across, later than a bar and not later than the last of those that follow it; oldest first. */
  #holeEnds(afterUtcMs: UtcMs | null, bars: readonly Bar[]): readonly UtcMs[] {
    const fromUtcMs = afterUtcMs ?? bars[0]?.openTimeUtcMs;
    const toUtcMs = bars.at(-1)?.openTimeUtcMs;
    if (fromUtcMs === undefined || toUtcMs === undefined) return [];
    return this.#stores.holes
      .holes(this.series, { fromUtcMs, toUtcMs })
      .filter((hole) => hole.kind === 'unexpected' && hole.toUtcMs > fromUtcMs && hole.toUtcMs <= toUtcMs)
      .map((hole) => hole.toUtcMs);
  }

  #newest(): UtcMs | null {
    return this.#stores.indicators.newest(this.series, derivedVersion);
  }
}

const after = (at: UtcMs): UtcMs => utcMs(at + 1);
