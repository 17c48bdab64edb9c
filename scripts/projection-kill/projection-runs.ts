import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type { HeldHashes } from '#main/wiring/hash-holders.ts';
import { planOf, undisturbed, type Blow, type KillPlan } from './kill-plan.ts';
import { ownerOf, writeChapter } from './past.ts';
import { plantOf, type PlantName } from './plants.ts';
import { playProjectionRun, type ProjectionRunReport } from './play-projection-run.ts';
import { blowsOf, startServers, type StartedServers } from './servers.ts';

export interface ProjectionKillOrder {
  readonly runs: number;
  readonly seed: number;
  /** Each run begins with a kill of the Bolt server itself. */
  readonly killsBolt: boolean;
  /** A fault that has to be found. */
  readonly plant: PlantName | null;
}

export interface ProjectionKillReport extends ProjectionKillOrder {
  readonly takenIn: readonly string[];
  /** Servers that could not be had, and why. */
  readonly leftOut: readonly string[];
  /** Rows that the undisturbed run came to, by holder. */
  readonly rows: Readonly<Record<string, number>>;
  readonly undisturbedMs: number;
  readonly strikes: Readonly<Record<Blow, number>>;
  /** Strikes that came before all was in step, and those that found nothing to strike. */
  readonly timely: number;
  readonly missed: number;
  /** Connections to the Bolt server that were cut in all. */
  readonly cuts: number;
  /** Runs of which a holder holds something else than a clean rebuild, and runs that broke off or never came in step. */
  readonly differing: number;
  readonly broken: number;
  readonly seconds: number;
  readonly ok: boolean;
  /** What happened in the first few runs that went wrong. */
  readonly stories: readonly string[];
}

const storiesMax = 3;

const holders = ['exact', 'chroma', 'embedded', 'bolt'] as const satisfies readonly (keyof HeldHashes)[];

/**
 * Plays that many lives of a memory, each struck at moments of its own, one after the other: they share the Bolt server. What each holder holds in the
 * end is compared with a clean rebuild. An interruption ends all processes and throws its reason.
 */
export async function projectionRuns(
  order: ProjectionKillOrder,
  { interrupted, onRun }: { readonly interrupted: AbortSignal; readonly onRun: (done: number) => void },
): Promise<ProjectionKillReport> {
  const startedAtMs = performance.now();
  const root = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ats-projection-'));
  try {
    await using servers = await startServers();
    const template = path.join(root, 'template');
    writeChapter(template, 0);
    const owner = ownerOf(template);
    const play = (name: string, plan: KillPlan): Promise<ProjectionRunReport> =>
      playProjectionRun({
        ...{ folder: path.join(root, name), template, owner, servers, plan, interrupted },
        plant: plan === undisturbed || order.plant === null ? null : plantOf(order.plant),
      });
    const whole = await play('whole', undisturbed);
    const tally = new Tally(order, { servers, whole });
    const blows = blowsOf(servers);
    const firstBlow = order.killsBolt && servers.bolt !== null ? 'boltServer' : null;
    for (let run = 0; run < order.runs && !interrupted.aborted; run++) {
      const plan = planOf(run, { seed: order.seed, wholeMs: whole.lastMs, blows, firstBlow });
      const [played] = await Promise.allSettled([play(String(run), plan)]);
      tally.add(run, plan, played);
      onRun(tally.played);
    }
    interrupted.throwIfAborted();
    return tally.report((performance.now() - startedAtMs) / 1000);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

class Tally {
  readonly #order: ProjectionKillOrder;
  readonly #servers: StartedServers;
  readonly #whole: ProjectionRunReport;
  readonly #strikes = { engine: 0, chroma: 0, cut: 0, boltServer: 0 };
  readonly #stories: string[] = [];
  #played = 0;
  #differing = 0;
  #broken = 0;
  #timely = 0;
  #missed = 0;

  constructor(
    order: ProjectionKillOrder,
    { servers, whole }: { readonly servers: StartedServers; readonly whole: ProjectionRunReport },
  ) {
    this.#order = order;
    this.#servers = servers;
    this.#whole = whole;
    const differences = differencesOf(whole);
    if (differences.length > 0) this.#noteDifference('the undisturbed run', differences);
  }

  get played(): number {
    return this.#played;
  }

  add(run: number, plan: KillPlan, played: PromiseSettledResult<ProjectionRunReport>): void {
    this.#played += 1;
    for (const { blow } of plan.strikes) this.#strikes[blow] += 1;
    if (played.status === 'rejected') {
      this.#broken += 1;
      this.#tell(`run ${run} broke off: ${inspect(played.reason)}`);
      return;
    }
    this.#timely += played.value.timely;
    this.#missed += played.value.missed;
    const differences = differencesOf(played.value);
    if (differences.length > 0) this.#noteDifference(`run ${run} after ${JSON.stringify(plan)}`, differences);
  }

  report(seconds: number): ProjectionKillReport {
    const { takenIn, leftOut, bolt } = this.#servers;
    const { held, lastMs } = this.#whole;
    return {
      ...this.#order,
      ...{ takenIn, leftOut },
      rows: Object.fromEntries(holders.map((holder) => [holder, held[holder]?.rows ?? 0])),
      undisturbedMs: Math.round(lastMs),
      strikes: this.#strikes,
      ...{ timely: this.#timely, missed: this.#missed },
      cuts: bolt?.proxy.cuts() ?? 0,
      ...{ differing: this.#differing, broken: this.#broken },
      seconds: Math.round(seconds),
      ok: this.#differing === 0 && this.#broken === 0 && (this.#order.runs === 0 || this.#timely > 0),
      stories: this.#stories,
    };
  }

  #noteDifference(where: string, differences: readonly string[]): void {
    this.#differing += 1;
    this.#tell([`differs: ${where}`, ...differences].join('\n  '));
  }

  #tell(story: string): void {
    if (this.#stories.length < storiesMax) this.#stories.push(story);
  }
}

/** Each holder against the clean rebuild of what it holds. */
function differencesOf({ held, rebuilt }: ProjectionRunReport): readonly string[] {
  const pairs = [
    ['exact', rebuilt.vectors],
    ['chroma', rebuilt.vectors],
    ['embedded', rebuilt.graph],
    ['bolt', rebuilt.graph],
  ] as const satisfies readonly (readonly [keyof HeldHashes, unknown])[];
  return pairs.flatMap(([holder, clean]) => {
    const has = held[holder];
    if (has === null || has.hash === clean.hash) return [];
    return [`${holder} holds ${has.rows} rows, ${has.hash}; a clean rebuild ${clean.rows}, ${clean.hash}`];
  });
}
