import { assert } from '#shared/base/assert.ts';
import { hasEnded } from '#shared/trading/order.ts';
import type { CrashKind } from './crash-folder.ts';
import type { MarketScript } from './sabotage.ts';
import { Trader } from './trader.ts';
import * as day from './trading-day.ts';
import { judge, type Verdict } from './verdict.ts';
import { World, type WorldSpec } from './world.ts';

/** The call, counted from the trader's approval (or the restart, of a second one) on, before which one side ends. */
export interface Crash {
  readonly side: 'app' | 'adviser';
  readonly before: number;
  readonly kind: CrashKind;
}

/** What a run does besides its crash, all of it drawn from the run's seed. */
export interface RunPlan {
  readonly crash: Crash | null;
  /** Another one in what follows the first; it may come too late to happen. */
  readonly again: Crash | null;
  /** Looks that the trader lets a position run. */
  readonly patience: number;
  /** Until a side that died is started again. */
  readonly downMs: number;
  readonly market: MarketScript;
}

export interface RunReport {
  readonly verdict: Verdict;
  /** How many crashes came. */
  readonly crashes: number;
  /** The calls of each side from the approval on, by name; of a run without a crash. */
  readonly calls: { readonly app: readonly string[]; readonly adviser: readonly string[] };
  /** What happened, for a run that went wrong. */
  readonly story: readonly string[];
}

/** After the minute in which the next ticket may come, and before an order can be proved not to be there. */
const slowExecutionMs = 62_000;

const stepMs = 100;

/** Once the first minute after a crash is over there is only waiting. */
const longStepMs = 1_000;

const connectMsMax = 20_000;

/** More than the proof that an order was not found takes, and twice the validity of a ticket. */
const settleMsMax = 400_000;

/** For so long everything has to agree before a run is over. */
const agreedMs = 3_000;

export async function playRun(spec: WorldSpec, plan: RunPlan): Promise<RunReport> {
  const world = await World.create(spec);
  try {
    return await new Run(world, plan).play();
  } finally {
    await world.dispose();
  }
}

/** One order's life: connected, a ticket, its approval, the fill, the close, and a crash somewhere on the way. */
class Run {
  readonly #world: World;
  readonly #plan: RunPlan;
  readonly #trader: Trader;
  readonly #story: string[] = [];
  #crashes = 0;
  #calls: RunReport['calls'] = { app: [], adviser: [] };

  constructor(world: World, plan: RunPlan) {
    this.#world = world;
    this.#plan = plan;
    this.#trader = new Trader(plan.patience);
  }

  async play(): Promise<RunReport> {
    await this.#connect();
    await this.#waitForTicket();
    this.#begin();
    await this.#goOn();
    const { app, terminal } = this.#world;
    assert(app !== null, 'the run ends with a cockpit that lives');
    return {
      verdict: judge(terminal.executions.all, app.engine.snapshot()),
      crashes: this.#crashes,
      calls: this.#calls,
      story: [
        ...this.#story,
        ...app.log.map(({ level, message, facts }) => `${level} ${message} ${JSON.stringify(facts)}`),
      ],
    };
  }

