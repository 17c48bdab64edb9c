import type { BarSeries } from '#shared/market/bar-series.ts';
import { classifyGap, type ClassifiedGap } from '#shared/market/classify-gap.ts';
import type { Hole } from '#shared/market/hole.ts';
import type { MarketHours } from '#shared/market/market-hours.ts';
import type { BrokerClock } from '#shared/time/broker-clock.ts';
import { holidaysIn } from '#shared/time/holidays.ts';
import type { Span } from '#shared/time/span.ts';
import { endOfTimeUtcMs, utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { HoleCounts, SyncStore } from '#main/ports/sync-store.ts';
import { backOff } from '#shared/units/back-off.ts';

/** Asked so often, over growing time, a source that brings nothing has nothing. */
export const holeAttemptsMax = 3;

const repairBounds = { firstMs: 60_000, longestMs: 3_600_000 };

/** So many of the newest unexpected holes are shown. */
const shownMax = 20;

/** Whether the source was asked for what is scanned: for the first time, once more for its holes, or not at all. */
export type Asked = 'first' | 'again' | 'not';

export interface HoleDependencies {
  readonly bars: BarStore;
  readonly sync: SyncStore;
  readonly clock: BrokerClock;
  readonly monotonicClock: MonotonicClock;
  readonly rng: Rng;
}

export interface ScanSpec {
  readonly hours: MarketHours;
  readonly covered: Span;
  readonly asked: Asked;
  /** What the source was asked for, where that is more than what is scanned now. */
  readonly askedSpan?: Span;
}

interface OpenHole {
  readonly hole: Hole;
  /** On the desk's steady clock. */
  readonly askAtMs: number;
}

/** The hole map of one series: what is missing in it, whether that is expected, and when the source is asked for it again. */
export class SeriesHoles {
  readonly #series: BarSeries;
  readonly #it: HoleDependencies;
  readonly #unexpected = new Map<UtcMs, OpenHole>();
  #counts: HoleCounts;

  constructor(series: BarSeries, dependencies: HoleDependencies) {
    this.#series = series;
    this.#it = dependencies;
    const { sync } = dependencies;
    for (const hole of sync.holes(series, { fromUtcMs: utcMs(0), toUtcMs: endOfTimeUtcMs })) this.#keep(hole);
    this.#counts = sync.holeCounts(series);
  }

  get counts(): HoleCounts {
    return this.#counts;
  }

  /** The newest unexpected ones, newest first. */
  newest(): readonly Hole[] {
    const starts = [...this.#unexpected.keys()].sort((a, b) => b - a).slice(0, shownMax);
    return starts.flatMap((start) => this.#unexpected.get(start)?.hole ?? []);
  }

  /**
   * Looks through the bars of a span, and what is missing between them and their neighbours within what is `covered`: beyond it bars are not
   * missing, they have not been asked for yet. Throws what the store throws. Linear in the bars of the span, which is to be some thousands
   * at most.
   */
  scan(span: Span, { hours, covered, asked, askedSpan = span }: ScanSpec): void {
    const { bars, sync, clock } = this.#it;
    const series = this.#series;
    const reach = this.#withNeighbours(span, covered);
    const known = new Map(sync.holes(series, reach).map((hole) => [hole.fromUtcMs, hole]));
    const holes: Hole[] = [];
    for (const gap of bars.gaps({ series, ...reach })) {
      const found = classifyGap(gap, { timeframe: series.timeframe, clock, hours });
      if (found === null) continue;
      const before = known.get(found.fromUtcMs);
      // A hole over an edge of what is scanned now counts once: where it begins.
      const isHere = found.fromUtcMs >= span.fromUtcMs && found.fromUtcMs < span.toUtcMs;
      const isAsked = isHere && found.fromUtcMs >= askedSpan.fromUtcMs && found.toUtcMs <= askedSpan.toUtcMs;
      const attempts = attemptsAfter(before?.toUtcMs === found.toUtcMs ? before : null, isAsked ? asked : 'not');
      holes.push(judged({ ...found, attempts }));
    }
    sync.replaceHoles(series, reach, holes);
    const open = new Map(this.#unexpected);
    for (const start of open.keys()) {
      if (start >= reach.fromUtcMs && start < reach.toUtcMs) this.#unexpected.delete(start);
    }
    for (const hole of holes) this.#keep(hole, open.get(hole.fromUtcMs));
    this.#counts = sync.holeCounts(series);
  }

  /** The newest hole that the source is to be asked for now, or null. */
  due({ fromUtcMs, toUtcMs }: Span): Hole | null {
    const now = this.#it.monotonicClock.nowMs();
    let newest: Hole | null = null;
    for (const { hole, askAtMs } of this.#unexpected.values()) {
      const isWithin = hole.fromUtcMs >= fromUtcMs && hole.toUtcMs <= toUtcMs;
      if (!isWithin || hole.isEmptyAtSource || askAtMs > now) continue;
      if (newest === null || hole.fromUtcMs > newest.fromUtcMs) newest = hole;
    }
    return newest;
  }

  /** Asks for all of them again, also for those that the source had nothing for. */
  askAgain(): void {
    const now = this.#it.monotonicClock.nowMs();
    for (const [start, { hole }] of this.#unexpected) {
      this.#unexpected.set(start, { hole: { ...hole, isEmptyAtSource: false }, askAtMs: now });
    }
  }

  /** One that has not been asked for since goes on waiting as it did. */
  #keep(hole: Hole, before?: OpenHole): void {
    if (hole.kind !== 'unexpected') return;
    const isAsBefore = before?.hole.toUtcMs === hole.toUtcMs && before.hole.attempts === hole.attempts;
    this.#unexpected.set(hole.fromUtcMs, { hole, askAtMs: isAsBefore ? before.askAtMs : this.#askAtMs(hole) });
  }

  #askAtMs({ attempts }: Hole): number {
    const { monotonicClock, rng } = this.#it;
    return monotonicClock.nowMs() + (attempts === 0 ? 0 : backOff(repairBounds, 3 * attempts, rng));
  }

  /** From the last bar before a span to the first one after it, so that a gap over an edge of the span is one. */
  #withNeighbours({ fromUtcMs, toUtcMs }: Span, covered: Span): Span {
    const { bars } = this.#it;
    const series = this.#series;
    const before = bars.read({ series, beforeUtcMs: fromUtcMs, limit: 1 })[0]?.openTimeUtcMs;
    const after = bars.readBetween({ series, fromUtcMs: toUtcMs, toUtcMs: covered.toUtcMs, limit: 1 })[0]
      ?.openTimeUtcMs;
    return {
      fromUtcMs: before !== undefined && before >= covered.fromUtcMs ? before : fromUtcMs,
      toUtcMs: after === undefined ? toUtcMs : utcMs(after + 1),
    };
  }
}

function attemptsAfter(known: Hole | null, asked: Asked): number {
  if (known === null) return asked === 'not' ? 0 : 1;
  return asked === 'again' ? known.attempts + 1 : known.attempts;
}

/** What lies on a day that may be a holiday is one once the source has said so often enough that it has nothing there. */
function judged(hole: ClassifiedGap & Pick<Hole, 'attempts'>): Hole {
  if (hole.kind !== 'unexpected') return { ...hole, attempts: 0, isEmptyAtSource: false };
  const isEmptyAtSource = hole.attempts >= holeAttemptsMax;
  if (!isEmptyAtSource) return { ...hole, isEmptyAtSource };
  const holidays = holidaysIn(hole, 'possible');
  const isHoliday = holidays.some(({ fromUtcMs, toUtcMs }) => fromUtcMs <= hole.fromUtcMs && hole.toUtcMs <= toUtcMs);
  return isHoliday ? { ...hole, kind: 'holiday', missingBars: 0, isEmptyAtSource } : { ...hole, isEmptyAtSource };
}
