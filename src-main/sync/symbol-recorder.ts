import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Tick } from '#shared/market/quote.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import type { Span } from '#shared/time/span.ts';
import { endOfTimeUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarsRecorded, BarStore } from '#main/ports/bar-store.ts';
import type { SyncState } from '#main/ports/sync-store.ts';
import { addTick } from './forming-minute.ts';
import { buildLongerBars, LongerBars, seriesBatch, terminalSeries, type TimeframeBar } from './longer-bars.ts';

const minuteMs = timeframeDurationMs('M1');
const dayMs = timeframeDurationMs('D1');

export interface MinutesRecorded {
  /** In the order in which they closed; of bars that closed together the shorter first. */
  readonly closed: readonly TimeframeBar[];
  /** What older minutes changed: they came late, or the broker corrected them. */
  readonly rebuilt: readonly TimeframeBar[];
  readonly recorded: BarsRecorded;
  /** Where the gaps between minutes are others now; null where every minute followed on the one before. */
  readonly touched: Span | null;
  /** What was stored with them of how far the stream has come. */
  readonly state: SyncState | null;
}

/** How far the stream of minutes has come once these are stored; null where nobody keeps it. */
export type StateAfter = (newestUtcMs: UtcMs) => SyncState | null;

/**
 * Stores one symbol's minutes as the terminal reports them, and the longer bars that it builds from them, in one transaction. A bar of which the
 * first minutes are not stored is left out: it would be built in part.
 */
