import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type { Scenario } from '#shared/trading/scenario.ts';
import { planOf, undisturbed, type KillPlan } from './kill-plan.ts';
import { judge } from './outcome.ts';
import { playAgentRun, usualMsMax, type AgentRunReport } from './play-agent-run.ts';
import type { PlantName } from './plants.ts';

export interface AgentKillOrder {
  readonly runs: number;
  readonly seed: number;
  /** A fault that has to be found. */
  readonly plant: PlantName | null;
}

export interface AgentKillReport extends AgentKillOrder {
  /** Runs that came to something else than the undisturbed one, by what was wrong; one run may be in several. */
  readonly differing: number;
  readonly doubled: number;
  /** A run that was cut is shown as if it went on, or not at all. */
  readonly untrue: number;
  /** Runs that never came to their end. */
  readonly broken: number;
  /** What a kill came after, and how often; `kills` is their sum. */
  readonly points: Readonly<Record<string, number>>;
  readonly kills: number;
  /** Kills that were planned after more boundaries than their life had. */
  readonly notReached: number;
  /** Orders that were journaled and never sent, and known to be so. */
  readonly unsent: number;
  /** Runs of agents that a kill has cut, by how they are shown afterwards; `unrecorded`, which is untrue: not at all. */
  readonly cut: Readonly<Record<string, number>>;
  /** Of each graph, undisturbed. */
  readonly boundaries: Readonly<Record<Scenario, number>>;
  readonly seconds: number;
  readonly ok: boolean;
  /** What happened in the first few runs that went wrong. */
  readonly stories: readonly string[];
}

const storiesMax = 3;

/** How a run may be shown that was under way when its engine died: it had ended, or waited, just before, or it was cut. */
const trueStates: ReadonlySet<string> = new Set(['interrupted', 'ended']);

interface Wholes {
  readonly A: AgentRunReport;
  readonly B: AgentRunReport;
}

/**
 * Plays a trade of each graph undisturbed, and then that many more of the same market, each with deaths of its own. An interruption ends all processes and
 * throws its reason.
 */
export async function agentKillRuns(
  order: AgentKillOrder,
  { interrupted, onRun }: { readonly interrupted: AbortSignal; readonly onRun: (done: number) => void },
): Promise<AgentKillReport> {
  const startedAtMs = performance.now();
  const root = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ats-agents-'));
  try {
    const { runs, seed } = order;
    const play = (name: string, plan: KillPlan, plant: PlantName | null): Promise<AgentRunReport> =>
      playAgentRun({ folder: path.join(root, name), seed, plan, plant, msMax: usualMsMax, interrupted });
    const { A, B } = await playWholes((scenario) => play(`whole-${scenario}`, undisturbed(scenario), null));
    const wholes = { A: A.boundaries.length, B: B.boundaries.length };
    const tally = new Tally(order, { A, B });
    let begun = 0;
    const playNext = async (): Promise<void> => {
      while (begun < runs && !interrupted.aborted) {
        const run = begun++;
        const plan = planOf(run, { seed, wholes });
        const [played] = await Promise.allSettled([play(String(run), plan, order.plant)]);
        tally.add(run, plan, played);
        onRun(tally.played);
      }
    };
    await Promise.all(Array.from({ length: availableParallelism() }, playNext));
    interrupted.throwIfAborted();
    return tally.report((performance.now() - startedAtMs) / 1000);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Both at once. Where one breaks off, the other has ended as well before anybody hears of it. */
async function playWholes(play: (scenario: Scenario) => Promise<AgentRunReport>): Promise<Wholes> {
  const playing = { A: play('A'), B: play('B') };
  await Promise.allSettled([playing.A, playing.B]);
  return { A: await playing.A, B: await playing.B };
}

class Tally {
  readonly #order: AgentKillOrder;
  readonly #wholes: Wholes;
  readonly #points = new Map<string, number>();
  readonly #cut = new Map<string, number>();
  readonly #stories: string[] = [];
  readonly #wrong = { differing: 0, doubled: 0, untrue: 0, broken: 0 };
  #played = 0;
  #notReached = 0;
  #unsent = 0;

  constructor(order: AgentKillOrder, wholes: Wholes) {
    this.#order = order;
    this.#wholes = wholes;
  }

  get played(): number {
    return this.#played;
  }

  add(run: number, plan: KillPlan, played: PromiseSettledResult<AgentRunReport>): void {
    this.#played += 1;
    if (played.status === 'rejected') {
      this.#wrong.broken += 1;
      this.#tell(`run ${run} broke off after ${JSON.stringify(plan)}: ${inspect(played.reason)}`);
      return;
    }
    const { outcome, struck, cut, story } = played.value;
    for (const name of struck) count(this.#points, `${plan.scenario} ${name}`, 1);
    this.#notReached += plan.kills.length - struck.length;
    for (const [state, times = 0] of Object.entries(cut)) count(this.#cut, state, times);
    const { doubled, differences, isUnsent } = judge(this.#wholes[plan.scenario].outcome, outcome);
    const untrue = Object.keys(cut).filter((state) => !trueStates.has(state));
    if (isUnsent) this.#unsent += 1;
    if (doubled.length > 0) this.#wrong.doubled += 1;
    if (differences.length > 0) this.#wrong.differing += 1;
    if (untrue.length > 0) this.#wrong.untrue += 1;
    const said = [...doubled, ...differences, ...untrue.map((state) => `a run that was cut is shown as ${state}`)];
    if (said.length > 0) this.#tell([`run ${run} after ${JSON.stringify(plan)}`, ...said, ...story].join('\n  '));
  }

  report(seconds: number): AgentKillReport {
    const { A, B } = this.#wholes;
    const kills = sum(this.#points.values());
    const isStruck = this.#order.runs === 0 || kills > 0;
    return {
      ...this.#order,
      ...this.#wrong,
      points: Object.fromEntries([...this.#points].toSorted(([a], [b]) => a.localeCompare(b))),
      kills,
      ...{ notReached: this.#notReached, unsent: this.#unsent },
      cut: Object.fromEntries(this.#cut),
      boundaries: { A: A.boundaries.length, B: B.boundaries.length },
      seconds: Math.round(seconds),
      ok: sum(Object.values(this.#wrong)) === 0 && isStruck,
      stories: this.#stories,
    };
  }

  #tell(story: string): void {
    if (this.#stories.length < storiesMax) this.#stories.push(story);
  }
}

const count = (counts: Map<string, number>, key: string, times: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + times);
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);
