import type { Fault } from '#shared/base/fault.ts';
import type { SyncStream } from '#shared/contract/sync-health.ts';
import { terminalSource } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { CalendarCoverage } from '#main/ports/calendar-store.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import { storeFault } from './fault-class.ts';
import { StreamProgress } from './stream-progress.ts';
import type { SyncContext } from './sync-context.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Releases are moved and revised: they are asked for again so often. */
const askEveryMs = 4 * hourMs;

/** The terminal answers for at most 31 days at a time. */
const spansInDays = [
  [-14, 17],
  [17, 31],
] as const;

/** The economic calendar of the last two weeks and the next month, as the terminal has it. */
export class CalendarStream {
  readonly progress: StreamProgress;
  readonly #context: SyncContext;
  #askedAtMs: number | null = null;
  #stored: number;

  constructor(context: SyncContext) {
    this.#context = context;
    this.progress = new StreamProgress(
      { kind: 'calendar', symbol: null, timeframe: null },
      { ...context, sync: context.stores.sync },
    );
    this.#stored = this.#count();
  }

  /** Asks where it is time to. */
  ask(): void {
    const { marketClock, monotonicClock, subscriptions } = this.#context;
    const now = marketClock.nowUtcMs();
    const nowMs = monotonicClock.nowMs();
    const isFresh = this.#askedAtMs !== null && nowMs - this.#askedAtMs < askEveryMs;
    if (now === null || isFresh || !this.progress.isReady) return;
    const isAsked = spansInDays.every(([from, to]) =>
      subscriptions.requestCalendar({ fromUtcMs: utcMs(now + from * dayMs), toUtcMs: utcMs(now + to * dayMs) }),
    );
    if (isAsked) this.#askedAtMs = nowMs;
  }

  /** A new session may know more. */
  askAgain(): void {
    this.#askedAtMs = null;
  }

  record({ fromUtcMs, toUtcMs, events }: Extract<TerminalEvent, { kind: 'calendarReported' }>): void {
    const { stores, monotonicClock } = this.#context;
    const startedAtMs = monotonicClock.nowMs();
    try {
      const said = { source: terminalSource, fromUtcMs, toUtcMs, events };
      const { corrected } = stores.calendar.record(said);
      this.#stored = this.#count();
      this.progress.count(events.length);
      this.progress.corrected(corrected);
      this.progress.recovered();
      this.progress.log({ action: 'delta', startedAtMs, rows: events.length, fault: null });
    } catch (error) {
      this.#askedAtMs = null;
      this.progress.failed(storeFault(error));
    }
  }

  health(hindrance: Fault | null): SyncStream {
    const { progress } = this;
    const covered = this.#covered();
    return {
      ...{ kind: 'calendar', symbol: null, timeframe: null },
      phase: progress.hindrance ?? (hindrance === null ? 'live' : 'waiting'),
      stored: this.#stored,
      firstUtcMs: covered[0]?.fromUtcMs ?? null,
      lastUtcMs: covered.at(-1)?.toUtcMs ?? null,
      ...{ lagMs: null, backfill: null, holes: null },
      ratePerSecond: progress.ratePerSecond,
      corrections: progress.state.corrections,
      attempts: progress.attempts,
      nextAttemptInMs: progress.retryInMs,
      fault: progress.fault ?? hindrance,
    };
  }

  #count(): number {
    return this.#covered().reduce((sum, { fromUtcMs, toUtcMs }) => {
      return sum + (this.#context.stores.calendar.read({ fromUtcMs, toUtcMs, currencies: null })?.length ?? 0);
    }, 0);
  }

  #covered(): readonly CalendarCoverage[] {
    return this.#context.stores.calendar.coverage().filter(({ source }) => source === terminalSource);
  }
}
