import type { Fault } from '#shared/base/fault.ts';
import type { SyncLog, SyncPhase } from '#shared/contract/sync-health.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { MonotonicClock, WallClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { SyncKey, SyncState, SyncStore } from '#main/ports/sync-store.ts';
import { backOff } from '#shared/units/back-off.ts';
import { faultClass, storeFault } from './fault-class.ts';
import { RateMeter } from './rate-meter.ts';

export interface ProgressDependencies {
  readonly sync: SyncStore;
  readonly wallClock: WallClock;
  readonly monotonicClock: MonotonicClock;
  readonly rng: Rng;
  readonly logger: Logger;
}

const retryBounds = { firstMs: 1000, longestMs: 120_000 };

/** The first wait is long enough for what the terminal had on its way when it was told to stop. */
const diskBounds = { firstMs: 3000, longestMs: 60_000 };

export type Action = SyncLog['action'];

/** How one stream stands: what is remembered of it between runs, what it does now, what went wrong and when it is tried again. */
export class StreamProgress {
  readonly key: SyncKey;
  readonly #dependencies: ProgressDependencies;
  readonly #rate: RateMeter;
  #state: SyncState;
  #running: Action | null = null;
  #attempts = 0;
  #retryAtMs: number | null = null;
  #fault: Fault | null = null;

  constructor(key: SyncKey, dependencies: ProgressDependencies) {
    this.key = key;
    this.#dependencies = dependencies;
    this.#rate = new RateMeter(dependencies.monotonicClock);
    this.#state = dependencies.sync.state(key) ?? {
      ...key,
      backfilledFromUtcMs: null,
      wantedFromUtcMs: null,
      cursorUtcMs: null,
      corrections: 0,
      lastFault: null,
      changedAtUtcMs: dependencies.wallClock.nowUtcMs(),
    };
  }

  get state(): SyncState {
    return this.#state;
  }

  get fault(): Fault | null {
    return this.#fault;
  }

  get attempts(): number {
    return this.#attempts;
  }

  get running(): Action | null {
    return this.#running;
  }

  get ratePerSecond(): number {
    return this.#rate.perSecond();
  }

  /** Null where nothing is waited for. */
  get retryInMs(): number | null {
    return this.#retryAtMs === null ? null : Math.max(0, this.#retryAtMs - this.#now);
  }

  get isFailed(): boolean {
    return this.#fault !== null && faultClass(this.#fault) === 'permanent';
  }

  get isPaused(): boolean {
    return this.#fault !== null && this.#retryAtMs !== null && faultClass(this.#fault) === 'disk';
  }

  /** It may be worked on: nothing failed for good, and no wait is on. */
  get isReady(): boolean {
    return !this.isFailed && (this.retryInMs ?? 0) === 0;
  }

  /** What hinders it, or null where the stream's own work says what it is doing. */
  get hindrance(): Extract<SyncPhase, 'failed' | 'paused' | 'waiting'> | null {
    if (this.isFailed) return 'failed';
    if (this.isPaused) return 'paused';
    return this.#retryAtMs === null ? null : 'waiting';
  }

  /** The state as it will stand; whoever stores it with its rows calls `stored` once it is. */
  stateWith(change: Partial<Pick<SyncState, 'backfilledFromUtcMs' | 'wantedFromUtcMs' | 'cursorUtcMs'>>): SyncState {
    const changedAtUtcMs = this.#dependencies.wallClock.nowUtcMs();
    return { ...this.#state, ...change, lastFault: null, changedAtUtcMs };
  }

  stored(state: SyncState): void {
    this.#state = state;
  }

  /** Throws what the store throws. */
  save(change: Parameters<StreamProgress['stateWith']>[0]): void {
    this.#save(this.stateWith(change));
  }

  /** Records that came into the store. */
  count(rows: number): void {
    this.#rate.add(rows);
  }

  /** Counts broker's corrections. Throws what the store throws. */
  corrected(rows: number): void {
    if (rows === 0) return;
    this.#save({ ...this.#state, corrections: this.#state.corrections + rows });
    this.log({ action: 'correction', startedAtMs: this.#now, rows, fault: null });
  }

  started(action: Action): void {
    this.#running = action;
  }

  succeeded(): void {
    this.#running = null;
    this.recovered();
  }

  /** What hindered it is over. */
  recovered(): void {
    this.#attempts = 0;
    this.#retryAtMs = null;
    this.#fault = null;
  }

  /** It is tried again by itself, unless the fault lasts. */
  failed(fault: Fault): void {
    const { rng, logger } = this.#dependencies;
    this.#running = null;
    this.#fault = fault;
    this.#attempts += 1;
    const kind = faultClass(fault);
    const bounds = kind === 'disk' ? diskBounds : retryBounds;
    this.#retryAtMs = kind === 'permanent' ? null : this.#now + backOff(bounds, this.#attempts, rng);
    if (kind === 'disk') return;
    try {
      this.#save({ ...this.#state, lastFault: fault });
    } catch (error) {
      logger.warn('what went wrong could not be stored', { ...storeFault(error).facts, code: storeFault(error).code });
    }
  }

  /** Shows a fault that hinders nothing. */
  note(fault: Fault): void {
    this.#fault = fault;
  }

  /** What was waited for is there. What failed for good, and what cannot be stored, stays so. */
  endWait(): void {
    if (!this.isPaused) this.#retryAtMs = null;
  }

  /** Ends a wait, and lets what failed for good be tried once more. */
  tryNow(): void {
    this.#retryAtMs = null;
    if (this.isFailed) this.#fault = null;
  }

  /** An entry of the log; one that cannot be stored goes into the program's log instead. */
  log(entry: {
    readonly action: Action;
    readonly startedAtMs: number;
    readonly rows: number;
    readonly fault: Fault | null;
  }): void {
    const { sync, wallClock, logger } = this.#dependencies;
    const { action, startedAtMs, rows, fault } = entry;
    const durationMs = Math.max(0, this.#now - startedAtMs);
    const startedAtUtcMs = utcMs(Math.max(0, Math.round(wallClock.nowUtcMs() - durationMs)));
    try {
      sync.log({ ...this.key, startedAtUtcMs, action, durationMs, rows, fault });
    } catch (error) {
      logger.warn('an entry of the log could not be stored', { code: storeFault(error).code, action, rows });
    }
  }

  #save(state: SyncState): void {
    this.#dependencies.sync.saveState(state);
    this.#state = state;
  }

  get #now(): number {
    return this.#dependencies.monotonicClock.nowMs();
  }
}
