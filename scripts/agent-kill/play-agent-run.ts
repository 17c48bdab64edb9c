import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#shared/base/assert.ts';
import type { AgentRunNews } from '#shared/contract/agents.ts';
import { AgentDesk, isOver, type Seen } from './agent-desk.ts';
import { AgentWorld } from './agent-world.ts';
import type { KillPlan, Moment } from './kill-plan.ts';
import { outcomeOf, type Outcome } from './outcome.ts';
import type { PlantName } from './plants.ts';

export interface AgentRunSpec {
  /** Of its own, and not there yet. */
  readonly folder: string;
  /** Of the market. */
  readonly seed: number;
  readonly plan: KillPlan;
  readonly plant: PlantName | null;
  /** So long after the last start of its engine it counts as one that never comes to its end. */
  readonly msMax: number;
  readonly interrupted: AbortSignal;
}

export interface AgentRunReport {
  readonly outcome: Outcome;
  /** Nodes that began or ended in the first life, in the order in which it was told: what a kill may come after. */
  readonly boundaries: readonly string[];
  /** What each kill came after; fewer than were planned where a life had not as many. */
  readonly struck: readonly string[];
  /** Runs that were under way at a kill, by how they are shown at the end; `unrecorded` are not. */
  readonly cut: Readonly<Partial<Record<string, number>>>;
  /** What happened, for a run that went wrong. */
  readonly story: readonly string[];
}

/** From a start to the end of all, on a machine that does other things besides. */
export const usualMsMax = 180_000;

/** Long enough for models that answer at once, on a machine however busy: what a kill does to a verdict is asked here, not what haste does. */
const patient = { deadlineMs: { A: 60_000, B: 60_000 } } as const;

/** For so long all has to be over before it is. */
const overMs = 400;

const lookMs = 20;

/** Of the engine's log, in the story of a run that broke off. */
const loggedMax = 12;

/** @throws with its story, where it never comes to its end. */
export async function playAgentRun(spec: AgentRunSpec): Promise<AgentRunReport> {
  await using world = await AgentWorld.create({ ...spec, scenario: spec.plan.scenario, agents: patient });
  const run = new AgentRun(world, spec);
  try {
    return await run.play();
  } catch (error) {
    const log = path.join(world.dataFolder, 'logs', 'engine.log');
    const logged = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-loggedMax) : [];
    throw new Error([...run.story, ...world.complaints(), ...logged].join('\n  '), { cause: error });
  }
}

/** One trade's life, and the deaths of its engine. */
class AgentRun {
  readonly #startedAtMs = performance.now();
  readonly #world: AgentWorld;
  readonly #spec: AgentRunSpec;
  readonly #desk: AgentDesk;
  readonly #story: string[] = [];
  readonly #boundaries: string[] = [];
  readonly #struck: string[] = [];
  /** Runs that have begun and not ended, as far as it was told. */
  readonly #underWay = new Set<string>();
  readonly #cut = new Set<string>();
  #lastStartMs = performance.now();
  #told = 0;
  #killing: Promise<void> | null = null;
  #failure: unknown = null;

