import { fault, type Fault } from '#shared/base/fault.ts';
import { err, type Result } from '#shared/base/result.ts';
import type { SyncPhase, SyncStream } from '#shared/contract/sync-health.ts';
import type { MarketHours } from '#shared/market/market-hours.ts';
import type { Tick } from '#shared/market/quote.ts';
import { spansMs, type Span } from '#shared/time/span.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { TickSummary } from '#main/ports/tick-store.ts';
import { askHistory } from './ask-history.ts';
import { storeFault } from './fault-class.ts';
import { StreamProgress } from './stream-progress.ts';
import type { SyncContext } from './sync-context.ts';
import { urgencies, type SyncJob } from './sync-job.ts';

const dayMs = 86_400_000;
const chunkMs = dayMs / 4;
/** A market that has been closed for so long has nothing on its way any more. */
const quietMs = 600_000;
const bytesPerMb = 1024 * 1024;

/** So many are deleted in one go: well below what holds the loop. */
const pruneMax = 2000;

export interface TickStreamSpec {
  readonly symbol: string;
  readonly context: SyncContext;
  readonly hours: () => MarketHours | null;
}

/** The ticks of one symbol: those of the last days are fetched, new ones come by themselves, and old ones go. */
export class TickStream {
  readonly progress: StreamProgress;
  readonly #it: TickStreamSpec;
  #pruning: Disposable | null = null;
  #overBudget: Fault | null = null;

  constructor(spec: TickStreamSpec) {
    const { symbol, context } = spec;
    this.#it = spec;
    this.progress = new StreamProgress(
      { kind: 'ticks', symbol, timeframe: null },
      { ...context, sync: context.stores.sync },
    );
  }

  nextJob(): SyncJob | null {
    if (!this.progress.isReady || this.#overBudget !== null) return null;
    const wanted = this.#wanted();
    if (wanted === null || wanted.fromUtcMs >= wanted.toUtcMs) return null;
    const fromUtcMs = utcMs(Math.max(wanted.fromUtcMs, Math.floor((wanted.toUtcMs - 1) / chunkMs) * chunkMs));
    const span = { fromUtcMs, toUtcMs: wanted.toUtcMs };
    return { progress: this.progress, action: 'backfill', urgency: urgencies.ticks, run: () => this.#fetch(span) };
  }

  /** Deletes what is too old or too much, in slices, until there is no more of it. */
  prune(): void {
    if (this.#pruning !== null) return;
    try {
      if (this.#pruneSlice()) this.#pruning = this.#it.context.timers.after(durationMs(0), () => this.#pruneOn());
    } catch (error) {
      this.progress.failed(storeFault(error));
    }
  }

  health({
    summary,
    hindrance,
    marketNowUtcMs,
  }: {
    readonly summary: TickSummary | null;
    readonly hindrance: Fault | null;
    readonly marketNowUtcMs: UtcMs | null;
  }): SyncStream {
    const { progress } = this;
    const isWaiting = hindrance !== null && progress.hindrance === null;
    return {
      ...{ kind: 'ticks', symbol: this.#it.symbol, timeframe: null },
      phase: isWaiting ? 'waiting' : this.#phase(),
      stored: summary?.count ?? 0,
      firstUtcMs: summary?.firstUtcMs ?? null,
      lastUtcMs: summary?.lastUtcMs ?? null,
      lagMs: this.#lagMs(summary?.lastUtcMs ?? null, marketNowUtcMs),
      ratePerSecond: progress.ratePerSecond,
      backfill: this.#backfill(marketNowUtcMs),
      holes: null,
      corrections: progress.state.corrections,
      attempts: progress.attempts,
      nextAttemptInMs: progress.retryInMs,
      fault: progress.fault ?? this.#overBudget ?? hindrance,
    };
  }

  /** What is still to be fetched, up to what is there. */
  #wanted(): Span | null {
    const { plan, marketClock } = this.#it.context;
    const now = marketClock.nowUtcMs();
    const toUtcMs = this.progress.state.backfilledFromUtcMs ?? this.#liveFrom();
    if (now === null || toUtcMs === null || plan.tickDays === 0) return null;
    return { fromUtcMs: utcMs(now - Math.min(plan.tickDays, plan.tickRetentionDays) * dayMs), toUtcMs };
  }

  /** Where ticks began to come by themselves: before the first has come while the market is open, nobody knows. */
  #liveFrom(): UtcMs | null {
    const { marketClock, stores } = this.#it.context;
    const first = summaryOf(stores.ticks.summaries(), this.#it.symbol)?.firstUtcMs ?? null;
    const now = marketClock.nowUtcMs();
    if (first !== null || now === null) return first;
    const open = this.#it.hours()?.openSpans({ fromUtcMs: utcMs(now - quietMs), toUtcMs: now });
    return open?.length === 0 ? now : null;
  }

  async #fetch(span: Span): Promise<Result<number, Fault>> {
    try {
      return await this.#run(span);
    } catch (error) {
      return err(storeFault(error));
    }
  }

  /** Ticks of one stamp are stored together: the last stamp of a page waits for the next page. Throws what the store throws. */
  async #run(span: Span): Promise<Result<number, Fault>> {
    const { symbol, context } = this.#it;
    const { stores, history, timers } = context;
    // Kept before anything is stored: a chunk that is cut short leaves ticks that did not come by themselves.
    if (this.progress.state.backfilledFromUtcMs === null) this.progress.save({ backfilledFromUtcMs: span.toUtcMs });
    let pending: readonly Tick[] = [];
    let filledToUtcMs = span.fromUtcMs;
    let received = 0;
    const fillTo = (toUtcMs: UtcMs, ticks: readonly Tick[]): void => {
      stores.ticks.fill({ symbol, fromUtcMs: filledToUtcMs, toUtcMs, ticks });
      this.progress.count(ticks.length);
      filledToUtcMs = toUtcMs;
    };
    const answer = await askHistory<readonly Tick[]>({
      timers,
      request: (onPage) => history.ticks({ symbol, ...span }, onPage),
      store: (page) => {
        const ticks = [...pending, ...page];
        const last = ticks.at(-1)?.occurredAtUtcMs;
        if (last === undefined) return null;
        if (!isInOrder(ticks, filledToUtcMs) || last >= span.toUtcMs) return outOfOrder(symbol);
        fillTo(
          last,
          ticks.filter(({ occurredAtUtcMs }) => occurredAtUtcMs < last),
        );
        pending = ticks.filter(({ occurredAtUtcMs }) => occurredAtUtcMs === last);
        received += page.length;
        return null;
      },
    });
    if (!answer.ok) return answer;
    if (answer.value !== received) return err(notWhole(symbol, answer.value, received));
    fillTo(span.toUtcMs, pending);
    const wantedFromUtcMs = this.#wanted()?.fromUtcMs ?? null;
    this.progress.save({ backfilledFromUtcMs: span.fromUtcMs, wantedFromUtcMs });
    return answer;
  }

  #pruneOn(): void {
    this.#pruning = null;
    this.prune();
  }

  /** Whether there may be more to delete. */
  #pruneSlice(): boolean {
    const { symbol, context } = this.#it;
    const { plan, marketClock, stores } = context;
    const now = marketClock.nowUtcMs();
    if (now === null) return false;
    const oldestUtcMs = utcMs(Math.max(0, now - plan.tickRetentionDays * dayMs));
    if (stores.ticks.prune({ symbol, beforeUtcMs: oldestUtcMs, limit: pruneMax }) === pruneMax) return true;
    const summary = summaryOf(stores.ticks.summaries(), symbol);
    const budgetBytes = plan.tickBudgetMb * bytesPerMb;
    if (summary?.lastUtcMs == null || summary.bytes <= budgetBytes) return false;
    this.#overBudget ??= overBudget(symbol, plan.tickBudgetMb, context.logger.warn);
    return stores.ticks.prune({ symbol, beforeUtcMs: summary.lastUtcMs, limit: pruneMax }) > 0;
  }

