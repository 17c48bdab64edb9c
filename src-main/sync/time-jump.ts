import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';

/** A wall clock that goes apart from the steady one by more was set, or the machine slept. */
export const jumpMsMax = 2000;

/** Notices sleep and a clock that was set. */
export class TimeJump {
  readonly #wallClock: WallClock;
  readonly #monotonicClock: MonotonicClock;
  #apartMs: number;

  constructor({
    wallClock,
    monotonicClock,
  }: {
    readonly wallClock: WallClock;
    readonly monotonicClock: MonotonicClock;
  }) {
    this.#wallClock = wallClock;
    this.#monotonicClock = monotonicClock;
    this.#apartMs = this.#measure();
  }

  /** How far the wall clock has gone ahead of the steady one since it was asked last, in milliseconds; 0 unless it jumped. */
  take(): number {
    const apartMs = this.#measure();
    const jumpedMs = apartMs - this.#apartMs;
    this.#apartMs = apartMs;
    return Math.abs(jumpedMs) > jumpMsMax ? jumpedMs : 0;
  }

  #measure(): number {
    return this.#wallClock.nowUtcMs() - this.#monotonicClock.nowMs();
  }
}
