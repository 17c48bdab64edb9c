import type { MonotonicClock } from '#main/ports/clock.ts';
import type { LogFacts, Logger } from '#main/ports/logger.ts';

const firstHushMs = 5000;
const hushMsMax = 600_000;

interface Hush {
  readonly untilMs: number;
  readonly lengthMs: number;
  readonly suppressed: number;
}

/**
 * Warns of what a peer can repeat for hours (a wrong token, broken prices) once per back-off: at first at once, then after 5 s, 10 s, … 10
 * minutes, each time with the count of lines that were left out.
 */
export class BackedOffLog {
  readonly #logger: Logger;
  readonly #clock: MonotonicClock;
  /** One for each topic; topics are words of this program, so they are few. */
  readonly #hushes = new Map<string, Hush>();

  constructor(logger: Logger, clock: MonotonicClock) {
    this.#logger = logger;
    this.#clock = clock;
  }

  warn(topic: string, message: string, facts: LogFacts): void {
    const nowMs = this.#clock.nowMs();
    const hush = this.#hushes.get(topic);
    if (hush !== undefined && nowMs < hush.untilMs) {
      this.#hushes.set(topic, { ...hush, suppressed: hush.suppressed + 1 });
      return;
    }
    const lengthMs = hush === undefined ? firstHushMs : Math.min(hush.lengthMs * 2, hushMsMax);
    this.#hushes.set(topic, { untilMs: nowMs + lengthMs, lengthMs, suppressed: 0 });
    this.#logger.warn(message, { ...facts, suppressed: hush?.suppressed ?? 0 });
  }

  /** What was wrong is right again: the next warning comes at once. */
  forget(): void {
    this.#hushes.clear();
  }
}
