import type { Bar } from '#shared/market/bar.ts';
import { terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import type { Hole } from '#shared/market/hole.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { endOfTimeUtcMs } from '#shared/units/utc-ms.ts';
import type { BarOutbox } from '#main/ports/bar-outbox.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { IndicatorRow, IndicatorStore } from '#main/ports/indicator-store.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryIndicatorStore } from '#main/testkit/memory-indicator-store.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { IndicatorKeeper } from './indicator-keeper.ts';
import { derivedVersion, startIndicators } from './indicator-set.ts';

export const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: terminalSource, anchor: 'hour' };

export interface MemoryRig {
  readonly clock: ManualClock;
  readonly bars: BarStore;
  readonly outbox: BarOutbox;
  readonly indicators: IndicatorStore;
  /** What is known of the series' holes. */
  holes: readonly Hole[];
  readonly lines: readonly RecordedLine[];
  keeper: IndicatorKeeper;
  /** As after an end of the program: only what is stored is left. */
  readonly restart: () => void;
  /** Stores bars as the terminal says them and tells the keeper; the numbers behind them go in the same transaction, as in a file. */
  readonly record: (bars: readonly Bar[]) => void;
  /** Another hole is known, likewise. */
  readonly addHole: (hole: Hole) => void;
  /** Until nothing waits any more. */
  readonly settle: () => void;
  readonly rows: () => readonly IndicatorRow[];
}

interface RigStores {
  readonly bars: BarStore;
  readonly indicators: IndicatorStore;
}

/** A keeper over stores in memory; `wrap` lets a test look at the stores' calls, or break them, and `workedMs` adds to the desk's time. */
export function createMemoryRig({
  wrap = (stores) => stores,
  workedMs = () => 0,
}: { readonly wrap?: (stores: RigStores) => RigStores; readonly workedMs?: () => number } = {}): MemoryRig {
  const clock = createManualClock();
  const kept = createMemoryIndicatorStore();
  const { bars, indicators } = wrap({ bars: createMemoryBarStore(), indicators: kept });
  const { logger, lines } = createRecordingLogger();
  const waiting = new Set<BarSeries>();
  const outbox: BarOutbox = {
    waiting: () => [...waiting],
    take: (taken) => {
      waiting.delete(taken);
    },
  };
  const open = (): IndicatorKeeper =>
    new IndicatorKeeper({
      bars,
      outbox,
      indicators,
      holes: { holes: () => rig.holes },
      monotonicClock: { nowMs: () => durationMs(clock.monotonic.nowMs() + workedMs()) },
      timers: clock.timers,
      logger,
    });
  const rig: MemoryRig = {
    clock,
    bars,
    outbox,
    indicators,
    holes: [],
    lines,
    keeper: undefined as never,
    restart: () => {
      rig.keeper[Symbol.dispose]();
      rig.keeper = open();
      rig.keeper.start();
    },
    record: (said) => {
      const first = said[0];
      if (first === undefined) return;
      bars.record([{ series, bars: said }], null);
      waiting.add(series);
      indicators.dropFrom(series, first.openTimeUtcMs);
      rig.keeper.changed(series, first.openTimeUtcMs);
    },
    addHole: (hole) => {
      rig.holes = [...rig.holes, hole].sort((a, b) => a.toUtcMs - b.toUtcMs);
      indicators.dropFrom(series, hole.toUtcMs);
      rig.keeper.changed(series, hole.toUtcMs);
    },
    settle: () => {
      for (let turns = 0; clock.pendingTimers() > 0 && turns < 1000; turns++) clock.advance(60_000);
    },
    rows: () => kept.read({ series, version: derivedVersion, beforeUtcMs: endOfTimeUtcMs, limit: Infinity }),
  };
  rig.keeper = open();
  return rig;
}

/** What one pass over the whole history gives; a hole begins it anew. */
export function onePass(bars: readonly Bar[], holes: readonly Hole[] = []): readonly IndicatorRow[] {
  let run = startIndicators(series);
  return bars.map((bar, index) => {
    const before = bars[index - 1]?.openTimeUtcMs ?? -Infinity;
    const isCutOff = holes.some(
      ({ kind, toUtcMs }) => kind === 'unexpected' && toUtcMs > before && toUtcMs <= bar.openTimeUtcMs,
    );
    if (isCutOff) run = startIndicators(series);
    return run.push(bar);
  });
}
