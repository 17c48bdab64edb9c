import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#shared/base/assert.ts';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import { hasEnded, type OrderStatus } from '#shared/trading/order.ts';
import { judge, type Verdict } from '../verdict.ts';
import type { TradersWish } from '../traders-wish.ts';
import { ledgerAfterEnd } from './ledger-after-end.ts';
import { RealTrader } from './real-trader.ts';
import { RealWorld, type Side } from './real-world.ts';

/** What happens in a run besides an order's life; all of it is drawn from the run's seed. */
export interface RealPlan {
  /** What the trader says before the first kill. */
  readonly during: TradersWish['kind'];
  /** One after the other: `afterMs` counts from what he says, of the second from the restart. */
  readonly kills: readonly Kill[];
  /** For how long he lets a position run. */
  readonly patienceMs: number;
}

export interface Kill {
  /** Killed at the same moment, and started again in this order. */
  readonly sides: readonly Side[];
  readonly afterMs: number;
  readonly downMs: number;
}

export interface RealReport {
  readonly verdict: Verdict;
  /** How the entries ended. */
  readonly entries: readonly OrderStatus[];
  /** What the ledger's log holds, each event following from the one before. */
  readonly loggedEvents: number;
  readonly hasSeenUnknown: boolean;
  readonly seconds: number;
  /** What happened, for a run that went wrong. */
  readonly story: readonly string[];
}

/** Of anything that takes seconds on an idle machine. */
const startMsMax = 120_000;

/** Two proofs that an order was not found (75 s each), and what a busy machine adds. */
const settleMsMax = 300_000;

/** For so long everything has to agree before a run is over: what is still under way would show. */
const agreedMs = 2_000;

const lookMs = 50;

/** Of the cockpit's log, in the story of a run. */
const loggedMax = 20;

export async function playRealRun(
  spec: { readonly folder: string; readonly interrupted: AbortSignal },
  plan: RealPlan,
): Promise<RealReport> {
  await using world = await RealWorld.create(spec.folder);
  return await new RealRun(world, plan, spec.interrupted).play();
}

/** One order's life: connected, a ticket, its approval, the fill, the close, and a kill on the way. */
class RealRun {
  readonly #startedAtMs = performance.now();
  readonly #world: RealWorld;
  readonly #plan: RealPlan;
  readonly #interrupted: AbortSignal;
  readonly #trader: RealTrader;
  readonly #story: string[] = [];
  /** Null before the moment has come. */
  #killing: Promise<void> | null = null;
  #isKillOver = false;
  #isOver = false;
  /** What failed beside the way that `play` goes. */
  #failure: unknown = null;