  constructor(world: AgentWorld, spec: AgentRunSpec) {
    this.#world = world;
    this.#spec = spec;
    this.#desk = new AgentDesk(world.dataFolder, {
      onNews: (news) => this.#hear(news),
      mayApprove: () => this.#mayApprove(),
      onApproving: () => this.#strikeWhen('approval', 'approval'),
      note: (what) => this.#note(what),
    });
  }

  get story(): readonly string[] {
    return this.#story;
  }

  async play(): Promise<AgentRunReport> {
    const world = this.#world;
    world.startTerminal();
    world.startEngine();
    const leaving = new AbortController();
    const sitting = this.#desk.sit(leaving.signal).catch((error: unknown) => {
      this.#failure = error;
    });
    try {
      const seen = await this.#untilOver();
      leaving.abort();
      await sitting;
      await world.endProcesses();
      return {
        outcome: outcomeOf(world),
        boundaries: this.#boundaries,
        struck: this.#struck,
        cut: this.#cutIn(seen),
        story: this.#story,
      };
    } finally {
      leaving.abort();
      await Promise.allSettled([this.#killing]);
      await world.endProcesses();
      await sitting;
    }
  }

  async #untilOver(): Promise<Seen> {
    let sinceMs: number | null = null;
    for (;;) {
      if (this.#failure !== null) throw new Error('the run broke', { cause: this.#failure });
      assert(this.#killing !== null || !this.#world.hasEngineEnded(), 'the engine ended by itself');
      const { seen } = this.#desk;
      const nowMs = performance.now();
      const isDone = seen !== null && this.#killing === null && isOver(seen);
      sinceMs = isDone ? (sinceMs ?? nowMs) : null;
      if (isDone && nowMs - (sinceMs ?? nowMs) >= overMs) return seen;
      assert(nowMs < this.#lastStartMs + this.#spec.msMax, () => `it never came to its end: ${shortOf(seen)}`);
      await sleep(lookMs, undefined, { signal: this.#spec.interrupted });
    }
  }

  #hear(news: AgentRunNews): void {
    if (news.kind === 'runChanged') {
      const { runId, state } = news.summary;
      if (state === 'running') this.#underWay.add(runId);
      else this.#underWay.delete(runId);
      return;
    }
    if (news.kind !== 'stepTaken' || (news.step.kind !== 'nodeStarted' && news.step.kind !== 'nodeEnded')) return;
    const [what] = news.runId.split(':');
    const name = `${what} ${news.step.node} ${news.step.kind === 'nodeStarted' ? 'began' : 'ended'}`;
    if (this.#struck.length === 0) this.#boundaries.push(name);
    this.#told += 1;
    const { next } = this;
    if (next?.kind === 'boundary' && next.told === this.#told) this.#strike(name, 0);
  }

  /** The kill that is still to come; null where there is none, or one is being done. */
  get next(): Moment | null {
    return this.#killing === null ? (this.#spec.plan.kills[this.#struck.length] ?? null) : null;
  }

  #mayApprove(): boolean {
    const isToWait = this.next?.kind === 'ticket';
    this.#strikeWhen('ticket', 'ticket waits');
    return !isToWait && this.#killing === null;
  }

  #strikeWhen(kind: 'ticket' | 'approval', name: string): void {
    const { next } = this;
    if (next?.kind === kind) this.#strike(name, next.afterMs);
  }

  #strike(name: string, afterMs: number): void {
    this.#killing = this.#kill(name, afterMs).catch((error: unknown) => {
      this.#failure = error;
    });
  }

  async #kill(name: string, afterMs: number): Promise<void> {
    if (afterMs > 0) await sleep(afterMs);
    await this.#world.killEngine();
    this.#note(`killed: ${name}`);
    this.#struck.push(name);
    for (const runId of this.#underWay) this.#cut.add(runId);
    this.#underWay.clear();
    this.#told = 0;
    await sleep(this.#spec.plan.downMs);
    if (this.#spec.interrupted.aborted) return;
    this.#world.startEngine();
    this.#lastStartMs = performance.now();
    this.#killing = null;
  }

  #cutIn({ runs }: Seen): AgentRunReport['cut'] {
    const states = new Map(runs.map(({ runId, state }) => [runId, state]));
    const shown: Partial<Record<string, number>> = {};
    for (const runId of this.#cut) {
      const state = states.get(runId) ?? 'unrecorded';
      shown[state] = (shown[state] ?? 0) + 1;
    }
    return shown;
  }

  #note(what: string): void {
    this.#story.push(`${Math.round(performance.now() - this.#startedAtMs)} ms: ${what}`);
  }
}

function shortOf(seen: Seen | null): string {
  if (seen === null) return 'nobody answers';
  const { shown, lessons, runs } = seen;
  return JSON.stringify({
    orders: shown.orders.map(({ request, status }) => `${request.kind} ${status}`),
    ...{ approvals: shown.approvals.length, positions: shown.positions.length, proposals: shown.proposals.length },
    ...{ questions: shown.questions, state: shown.tradingState, replay: shown.replay, lessons },
    runs: runs.map(({ runId, state }) => `${runId} ${state}`),
  });
}
