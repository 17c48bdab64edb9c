import { assert, assertDefined } from '#shared/base/assert.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { MarketClock, MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Timers } from '#main/ports/timers.ts';

/** All clocks and timers of a test, moved by hand; nothing in it reads the machine's time. */
export interface ManualClock {
  readonly market: MarketClock;
  readonly wall: WallClock;
  readonly monotonic: MonotonicClock;
  readonly timers: Timers;
  /** Moves every clock on and fires what falls due, in order; a timer that runs sees the clocks at its own due time. */
  readonly advance: (ms: number) => void;
  /** What a report of the terminal does: the market's time alone; null before the first one. */
  readonly setMarket: (at: number | null) => void;
  /** What a person or a time server does to the desk's clock. */
  readonly setWall: (at: number) => void;
  /** Timers that still wait: zero after a clean disposal. */
  readonly pendingTimers: () => number;
}

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly run: () => void;
}

export const sampleStartUtcMs: UtcMs = utcMs(Date.UTC(2024, 0, 2));

export function createManualClock(start: { market?: number | null; wall?: number } = {}): ManualClock {
  let marketMs: number | null = start.market === undefined ? sampleStartUtcMs : start.market;
  let wallMs: number = start.wall ?? sampleStartUtcMs;
  let monotonicMs = 0;
  let order = 0;
  const pending = new Set<Timer>();

  const schedule = (dueMs: number, run: () => void): Timer => {
    const timer: Timer = { dueMs, order: order++, run };
    pending.add(timer);
    return timer;
  };

  const moveTo = (targetMs: number): void => {
    const step = targetMs - monotonicMs;
    if (marketMs !== null) marketMs += step;
    wallMs += step;
    monotonicMs = targetMs;
  };

  const timers: Timers = {
    after: (delay, run) => {
      const timer = schedule(monotonicMs + delay, run);
      return { [Symbol.dispose]: () => void pending.delete(timer) };
    },
    every: (period, run) => {
      assert(period > 0, 'a period is above zero');
      const tick = (): void => {
        timer = schedule(timer.dueMs + period, tick);
        run();
      };
      let timer = schedule(monotonicMs + period, tick);
      return { [Symbol.dispose]: () => void pending.delete(timer) };
    },
  };

  return {
    market: { nowUtcMs: () => (marketMs === null ? null : utcMs(marketMs)) },
    wall: { nowUtcMs: () => utcMs(wallMs) },
    monotonic: { nowMs: () => durationMs(monotonicMs) },
    timers,
    advance: (ms) => {
      assert(ms >= 0, 'time does not run backwards');
      const targetMs = monotonicMs + ms;
      for (let timer = earliest(pending, targetMs); timer !== null; timer = earliest(pending, targetMs)) {
        pending.delete(timer);
        moveTo(timer.dueMs);
        timer.run();
      }
      moveTo(targetMs);
    },
    setMarket: (at) => {
      marketMs = at;
    },
    setWall: (at) => {
      wallMs = at;
    },
    pendingTimers: () => pending.size,
  };
}

function earliest(pending: ReadonlySet<Timer>, targetMs: number): Timer | null {
  const due = [...pending].filter((timer) => timer.dueMs <= targetMs);
  if (due.length === 0) return null;
  due.sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);
  return assertDefined(due[0], 'a timer is due');
}
