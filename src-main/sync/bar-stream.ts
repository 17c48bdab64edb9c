import type { Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { SyncPhase, SyncStream } from '#shared/contract/sync-health.ts';
import type { MarketHours } from '#shared/market/market-hours.ts';
import { timeframeDurationMs, timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import { barOpening } from '#shared/time/bar-opening.ts';
import { spansMs, type Span } from '#shared/time/span.ts';
import { endOfTimeUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarsRecorded, SeriesSummary } from '#main/ports/bar-store.ts';
import type { SyncState } from '#main/ports/sync-store.ts';
import { storeFault } from './fault-class.ts';
import { fetchBars } from './fetch-bars.ts';
import { terminalSeries } from './longer-bars.ts';
import { nextChunk } from './next-chunk.ts';
import type { Asked, SeriesHoles } from './series-holes.ts';
import { StreamProgress, type Action } from './stream-progress.ts';
import type { SyncContext } from './sync-context.ts';
import { urgencies, type SyncJob } from './sync-job.ts';
import { yieldToLoop } from './yield-to-loop.ts';

const dayMs = 86_400_000;

/** Days of one request: some thousands of bars, so that a cut-off costs little and a scan of it is short. */
const chunkDays: Readonly<Record<Timeframe, number>> = {
  ...{ M1: 7, M5: 30, M15: 60, M30: 90 },
  ...{ H1: 120, H4: 480, D1: 3000 },
};

/** So many are looked through for holes in one turn of the loop: two milliseconds or so. */
const barsScannedMax = 3000;

export interface BarStreamSpec {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly context: SyncContext;
  /** The past that is wanted of it, from a broker's midnight on; null while that is not known. */
  readonly wanted: () => Span | null;
  readonly hours: () => MarketHours | null;
  /** Of the symbol, by timeframe; its streams share them. */
  readonly holes: ReadonlyMap<Timeframe, SeriesHoles>;
  /** What comes after its own past is there, and follows on it: for coarse bars those that are built from minutes. */
  readonly isFollowed: () => boolean;
  /** Bars of the broker day of this moment, or of later ones, were stored past the recorder. Throws what a store throws. */
  readonly rebuild: (atUtcMs: UtcMs) => void;
}

/** The bars of one symbol and timeframe that the terminal is asked for. Minutes bring the longer bars with them. */
export class BarStream {
  readonly progress: StreamProgress;
  readonly #it: BarStreamSpec;
  readonly #paceFrom: { atMs: number; doneMs: number } = { atMs: -1, doneMs: 0 };
  #deltaFromUtcMs: UtcMs | null = null;
  #isWishedAgain = false;
  /** The bars from here on are there, though the state that says so is not stored yet: a minute that comes by itself now follows on them. */
  #scannedFromUtcMs: UtcMs | null = null;
  /** The newest minute that came by itself while what lies before it was still to be asked for. */
  #heardUtcMs: UtcMs | null = null;

  constructor(spec: BarStreamSpec) {
    const { symbol, timeframe, context } = spec;
    this.#it = spec;
    this.progress = new StreamProgress({ kind: 'bars', symbol, timeframe }, { ...context, sync: context.stores.sync });
  }

  /** What was missed since the newest record is asked for, whatever the trading session brings by itself. */
  wantDelta(): void {
    const { cursorUtcMs, backfilledFromUtcMs } = this.progress.state;
    const since = cursorUtcMs ?? backfilledFromUtcMs;
    this.#isWishedAgain = this.progress.running !== null;
    this.#deltaFromUtcMs ??= since === null ? null : this.#it.context.brokerClock.midnightBefore(since);
  }

  askHolesAgain(): void {
    this.#it.holes.get(this.#it.timeframe)?.askAgain();
  }

  /** All that is wanted of the past is there, as far as the source has it. */
  get isBackfilled(): boolean {
    const wanted = this.#it.wanted();
    const { backfilledFromUtcMs } = this.progress.state;
    return wanted !== null && backfilledFromUtcMs !== null && backfilledFromUtcMs <= wanted.fromUtcMs;
  }

  /** How far the stream has come with a record that came by itself: no farther while what lies before it is still to be asked for. */
  stateAfter(newestUtcMs: UtcMs): SyncState {
    const { cursorUtcMs, backfilledFromUtcMs } = this.progress.state;
    const isBehind = backfilledFromUtcMs === null || this.#deltaFromUtcMs !== null;
    const isNewer = cursorUtcMs === null || newestUtcMs > cursorUtcMs;
    if (isBehind && newestUtcMs > (this.#heardUtcMs ?? -1)) this.#heardUtcMs = newestUtcMs;
    return this.progress.stateWith(isBehind || !isNewer ? {} : { cursorUtcMs: newestUtcMs });
  }

  /** Looks for holes where records came by themselves, in this timeframe or one that is built from it. Throws what the store throws. */
  scan(timeframe: Timeframe, span: Span): void {
    const hours = this.#it.hours();
    if (hours !== null)
      this.#it.holes.get(timeframe)?.scan(span, { hours, covered: this.#covered(span), asked: 'not' });
  }

  nextJob(): SyncJob | null {
    const wanted = this.#it.wanted();
    if (wanted === null || !this.progress.isReady) return null;
    const { chunk, action } = this.#nextChunk(wanted);
    if (chunk !== null && (action === 'delta' || this.progress.state.backfilledFromUtcMs === null)) {
      return this.#job({
        span: chunk,
        action,
        asked: 'first',
        urgency: urgencies[action === 'delta' ? 'delta' : 'recent'],
      });
    }
    const hole = this.#it.holes.get(this.#it.timeframe)?.due(wanted) ?? null;
    if (hole !== null) {
      const span = this.#daysOf(hole, wanted.toUtcMs);
      return this.#job({ span, action: 'repair', asked: 'again', urgency: urgencies.repair });
    }
    if (chunk === null) return null;
    const urgency = this.#it.timeframe === 'M1' ? urgencies.past : urgencies.coarse;
    return this.#job({ span: chunk, action, asked: 'first', urgency });
  }

  health({ summary, hindrance, marketNowUtcMs }: StreamSurroundings): SyncStream {
    const { progress } = this;
    const { symbol, timeframe } = this.#it;
    const isWaiting = hindrance !== null && progress.hindrance === null;
    return {
      ...{ kind: 'bars', symbol, timeframe },
      phase: isWaiting ? 'waiting' : this.#phase(),
      stored: summary?.count ?? 0,
      firstUtcMs: summary?.firstUtcMs ?? null,
      lastUtcMs: summary?.lastUtcMs ?? null,
      lagMs: summary === null ? null : this.#lagMs(summary.lastUtcMs, marketNowUtcMs),
      ratePerSecond: progress.ratePerSecond,
      backfill: this.#backfill(),
      holes: this.#holeHealth(),
      corrections: progress.state.corrections,
      attempts: progress.attempts,
      nextAttemptInMs: progress.retryInMs,
      fault: progress.fault ?? hindrance,
    };
  }

  #nextChunk(wanted: Span): { readonly chunk: Span | null; readonly action: Action } {
    const { backfilledFromUtcMs, cursorUtcMs } = this.progress.state;
    // Minutes go on by themselves while a terminal is connected; the coarse bars end where the minutes begin.
    const until =
      this.#it.timeframe === 'M1' ? (this.#deltaFromUtcMs ?? wanted.toUtcMs) : (cursorUtcMs ?? wanted.toUtcMs);
    const covered = backfilledFromUtcMs === null ? null : { fromUtcMs: backfilledFromUtcMs, toUtcMs: until };
    const days = chunkDays[this.#it.timeframe];
    const chunk = nextChunk({ covered, wanted, days, clock: this.#it.context.brokerClock });
    const isDelta = covered !== null && chunk !== null && chunk.toUtcMs > covered.toUtcMs;
    return { chunk, action: isDelta ? 'delta' : 'backfill' };
  }

  #job({ span, action, asked, urgency }: Work): SyncJob {
    return { progress: this.progress, action, urgency, run: () => this.#run({ span, action, asked, urgency }) };
  }

  async #run({ span, action, asked }: Work): Promise<Result<number, Fault>> {
    const { symbol, timeframe, context, rebuild } = this.#it;
    const wanted = this.#it.wanted();
    const isToNow = wanted !== null && span.toUtcMs >= wanted.toUtcMs;
    const isAtNow = wanted !== null && span.toUtcMs >= context.brokerClock.midnightBefore(wanted.toUtcMs);
    let corrections = 0;
    const onRecorded = ({ superseded }: BarsRecorded, rows: number): void => {
      this.progress.count(rows);
      corrections += superseded.filter(({ series }) => series.timeframe === timeframe).length;
    };
    const answer = await fetchBars({ symbol, timeframe, span }, { context, onRecorded });
    try {
      this.progress.corrected(corrections);
      // Also of an answer that was cut short: the recorder may have built bars without these minutes.
      if (timeframe === 'M1' && isAtNow) rebuild(utcMs(span.toUtcMs - 1));
      if (!answer.ok) return answer;
      await this.#scanAll(span, asked);
      if (isToNow) this.#scanWhatCameMeanwhile(span);
      // Only now the stream has come so far: what is cut off before is asked for and looked through again.
      if (action !== 'repair')
        this.#save(span, isToNow ? this.#newestWith(answer.value.newestUtcMs) : answer.value.newestUtcMs);
      if (action !== 'repair' && (isToNow || action === 'delta')) this.#askedTo(span, isToNow);
      this.#tellChanged(span, action, corrections);
      return ok(answer.value.rows);
    } catch (error) {
      return err(storeFault(error));
    }
  }

  /** What was wished while the answer was on its way is not in it. */
  #askedTo({ toUtcMs }: Span, isToNow: boolean): void {
    const isDone = isToNow && !this.#isWishedAgain;
    this.#isWishedAgain = false;
    if (isDone) this.#heardUtcMs = null;
    this.#deltaFromUtcMs = isDone ? null : isToNow ? this.#it.context.brokerClock.midnightBefore(toUtcMs) : toUtcMs;
  }

  #save({ fromUtcMs, toUtcMs }: Span, newestUtcMs: UtcMs | null): void {
    const { backfilledFromUtcMs, cursorUtcMs } = this.progress.state;
    const isOlder = backfilledFromUtcMs === null || fromUtcMs < backfilledFromUtcMs;
    // Coarse bars that are older than the minutes end there, whether or not the terminal has one.
    const reached = this.#it.timeframe === 'M1' ? newestUtcMs : toUtcMs;
    const isNewer = reached !== null && (cursorUtcMs === null || reached > cursorUtcMs);
    this.progress.save({
      backfilledFromUtcMs: isOlder ? fromUtcMs : backfilledFromUtcMs,
      wantedFromUtcMs: this.#it.wanted()?.fromUtcMs ?? null,
      cursorUtcMs: isNewer ? reached : cursorUtcMs,
    });
  }

  /** A request up to now leaves nothing out before the minutes that came by themselves meanwhile, unless the terminal went and came back. */
  #newestWith(newestUtcMs: UtcMs | null): UtcMs | null {
    const heard = this.#heardUtcMs;
    if (heard === null || heard <= (newestUtcMs ?? -1) || this.#isWishedAgain) return newestUtcMs;
    return heard;
  }

  /** They follow on the chunk, and no scan has known so yet: where two of them enclose a hole, it is known in the same turn as the chunk. */
  #scanWhatCameMeanwhile(span: Span): void {
    const hours = this.#it.hours();
    const toUtcMs = this.#it.wanted()?.toUtcMs ?? span.toUtcMs;
    if (hours === null || toUtcMs <= span.toUtcMs) return;
    const covered = this.#covered(span);
    for (const timeframe of this.#built)
      this.#it.holes.get(timeframe)?.scan({ fromUtcMs: span.toUtcMs, toUtcMs }, { hours, covered, asked: 'not' });
  }

  /** What is there of the stream with a span that came now. */
  #covered({ fromUtcMs, toUtcMs }: Span): Span {
    const { backfilledFromUtcMs } = this.progress.state;
    const known = [fromUtcMs, backfilledFromUtcMs, this.#scannedFromUtcMs].filter((at) => at !== null);
    return {
      fromUtcMs: utcMs(Math.min(...known)),
      toUtcMs: this.#it.isFollowed() ? endOfTimeUtcMs : toUtcMs,
    };
  }

  /** The timeframes that change with it. */
  get #built(): readonly Timeframe[] {
    return this.#it.timeframe === 'M1' ? timeframes : [this.#it.timeframe];
  }

  async #scanAll(span: Span, asked: Asked): Promise<void> {
    const hours = this.#it.hours();
    if (hours === null) return;
    const covered = this.#covered(span);
    this.#scannedFromUtcMs = span.fromUtcMs;
    for (const timeframe of this.#built) {
      const holes = this.#it.holes.get(timeframe);
      const sliceMs = barsScannedMax * timeframeDurationMs(timeframe);
      for (let fromUtcMs = span.fromUtcMs; fromUtcMs < span.toUtcMs; fromUtcMs = utcMs(fromUtcMs + sliceMs)) {
        const toUtcMs = utcMs(Math.min(span.toUtcMs, fromUtcMs + sliceMs));
        holes?.scan({ fromUtcMs, toUtcMs }, { hours, covered, asked, askedSpan: span });
        await yieldToLoop(this.#it.context.timers);
      }
    }
  }

  /** A long back-fill is told once, when it is done: what is derived is derived from the first bar on. */
  #tellChanged(span: Span, action: Action, corrections: number): void {
    const { symbol, context } = this.#it;
    if (action === 'backfill' && !this.isBackfilled) return;
    if (action === 'repair' && corrections === 0) return;
    const fromUtcMs =
      action === 'backfill' ? (this.progress.state.backfilledFromUtcMs ?? span.fromUtcMs) : span.fromUtcMs;
    for (const timeframe of this.#built) {
      context.barsChanged(terminalSeries(symbol, timeframe, context.brokerClock), fromUtcMs);
    }
  }

  #daysOf({ fromUtcMs, toUtcMs }: Span, nowUtcMs: UtcMs): Span {
    const { brokerClock: clock } = this.#it.context;
    const end = clock.midnightBefore(utcMs(clock.midnightBefore(utcMs(toUtcMs - 1)) + dayMs + dayMs / 2));
    return { fromUtcMs: clock.midnightBefore(fromUtcMs), toUtcMs: end < nowUtcMs ? end : nowUtcMs };
  }

  #phase(): SyncPhase {
    const { progress } = this;
    if (progress.running !== null) return progress.running === 'repair' ? 'repairing' : 'backfilling';
    if (progress.hindrance !== null) return progress.hindrance;
    return this.isBackfilled && !this.#isDeltaOpen() ? 'live' : 'backfilling';
  }

  /** In the first minute of a broker day there is nothing yet to ask for of that day. */
  #isDeltaOpen(): boolean {
    const until = this.#it.wanted()?.toUtcMs ?? null;
    return this.#deltaFromUtcMs !== null && (until === null || this.#deltaFromUtcMs < until);
  }

  /** Time in which the market was open since the last bar closed, without the bar that forms. */
  #lagMs(lastUtcMs: UtcMs, now: UtcMs | null): number | null {
    const { timeframe, context } = this.#it;
    if (now === null) return null;
    const lengthMs = timeframeDurationMs(timeframe);
    const fromUtcMs = utcMs(lastUtcMs + lengthMs);
    const toUtcMs = barOpening(now, lengthMs, context.brokerClock);
    if (fromUtcMs >= toUtcMs) return 0;
    const hours = this.#it.hours();
    const isLong = toUtcMs - fromUtcMs > 31 * dayMs;
    return hours === null || isLong ? toUtcMs - fromUtcMs : spansMs(hours.openSpans({ fromUtcMs, toUtcMs }));
  }

  #backfill(): SyncStream['backfill'] {
    const wanted = this.#it.wanted();
    const { backfilledFromUtcMs } = this.progress.state;
    if (wanted === null || (backfilledFromUtcMs !== null && backfilledFromUtcMs <= wanted.fromUtcMs)) return null;
    const { fromUtcMs, toUtcMs } = wanted;
    const doneMs = backfilledFromUtcMs === null ? 0 : Math.max(0, toUtcMs - backfilledFromUtcMs);
    const doneRatio = Math.min(1, doneMs / Math.max(1, toUtcMs - fromUtcMs));
    return { fromUtcMs, toUtcMs, doneRatio, remainingMs: this.#remainingMs(doneMs, toUtcMs - fromUtcMs) };
  }

  /** By the pace since this run began. */
  #remainingMs(doneMs: number, wholeMs: number): number | null {
    const nowMs = this.#it.context.monotonicClock.nowMs();
    if (this.#paceFrom.atMs < 0) Object.assign(this.#paceFrom, { atMs: nowMs, doneMs });
    const gainedMs = doneMs - this.#paceFrom.doneMs;
    return gainedMs <= 0 ? null : ((nowMs - this.#paceFrom.atMs) / gainedMs) * Math.max(0, wholeMs - doneMs);
  }

  #holeHealth(): SyncStream['holes'] {
    const holes = this.#it.holes.get(this.#it.timeframe);
    return holes === undefined ? null : { ...holes.counts, newest: holes.newest() };
  }
}

/** What a stream does not know by itself. */
export interface StreamSurroundings {
  readonly summary: SeriesSummary | null;
  /** Why the terminal cannot be asked, where it cannot. */
  readonly hindrance: Fault | null;
  readonly marketNowUtcMs: UtcMs | null;
}

interface Work {
  readonly span: Span;
  readonly action: Action;
  readonly asked: Asked;
  readonly urgency: number;
}