  async #connect(): Promise<void> {
    const world = this.#world;
    await world.startApp();
    await world.startAdviser();
    world.quote(2003);
    await this.#until('connected', connectMsMax, () => world.app?.engine.snapshot().tradingState.state === 'active');
  }

  async #waitForTicket(): Promise<void> {
    const world = this.#world;
    world.quote(day.breakoutBid);
    await this.#until('a ticket', connectMsMax * 3, () => {
      if (world.terminal.utcMs % 1_000 === 0) world.quote(day.breakoutBid);
      return (world.app?.engine.snapshot().approvals.length ?? 0) > 0;
    });
  }

  #begin(): void {
    const { crash, market } = this.#plan;
    const { app, adviser, terminal } = this.#world;
    assert(app !== null && adviser !== null, 'both sides live');
    this.#world.markDisk();
    if (crash === null) adviser.host.say(['TRACE_PORT_CALLS', '1']);
    this.#arm(crash);
    if (market === 'slow')
      terminal.setOrderRules({ nth: 1, of: 'entry', script: { reply: 'lost', executesAfterMs: slowExecutionMs } });
    if (market === 'stopFirst') terminal.setOrderRules({ nth: 2, script: { delayMs: 1_000 } });
  }

  #arm(crash: Crash | null): void {
    const { app, adviser } = this.#world;
    app?.points.count(crash?.side === 'app' ? crash.before : null);
    if (crash?.side === 'adviser') adviser?.host.dieAt({ when: 'before', call: '*', nth: crash.before + 1 });
    adviser?.host.flush();
  }

  async #goOn(): Promise<void> {
    let agreedForMs = 0;
    let passedMs = 0;
    while (agreedForMs < agreedMs && passedMs < settleMsMax) {
      if (passedMs % 1_000 === 0) this.#world.quote(this.#bidAfter(passedMs));
      this.#switchAccounts(passedMs);
      const { app } = this.#world;
      if (app !== null && !app.points.isDead && app.engine.isConnected) await this.#trader.look(app);
      const ms = passedMs < 60_000 ? stepMs : longStepMs;
      await this.#crashWhereDue();
      await this.#world.step(ms);
      await this.#crashWhereDue();
      passedMs += ms;
      agreedForMs = passedMs > this.#eventfulMs() && this.#agrees() ? agreedForMs + ms : 0;
      if (agreedForMs > 0) this.#keepCalls();
    }
  }

  /** The order that was approved at 0 ms has left by then, and is not executed yet. */
  #switchAccounts(ms: number): void {
    const { market } = this.#plan;
    const { terminal } = this.#world;
    if (market.startsWith('otherAccount') && ms === stepMs) terminal.switchAccount(day.otherAccount);
    if (market === 'otherAccount' && ms === 30_000) terminal.switchAccount(day.accountOf(market));
  }

  /** Prices stand still after the breakout, unless the stop is to be hit or one more breakout to come while nothing is known. */
  #bidAfter(ms: number): number {
    const { market } = this.#plan;
    if (market === 'slow') return day.breakoutBid + Math.floor(ms / 15_000);
    if (market === 'stopFirst' && this.#isClosing()) return day.breakoutBid - 20;
    return day.breakoutBid;
  }

  #isClosing(): boolean {
    const { app } = this.#world;
    return app?.engine.snapshot().orders.some(({ request }) => request.kind === 'reduceOnly') === true;
  }

  /** A loss of power takes both sides; what was killed comes back after a while, the other one has lived on. */
  async #crashWhereDue(): Promise<void> {
    const { downMs, again } = this.#plan;
    const crash = this.#crashes === 0 ? this.#plan.crash : this.#crashes === 1 ? again : null;
    if (crash === null) return;
    const world = this.#world;
    const isDue = crash.side === 'app' ? world.app?.points.isDead === true : world.adviser?.host.isGone !== false;
    if (!isDue) return;
    this.#crashes += 1;
    this.#story.push(`${crash.side} died before call ${crash.before} (${crash.kind})`);
    const takesApp = crash.side === 'app' || crash.kind === 'powerLoss';
    const takesAdviser = crash.side === 'adviser' || crash.kind === 'powerLoss';
    if (takesApp) await world.crashApp(crash.kind);
    if (takesAdviser) await world.crashAdviser(crash.kind);
    for (let waited = 0; waited < downMs; waited += stepMs) await world.step(stepMs);
    if (takesAdviser) await world.startAdviser();
    if (takesApp) await world.startApp();
    if (this.#crashes === 1) this.#arm(again);
  }

  /** The market has something up its sleeve for so long, whatever is shown. */
  #eventfulMs(): number {
    return this.#plan.market === 'slow' ? slowExecutionMs + agreedMs : 0;
  }

  #agrees(): boolean {
    const { app, adviser, terminal } = this.#world;
    if (app === null || adviser === null || app.points.isDead || !app.engine.isConnected) return false;
    const { approvals, orders, positions } = app.engine.snapshot();
    const isFlat = positions.length === 0 && terminal.broker.book.positions.size === 0;
    return approvals.length === 0 && orders.every(({ status }) => hasEnded(status)) && isFlat;
  }

  /** Up to the first moment at which everything agrees. */
  #keepCalls(): void {
    const { app, adviser } = this.#world;
    if (this.#calls.app.length > 0) return;
    this.#calls = {
      app: [...(app?.points.passed ?? [])],
      adviser: adviser?.host.portCalls.map(({ call, subject }) => `${call} ${kindOf(subject)}`) ?? [],
    };
  }

  async #until(what: string, msMax: number, isReached: () => boolean): Promise<void> {
    for (let waited = 0; waited < msMax; waited += stepMs) {
      if (isReached()) return;
      await this.#world.step(stepMs);
    }
    const log = this.#world.app?.log.slice(-5).map(({ message }) => message) ?? [];
    throw new Error(`the run was never ${what}: ${log.join('; ')} ${this.#world.adviser?.host.comment ?? ''}`);
  }
}

/** The same file and pipe have other names in each run. */
function kindOf(subject: string): string {
  if (subject.startsWith('ats-')) return 'pipe';
  return subject.includes('journal') ? 'journal' : subject;
}
