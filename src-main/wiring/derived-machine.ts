import { hash } from 'node:crypto';
import type { MarketClock } from '#main/ports/clock.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { Machine } from './machine.ts';

/** A machine whose clocks are the market's, so that nothing in a run depends on where and when it runs. */
export interface DerivedMachine extends Machine {
  /** Runs each timer that has fallen due, once: the market's time jumps, and one that fell due many times did so in one moment. */
  readonly runDueTimers: () => void;
}

/** `startUtcMs` is the time before the market has shown any; the same seed gives the same random bytes. */
export function derivedMachine(derived: {
  readonly marketClock: MarketClock;
  readonly startUtcMs: UtcMs;
  readonly seed: string;
}): DerivedMachine {
  const { marketClock, startUtcMs, seed } = derived;
  const nowUtcMs = (): UtcMs => marketClock.nowUtcMs() ?? startUtcMs;
  const waiting = new Set<Timer>();
  const wait = (timer: Timer): Disposable => {
    waiting.add(timer);
    return { [Symbol.dispose]: () => void waiting.delete(timer) };
  };
  const timers: Timers = {
    after: (delay, run) => wait({ dueUtcMs: nowUtcMs() + delay, periodMs: null, run }),
    every: (period, run) => wait({ dueUtcMs: nowUtcMs() + period, periodMs: period, run }),
  };
  return {
    wallClock: { nowUtcMs },
    monotonicClock: { nowMs: () => durationMs(nowUtcMs() - startUtcMs) },
    timers,
    rng: seededRng(seed),
    runDueTimers: () => {
      const now = nowUtcMs();
      for (const timer of [...waiting].filter(({ dueUtcMs }) => dueUtcMs <= now)) {
        if (timer.periodMs === null) waiting.delete(timer);
        else timer.dueUtcMs = now + timer.periodMs;
        timer.run();
      }
    },
  };
}

interface Timer {
  dueUtcMs: number;
  /** Null where it runs once. */
  readonly periodMs: number | null;
  readonly run: () => void;
}

/** SHA-256 over seed and count, block after block. Fit to tell runs apart, not for secrets. */
function seededRng(seed: string): Rng {
  let count = 0;
  const block = (): Buffer => hash('sha256', `${seed}#${count++}`, 'buffer');
  return {
    bytes: (length) => Buffer.concat(Array.from({ length: Math.ceil(length / 32) }, block)).subarray(0, length),
  };
}