export class SymbolRecorder {
  readonly #symbol: string;
  readonly #clock: BrokerClock;
  readonly #bars: BarStore;
  readonly #minutes: BarSeries;
  #longer: LongerBars | null = null;
  #builtFromUtcMs: UtcMs | null = null;
  #formingMinute: Bar | null = null;
  #lastMinute: number;

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
    this.#minutes = terminalSeries(symbol, 'M1', clock);
    this.#lastMinute = this.#storedBefore(endOfTimeUtcMs)?.openTimeUtcMs ?? -1;
  }

  /** Throws what the store throws, and has then recorded nothing. */
  recordMinutes(reported: readonly Bar[], stateAfter: StateAfter): MinutesRecorded {
    const minutes = inOrder(reported);
    const fresh = minutes.filter((minute) => minute.openTimeUtcMs > this.#lastMinute);
    const late = this.#changed(minutes.slice(0, minutes.length - fresh.length));
    try {
      const rebuilt = this.#rebuild(late);
      const closed = this.#closeWith(fresh, late);
      const newest = fresh.at(-1)?.openTimeUtcMs ?? utcMs(Math.max(0, this.#lastMinute));
      const batch = seriesBatch(
        { symbol: this.#symbol, clock: this.#clock },
        { minutes: [...late, ...fresh], longer: [...rebuilt, ...closed.filter((it) => it.timeframe !== 'M1')] },
      );
      const state = batch.length === 0 ? null : stateAfter(newest);
      const recorded = batch.length === 0 ? nothing : this.#bars.record(batch, state);
      const touched = touchedBy(late, fresh, this.#lastMinute);
      this.#lastMinute = fresh.at(-1)?.openTimeUtcMs ?? this.#lastMinute;
      if (late.length > 0) this.#longer = null;
      return { closed, rebuilt, recorded, touched, state };
    } catch (error) {
      this.#longer = null;
      throw error;
    }
  }

  /**
   * Builds the longer bars anew from a broker day's beginning on, after older minutes were stored by somebody else, and stores what is over of them.
   * Null where there is nothing to build.
   */
  rebuildFrom(fromUtcMs: UtcMs): BarsRecorded | null {
    this.#longer = null;
    if (this.#lastMinute < fromUtcMs) return null;
    const atUtcMs = utcMs(this.#lastMinute + minuteMs);
    const minutes = this.#stored(this.#clock.midnightBefore(fromUtcMs), atUtcMs);
    const longer = this.#whole(buildLongerBars(minutes, { clock: this.#clock, atUtcMs }), minutes);
    const batch = seriesBatch({ symbol: this.#symbol, clock: this.#clock }, { minutes: [], longer });
    return batch.length === 0 ? null : this.#bars.record(batch, null);
  }

  addTicks(ticks: readonly Tick[]): void {
    for (const tick of ticks) {
      if (tick.occurredAtUtcMs >= this.#lastMinute + minuteMs) this.#formingMinute = addTick(this.#formingMinute, tick);
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
    const toldBefore = this.#lastMinute < 0 ? minute.openTimeUtcMs : utcMs(this.#lastMinute + minuteMs);
    return [{ timeframe: 'M1', bar: minute }, ...this.#builders(toldBefore, []).formingWith(minute)];
  }

  #closeWith(fresh: readonly Bar[], late: readonly Bar[]): readonly TimeframeBar[] {
    const first = fresh[0];
    if (first === undefined) return [];
    const isNextMinute = first.openTimeUtcMs === this.#lastMinute + minuteMs;
    if (late.length > 0 || !isNextMinute) this.#longer = null;
    const builders = this.#builders(first.openTimeUtcMs, late);
    const builtFrom = this.#builtFromUtcMs ?? 0;
    return fresh.flatMap((minute) => {
      if (this.#formingMinute !== null && this.#formingMinute.openTimeUtcMs <= minute.openTimeUtcMs) {
        this.#formingMinute = null;
      }
      const longer = builders.add(minute).filter(({ bar }) => bar.openTimeUtcMs >= builtFrom);
      return [{ timeframe: 'M1' as const, bar: minute }, ...longer];
    });
  }

  /** With the stored minutes taken up that lie in bars which still form before a moment. */
  #builders(beforeUtcMs: UtcMs, late: readonly Bar[]): LongerBars {
    if (this.#longer !== null) return this.#longer;
    const longer = new LongerBars(this.#clock);
    const last = this.#storedBefore(beforeUtcMs);
    const from = last === null ? beforeUtcMs : this.#clock.midnightBefore(last.openTimeUtcMs);
    const minutes = overlay(this.#stored(from, beforeUtcMs), late);
    for (const minute of minutes) longer.add(minute);
    this.#builtFromUtcMs = this.#storedBefore(from) === null ? (minutes[0]?.openTimeUtcMs ?? beforeUtcMs) : null;
    this.#longer = longer;
    return longer;
  }

  /** Of minutes that are not later than the last one: those that the store does not have, or has otherwise. */
  #changed(minutes: readonly Bar[]): readonly Bar[] {
    const first = minutes[0];
    const last = minutes.at(-1);
    if (first === undefined || last === undefined) return [];
    const stored = new Map(
      this.#stored(first.openTimeUtcMs, utcMs(last.openTimeUtcMs + 1)).map((bar) => [bar.openTimeUtcMs, bar]),
    );
    return minutes.filter((minute) => !isSameBar(stored.get(minute.openTimeUtcMs), minute));
  }

  /** The closed bars that hold one of these minutes, from all minutes of their days. */
  #rebuild(late: readonly Bar[]): readonly TimeframeBar[] {
    const atUtcMs = utcMs(this.#lastMinute + minuteMs);
    const days = new Set(late.map((minute) => this.#clock.midnightBefore(minute.openTimeUtcMs)));
    return [...days].flatMap((day) => {
      const nextDay = this.#clock.midnightBefore(utcMs(day + dayMs + dayMs / 2));
      const ofDay = late.filter(({ openTimeUtcMs }) => openTimeUtcMs >= day && openTimeUtcMs < nextDay);
      const minutes = overlay(this.#stored(day, nextDay), ofDay);
      const over = { clock: this.#clock, atUtcMs: atUtcMs < nextDay ? atUtcMs : nextDay };
      return this.#whole(buildLongerBars(minutes, over), minutes).filter(({ timeframe, bar }) => {
        const lengthMs = timeframeDurationMs(timeframe);
        return ofDay.some((it) => barOpening(it.openTimeUtcMs, lengthMs, this.#clock) === bar.openTimeUtcMs);
      });
    });
  }

  /** Without those that opened before the first minute that is stored at all. */
  #whole(longer: readonly TimeframeBar[], minutes: readonly Bar[]): readonly TimeframeBar[] {
    const first = minutes[0]?.openTimeUtcMs;
    if (first === undefined || this.#storedBefore(first) !== null) return longer;
    return longer.filter(({ bar }) => bar.openTimeUtcMs >= first);
  }

  #storedBefore(beforeUtcMs: UtcMs): Bar | null {
    return this.#bars.read({ series: this.#minutes, beforeUtcMs, limit: 1 })[0] ?? null;
  }

  #stored(fromUtcMs: UtcMs, toUtcMs: UtcMs): readonly Bar[] {
    return this.#bars.readBetween({ series: this.#minutes, fromUtcMs, toUtcMs, limit: minutesMax });
  }
}

/** A page of the past is at most a few thousand minutes; a day of 25 hours is 1,500. */
const minutesMax = 100_000;

const nothing: BarsRecorded = { inserted: 0, duplicates: 0, superseded: [] };

function touchedBy(late: readonly Bar[], fresh: readonly Bar[], lastMinute: number): Span | null {
  const changed = [...late, ...fresh];
  const first = changed[0]?.openTimeUtcMs;
  const last = changed.at(-1)?.openTimeUtcMs;
  if (first === undefined || last === undefined) return null;
  let before = lastMinute < 0 ? first - minuteMs : lastMinute;
  const follow = fresh.every(({ openTimeUtcMs }) => {
    const isNext = openTimeUtcMs === before + minuteMs;
    before = openTimeUtcMs;
    return isNext;
  });
  return follow && late.length === 0 ? null : { fromUtcMs: first, toUtcMs: utcMs(last + 1) };
}

/** Strictly increasing; of two with one stamp the later said. */
function inOrder(bars: readonly Bar[]): readonly Bar[] {
  const isInOrder = bars.every((bar, index) => bar.openTimeUtcMs > (bars[index - 1]?.openTimeUtcMs ?? -1));
  return isInOrder ? bars : overlay([], bars);
}

function overlay(bars: readonly Bar[], changes: readonly Bar[]): readonly Bar[] {
  if (changes.length === 0) return bars;
  const byOpening = new Map([...bars, ...changes].map((bar) => [bar.openTimeUtcMs, bar]));
  return [...byOpening.values()].sort((a, b) => a.openTimeUtcMs - b.openTimeUtcMs);
}

const isSameBar = (a: Bar | undefined, b: Bar): boolean =>
  a?.open === b.open &&
  a.high === b.high &&
  a.low === b.low &&
  a.close === b.close &&
  a.tickVolume === b.tickVolume &&
  a.spreadPoints === b.spreadPoints;