  #phase(): SyncPhase {
    const { progress } = this;
    if (progress.running !== null) return 'backfilling';
    if (progress.hindrance !== null) return progress.hindrance;
    return this.nextJob() === null ? 'live' : 'backfilling';
  }

  #lagMs(lastUtcMs: UtcMs | null, now: UtcMs | null): number | null {
    if (lastUtcMs === null || now === null) return null;
    const hours = this.#it.hours();
    if (now <= lastUtcMs) return 0;
    const isLong = now - lastUtcMs > 31 * dayMs;
    return hours === null || isLong
      ? now - lastUtcMs
      : spansMs(hours.openSpans({ fromUtcMs: lastUtcMs, toUtcMs: now }));
  }

  #backfill(now: UtcMs | null): SyncStream['backfill'] {
    const wanted = this.#wanted();
    if (wanted === null || now === null || wanted.fromUtcMs >= wanted.toUtcMs || this.#overBudget !== null) return null;
    const doneRatio = Math.min(1, Math.max(0, (now - wanted.toUtcMs) / Math.max(1, now - wanted.fromUtcMs)));
    return { fromUtcMs: wanted.fromUtcMs, toUtcMs: now, doneRatio, remainingMs: null };
  }
}

export const summaryOf = (summaries: readonly TickSummary[], symbol: string): TickSummary | null =>
  summaries.find((summary) => summary.symbol === symbol) ?? null;

const isInOrder = (ticks: readonly Tick[], fromUtcMs: UtcMs): boolean =>
  ticks.every(({ occurredAtUtcMs }, index) => occurredAtUtcMs >= (ticks[index - 1]?.occurredAtUtcMs ?? fromUtcMs));

const outOfOrder = (symbol: string): Fault =>
  fault('HISTORY_INCOMPLETE', `The terminal’s ticks of ${symbol} are not in order, so they are asked for again.`, {
    symbol,
  });

const notWhole = (symbol: string, sent: number, received: number): Fault =>
  fault(
    'HISTORY_INCOMPLETE',
    `Of ${sent} ticks of ${symbol} that the terminal sent ${received} came; it is asked again.`,
    {
      ...{ symbol, sent, received },
    },
  );

function overBudget(symbol: string, budgetMb: number, warn: (message: string, facts: Fault['facts']) => void): Fault {
  const over = fault(
    'TICKS_OVER_BUDGET',
    `The ticks of ${symbol} take more than ${budgetMb} MiB, so the oldest are deleted before their time. Raise sync.tickBudgetMb or lower sync.tickRetentionDays.`,
    { symbol, budgetMb },
  );
  warn(over.message, over.facts);
  return over;
}