  constructor(world: RealWorld, plan: RealPlan, interrupted: AbortSignal) {
    this.#world = world;
    this.#plan = plan;
    this.#interrupted = interrupted;
    this.#trader = new RealTrader({
      patienceMs: plan.patienceMs,
      onSpeaking: (wish) => {
        this.#hear(wish);
      },
    });
  }

  /** @throws with its story, where the run breaks off. */
  async play(): Promise<RealReport> {
    try {
      return await this.#play();
    } catch (error) {
      throw new Error(this.#told().join('\n  '), { cause: error });
    } finally {
      this.#isOver = true;
      // Nothing may be started any more once the world ends.
      await Promise.allSettled([this.#killing]);
    }
  }

  async #play(): Promise<RealReport> {
    const world = this.#world;
    await Promise.all([this.#startCockpit(), world.start('adviser')]);
    await this.#until('connected', startMsMax, () => this.#trader.shown?.tradingState.state === 'active');
    world.breakOut();
    await this.#until('in doubt', startMsMax, () => this.#killing !== null);
    await this.#killing;
    const shown = await this.#agreed();
    await world.kill('cockpit');
    const { orders, deals, events } = await ledgerAfterEnd(world.dataFolder);
    const executed = world.terminal.executions.all;
    const held = { orders, deals, positions: shown.positions };
    return {
      verdict: both(judge(executed, shown), judge(executed, held)),
      entries: orders.filter(({ request }) => request.kind === 'entry').map(({ status }) => status),
      loggedEvents: events,
      hasSeenUnknown: this.#trader.hasSeenUnknown,
      seconds: (performance.now() - this.#startedAtMs) / 1000,
      story: this.#told(),
    };
  }

  #told(): readonly string[] {
    const log = path.join(this.#world.dataFolder, 'logs', 'engine.log');
    const logged = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    const executed = this.#world.terminal.executions.all.map((it) => JSON.stringify(it));
    return [...this.#story, ...executed, ...logged.slice(-loggedMax)];
  }

  async #startCockpit(): Promise<void> {
    await this.#world.start('cockpit');
    this.#trader.sitBefore(this.#world.dataFolder).then(
      (code) => {
        this.#note(`the trader sees nothing any more: ${code}`);
      },
      (error: unknown) => {
        this.#failure = error;
      },
    );
  }

  #hear({ kind }: TradersWish): void {
    this.#note(`the trader says ${kind}`);
    if (kind !== this.#plan.during || this.#killing !== null || this.#isOver) return;
    this.#killing = this.#kill();
    // `play` looks at it a moment later; until then its failure is not unheard.
    this.#killing.catch(() => undefined);
  }

  async #kill(): Promise<void> {
    for (const { sides, afterMs, downMs } of this.#plan.kills) {
      await sleep(afterMs, undefined, { signal: this.#interrupted });
      this.#note(`killed: ${sides.join(' and ')}`);
      await Promise.all(sides.map((side) => this.#world.kill(side)));
      await sleep(downMs, undefined, { signal: this.#interrupted });
      for (const side of sides) await (side === 'cockpit' ? this.#startCockpit() : this.#world.start(side));
      this.#note('started again');
    }
    this.#isKillOver = true;
  }

  /** What the cockpit shows once everything agrees, or at the end of all patience. */
  async #agreed(): Promise<CockpitSnapshot> {
    const endsAtMs = performance.now() + settleMsMax;
    let agreedSinceMs: number | null = null;
    for (;;) {
      const nowMs = performance.now();
      agreedSinceMs = this.#agrees() ? (agreedSinceMs ?? nowMs) : null;
      const { shown } = this.#trader;
      const isOver = (agreedSinceMs !== null && nowMs - agreedSinceMs >= agreedMs) || nowMs >= endsAtMs;
      if (isOver && shown !== null) return shown;
      assert(nowMs < endsAtMs, () => `nobody shows anything: ${this.#story.join('; ')}`);
      await this.#wait();
    }
  }

  #agrees(): boolean {
    const { shown } = this.#trader;
    if (!this.#isKillOver || shown?.tradingState.state !== 'active') return false;
    const { approvals, orders, positions } = shown;
    const isFlat = positions.length === 0 && this.#world.terminal.broker.book.positions.size === 0;
    return isFlat && approvals.length === 0 && orders.every(({ status }) => hasEnded(status));
  }

  async #until(what: string, msMax: number, isReached: () => boolean): Promise<void> {
    const endsAtMs = performance.now() + msMax;
    while (!isReached()) {
      assert(performance.now() < endsAtMs, () => `the run was never ${what}: ${this.#lastSeen()}`);
      await this.#wait();
    }
  }

  async #wait(): Promise<void> {
    if (this.#failure !== null) throw new Error('the run broke', { cause: this.#failure });
    await sleep(lookMs, undefined, { signal: this.#interrupted });
  }

  #lastSeen(): string {
    const { shown } = this.#trader;
    return JSON.stringify([this.#story, shown?.tradingState, shown?.lamps, shown?.endedApprovals]);
  }

  #note(what: string): void {
    this.#story.push(`${Math.round(performance.now() - this.#startedAtMs)} ms: ${what}`);
  }
}

/** What both the window and the disk tell of the same market. */
const both = (shown: Verdict, held: Verdict): Verdict => ({
  lost: [...shown.lost, ...held.lost.map(onDisk)],
  doubled: [...shown.doubled, ...held.doubled.map(onDisk)],
  unknown: [...shown.unknown, ...held.unknown.map(onDisk)],
  untrue: [...shown.untrue, ...held.untrue.map(onDisk)],
});

const onDisk = (what: string): string => `on the disk: ${what}`;
