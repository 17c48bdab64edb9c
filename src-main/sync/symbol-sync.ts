import { fault, type Fault } from '#shared/base/fault.ts';
import type { SyncStream } from '#shared/contract/sync-health.ts';
import { chooseMarketWeek } from '#shared/market/choose-market-week.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { hoursOfSessions, hoursOfWeek, type MarketHours } from '#shared/market/market-hours.ts';
import { timeframeDurationMs, timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import type { Span } from '#shared/time/span.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { SeriesSummary } from '#main/ports/bar-store.ts';
import type { TickSummary } from '#main/ports/tick-store.ts';
import { BarStream } from './bar-stream.ts';
import { terminalSeries, type TimeframeBar } from './longer-bars.ts';
import type { MinutesOfSymbol } from './market-recorder.ts';
import { SeriesHoles } from './series-holes.ts';
import { similarSymbols } from './similar-symbols.ts';
import type { SyncContext } from './sync-context.ts';
import type { SyncJob } from './sync-job.ts';
import { summaryOf, TickStream } from './tick-stream.ts';

const dayMs = timeframeDurationMs('D1');
const weekMs = 7 * dayMs;
const yearMs = 365.25 * dayMs;

/** The market week of a symbol without sessions is seen from so many weeks of its minutes. */
const weeksSeen = 4;

export interface SymbolSurroundings {
  readonly bars: readonly SeriesSummary[];
  readonly ticks: readonly TickSummary[];
  /** Why the terminal cannot be asked for the past, or does not bring what is new. */
  readonly historyHindrance: Fault | null;
  readonly liveHindrance: Fault | null;
  readonly marketNowUtcMs: UtcMs | null;
}

/** All that is kept in step of one symbol: its minutes, the coarse bars before the first of them, and its ticks. */
export class SymbolSync {
  readonly symbol: string;
  readonly minutes: BarStream;
  readonly ticks: TickStream;
  readonly #coarse: readonly BarStream[];
  readonly #context: SyncContext;
  #instrument: Instrument | null;
  #hours: MarketHours | null = null;
  #notice: Fault | null = null;
  #live = { sinceMs: 0, minutes: 0, ticks: 0 };

  constructor({
    symbol,
    context,
    known,
    rebuild,
  }: {
    readonly symbol: string;
    readonly context: SyncContext;
    /** As the terminal described it when it was last seen. */
    readonly known: Instrument | null;
    readonly rebuild: (symbol: string, atUtcMs: UtcMs) => void;
  }) {
    this.symbol = symbol;
    this.#context = context;
    this.#instrument = known;
    const { stores, brokerClock: clock, monotonicClock, rng } = context;
    const holeContext = { bars: stores.bars, sync: stores.sync, clock, monotonicClock, rng };
    const shared = {
      ...{ symbol, context },
      holes: new Map(timeframes.map((it) => [it, new SeriesHoles(terminalSeries(symbol, it, clock), holeContext)])),
      hours: () => this.#hoursNow(),
      rebuild: (atUtcMs: UtcMs) => {
        rebuild(symbol, atUtcMs);
      },
    };
    this.minutes = new BarStream({
      ...shared,
      timeframe: 'M1',
      wanted: () => this.#wantedMinutes(),
      isFollowed: () => true,
    });
    const isFollowed = (): boolean => this.minutes.isBackfilled;
    this.#coarse = (['D1', 'H4', 'H1'] as const).map(
      (timeframe) => new BarStream({ ...shared, timeframe, wanted: () => this.#wantedCoarse(), isFollowed }),
    );
    this.ticks = new TickStream({ symbol, context, hours: shared.hours });
  }

  get #streams(): readonly (BarStream | TickStream)[] {
    return [this.minutes, ...this.#coarse, this.ticks];
  }

  /** A terminal is connected: what was missed is asked for. */
  connected(): void {
    this.#live = { sinceMs: this.#context.monotonicClock.nowMs(), minutes: 0, ticks: 0 };
    this.minutes.wantDelta();
    this.ticks.prune();
  }

  /** What came by itself over the session is one entry of the log for each stream. */
  disconnected(): void {
    const { sinceMs: startedAtMs, minutes, ticks } = this.#live;
    if (minutes > 0) this.minutes.progress.log({ action: 'live', startedAtMs, rows: minutes, fault: null });
    if (ticks > 0) this.ticks.progress.log({ action: 'live', startedAtMs, rows: ticks, fault: null });
    this.#live = { sinceMs: this.#context.monotonicClock.nowMs(), minutes: 0, ticks: 0 };
  }

  /** Ticks came by themselves and were stored. */
  ticked(count: number): void {
    this.#live.ticks += count;
    this.ticks.progress.count(count);
  }

  /** The terminal says what the symbol is now; null: it does not have it. */
  described(instrument: Instrument | null, offered: readonly Instrument[]): void {
    if (instrument === null) {
      const unknown = symbolUnknown(this.symbol, similarSymbols(this.symbol, { offered, known: this.#instrument }));
      this.#context.logger.warn(unknown.message, { code: unknown.code });
      for (const { progress } of this.#streams) progress.failed(unknown);
      return;
    }
    for (const { progress } of this.#streams) if (progress.isFailed) progress.tryNow();
    const changed = this.#instrument === null ? null : unitsChanged(this.#instrument, instrument);
    if (changed !== null) {
      this.#context.logger.warn(changed.message, { ...changed.facts, code: changed.code });
      this.minutes.progress.log({
        action: 'correction',
        startedAtMs: this.#context.monotonicClock.nowMs(),
        rows: 0,
        fault: changed,
      });
      this.#notice = changed;
    }
    this.#instrument = instrument;
    this.#hours = null;
  }

  /** Ends waits, asks for what was missed, and again for the holes. */
  syncNow(): void {
    for (const { progress } of this.#streams) progress.tryNow();
    this.minutes.wantDelta();
    for (const stream of [this.minutes, ...this.#coarse]) stream.askHolesAgain();
  }

  /** The terminal brings history again: what waited for it waits no longer. */
  historyConnected(): void {
    for (const { progress } of this.#streams) progress.endWait();
  }

  /** After minutes came by themselves and were stored. Throws what the store throws. */
  recorded({ recorded, corrections, closed, rebuilt, touched }: MinutesOfSymbol): void {
    const { brokerClock, barsChanged } = this.#context;
    this.#live.minutes += recorded.inserted;
    this.minutes.progress.count(recorded.inserted);
    this.minutes.progress.corrected(corrections);
    if (touched !== null) this.minutes.scan('M1', touched);
    for (const [timeframe, { fromUtcMs, toUtcMs }] of spansOf([...closed, ...rebuilt])) {
      if (timeframe !== 'M1') this.minutes.scan(timeframe, { fromUtcMs, toUtcMs });
      barsChanged(terminalSeries(this.symbol, timeframe, brokerClock), fromUtcMs);
    }
  }

  /** What they are doing, as a text that changes when a phase may have. */
  phases(): string {
    return this.#streams.map(({ progress }) => `${progress.running ?? ''}/${progress.hindrance ?? ''}`).join();
  }

  nextJobs(): readonly SyncJob[] {
    return this.#streams.flatMap((stream) => stream.nextJob() ?? []);
  }

  health(surroundings: SymbolSurroundings): readonly SyncStream[] {
    const { marketNowUtcMs, liveHindrance, historyHindrance } = surroundings;
    const bars = [this.minutes, ...this.#coarse].map((stream) => {
      const { timeframe } = stream.progress.key;
      const summary =
        surroundings.bars.find(({ series }) => series.timeframe === timeframe && this.#isOurs(series)) ?? null;
      const hindrance = liveHindrance ?? (stream.nextJob() === null ? null : historyHindrance);
      return stream.health({ summary, hindrance, marketNowUtcMs });
    });
    const hindrance = liveHindrance ?? (this.ticks.nextJob() === null ? null : historyHindrance);
    const summary = summaryOf(surroundings.ticks, this.symbol);
    const all = [...bars, this.ticks.health({ summary, hindrance, marketNowUtcMs })];
    return this.#notice === null ? all : all.map((stream) => ({ ...stream, fault: stream.fault ?? this.#notice }));
  }

  #isOurs({ symbol, timeframe, source, anchor }: SeriesSummary['series']): boolean {
    const ours = terminalSeries(this.symbol, timeframe, this.#context.brokerClock);
    return symbol === ours.symbol && source === ours.source && anchor === ours.anchor;
  }

  #wantedMinutes(): Span | null {
    const { marketClock, brokerClock, plan } = this.#context;
    const now = marketClock.nowUtcMs();
    if (now === null) return null;
    const fromUtcMs = brokerClock.midnightBefore(utcMs(Math.max(0, Math.floor(now - plan.m1Years * yearMs))));
    return { fromUtcMs, toUtcMs: utcMs(Math.floor(now / 60_000) * 60_000) };
  }

  /** Up to where the minutes begin: what is later is built from them. */
  #wantedCoarse(): Span | null {
    const { marketClock, brokerClock, plan, stores } = this.#context;
    const now = marketClock.nowUtcMs();
    const minutes = this.#wantedMinutes();
    if (now === null || minutes === null || this.minutes.progress.state.backfilledFromUtcMs === null) return null;
    const fromUtcMs = brokerClock.midnightBefore(utcMs(Math.max(0, Math.floor(now - plan.coarseYears * yearMs))));
    if (!this.minutes.isBackfilled) return { fromUtcMs, toUtcMs: minutes.fromUtcMs };
    const first = stores.bars.summaries().find(({ series }) => series.timeframe === 'M1' && this.#isOurs(series));
    return { fromUtcMs, toUtcMs: first?.firstUtcMs ?? minutes.toUtcMs };
  }

  /** As the terminal tells them; else the known market week that its minutes fit; null while there are none. */
  #hoursNow(): MarketHours | null {
    this.#hours ??=
      this.#instrument === null || this.#instrument.sessions.length === 0
        ? this.#seenHours()
        : this.#toldHours(this.#instrument);
    return this.#hours;
  }

  #toldHours({ sessions }: Instrument): MarketHours | null {
    const { marketClock, brokerClock: clock } = this.#context;
    const toldAtUtcMs = marketClock.nowUtcMs();
    return toldAtUtcMs === null ? null : hoursOfSessions({ sessions, toldAtUtcMs, clock });
  }

  #seenHours(): MarketHours | null {
    const { marketClock, brokerClock, stores } = this.#context;
    const now = marketClock.nowUtcMs();
    if (now === null) return null;
    const series = terminalSeries(this.symbol, 'M1', brokerClock);
    const gaps: Span[] = [];
    for (let week = weeksSeen; week > 0; week--) {
      const span = { fromUtcMs: utcMs(now - week * weekMs), toUtcMs: utcMs(now - (week - 1) * weekMs) };
      for (const { lastBeforeUtcMs, firstAfterUtcMs } of stores.bars.gaps({ series, ...span })) {
        gaps.push({ fromUtcMs: utcMs(lastBeforeUtcMs + timeframeDurationMs('M1')), toUtcMs: firstAfterUtcMs });
      }
    }
    const week = chooseMarketWeek(gaps, brokerClock);
    return week === null ? null : hoursOfWeek(week, brokerClock);
  }
}

/** From the first opening of each timeframe to just after the last. */
function spansOf(bars: readonly TimeframeBar[]): ReadonlyMap<Timeframe, Span> {
  const spans = new Map<Timeframe, Span>();
  for (const { timeframe, bar } of bars) {
    const opening = bar.openTimeUtcMs;
    const { fromUtcMs, toUtcMs } = spans.get(timeframe) ?? { fromUtcMs: opening, toUtcMs: opening };
    spans.set(timeframe, {
      fromUtcMs: opening < fromUtcMs ? opening : fromUtcMs,
      toUtcMs: opening >= toUtcMs ? utcMs(opening + 1) : toUtcMs,
    });
  }
  return spans;
}

function symbolUnknown(symbol: string, similar: readonly string[]): Fault {
  const meant =
    similar.length === 0
      ? 'Its broker may have renamed or dropped it.'
      : `Is one of these meant: ${similar.join(', ')}?`;
  return fault(
    'SYMBOL_UNKNOWN',
    `The terminal does not have ${symbol}. ${meant} What is stored of it stays; set the right name in the settings.`,
    { symbol, similar: similar.join(', ') },
  );
}

/** Stored prices stay what they are; what is counted in points is not the same any more. */
function unitsChanged(before: Instrument, now: Instrument): Fault | null {
  if (before.digits === now.digits && before.point === now.point) return null;
  return fault(
    'INSTRUMENT_CHANGED',
    `The broker changed ${now.symbol} from ${before.digits} to ${now.digits} digits. Stored prices stay right; spreads stored before are in points of ${before.point}, now a point is ${now.point}.`,
    {
      symbol: now.symbol,
      digitsBefore: before.digits,
      digits: now.digits,
      pointBefore: before.point,
      point: now.point,
    },
  );
}
