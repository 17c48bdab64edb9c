interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * The terminal's clock and what it has still to do: by the machine's own clock, or in simulated time, which only `moveTo` moves. UTC
 * milliseconds.
 */
export class Schedule {
  readonly isSimulated: boolean;
  #nowMs: number;
  #order = 0;
  #due: Due[] = [];
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(at: { readonly isSimulated: boolean; readonly startUtcMs: number }) {
    this.isSimulated = at.isSimulated;
    this.#nowMs = at.startUtcMs;
  }

  get utcMs(): number {
    return this.isSimulated ? this.#nowMs : Date.now();
  }

  /** Runs it after that time; at once, but never within the caller, where it is 0. */
  after(delayMs: number, run: () => void): void {
    if (this.isSimulated) {
      this.#order += 1;
      this.#due.push({ atMs: this.#nowMs + delayMs, order: this.#order, run });
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, delayMs);
    this.#timers.add(timer);
  }

  /** Runs what falls due on the way, each at its own time, and ends at that time. */
  moveTo(utcMs: number): void {
    for (;;) {
      const next = this.#due.filter((it) => it.atMs <= utcMs).sort((a, b) => a.atMs - b.atMs || a.order - b.order)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((it) => it !== next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.run();
    }
    this.#nowMs = utcMs;
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#due = [];
  }
}
