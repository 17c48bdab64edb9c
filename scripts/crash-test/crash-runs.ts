import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { playRun, type Crash, type RunPlan, type RunReport } from './play-run.ts';
import { Crashed } from './port-points.ts';
import { sabotageOf, type MarketScript, type SabotageName } from './sabotage.ts';
import { makeTemplate } from './template-folder.ts';
import { isClean, type Verdict } from './verdict.ts';

export interface CrashOrder {
  readonly runs: number;
  readonly seed: number;
  /** A fault that has to be found; it brings its own market. */
  readonly plant: SabotageName | null;
  /** In any market but the plain one nobody crashes: the market itself is the trial. */
  readonly market: MarketScript;
}

export interface CrashReport {
  readonly runs: number;
  readonly seed: number;
  readonly plant: SabotageName | null;
  /** Runs in which an order was lost, doubled, left unknown, or told untruly. */
  readonly lost: number;
  readonly doubled: number;
  readonly unknown: number;
  readonly untrue: number;
  /** Runs whose crash never came: their point was not on the way. */
  readonly notReached: number;
  readonly powerLosses: number;
  readonly secondCrashes: number;
  /** How often the life ended before each call, from the approval on. */
  readonly points: Readonly<Record<string, number>>;
  readonly hitsMin: number;
  readonly seconds: number;
  readonly ok: boolean;
  /** What happened in the first few runs that went wrong. */
  readonly stories: readonly string[];
}

type Point = Pick<Crash, 'side' | 'before'> & { readonly name: string };

const storiesMax = 3;

/** Every run is a life of its own: points come in turn, each with a kill and with a loss of power by turns. */
export async function crashRuns(order: CrashOrder, onRun: (done: number) => void): Promise<CrashReport> {
  const startedAtMs = performance.now();
  const root = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ats-crash-'));
  const release = outlivingCrashes(path.join(root, 'run'));
  try {
    const { runs, seed, plant } = order;
    const sabotage = plant === null ? null : sabotageOf(plant);
    const market = sabotage?.market ?? order.market;
    const template = path.join(root, 'template');
    const token = makeTemplate(template);
    assert(
      existsSync(path.join(template, 'ledger.db.synced')),
      'nobody notes what was synced: no loss of power can be played',
    );
    const play = (name: string, plan: RunPlan): Promise<RunReport> =>
      playRun({ folder: path.join(root, name), template, token, sabotage, market }, plan);
    const whole = await play('whole', { ...{ crash: null, again: null, market }, patience: 2, downMs: 0 });
    const tally = new Tally(order, market === 'plain' ? pointsOf(whole) : []);
    tally.judge(whole);
    for (let run = 0; run < runs && tally.points.length > 0; run++) {
      const { plan, point } = planOf(run, { seed, points: tally.points });
      tally.add(point, plan, await play(`run-${run}`, plan));
      onRun(run + 1);
    }
    return tally.report((performance.now() - startedAtMs) / 1000);
  } finally {
    release();
    rmSync(root, { recursive: true, force: true });
  }
}

/** A crash surfaces where the dead cockpit was called: in a callback of its socket, too. */
function outlivingCrashes(runtimeFolder: string): () => void {
  const outlive = (error: unknown): void => {
    if (!(error instanceof Crashed)) throw error;
  };
  process.on('uncaughtException', outlive);
  mkdirSync(runtimeFolder);
  const before = process.env.XDG_RUNTIME_DIR;
  process.env.XDG_RUNTIME_DIR = runtimeFolder;
  return () => {
    process.off('uncaughtException', outlive);
    if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
    else process.env.XDG_RUNTIME_DIR = before;
  };
}

const pointsOf = ({ calls }: RunReport): readonly Point[] => [
  ...calls.app.map((call, before) => ({ side: 'app' as const, before, name: `cockpit ${before} ${call}` })),
  ...calls.adviser.map((call, before) => ({ side: 'adviser' as const, before, name: `adviser ${before} ${call}` })),
];

function planOf(
  run: number,
  from: { readonly seed: number; readonly points: readonly Point[] },
): { readonly plan: RunPlan; readonly point: Point } {
  const { seed, points } = from;
  const random = seededRandom(seed * 1_000_003 + run);
  const point = points[run % points.length];
  assert(point !== undefined, 'an order makes calls');
  const turn = (run % points.length) + Math.floor(run / points.length);
  const kind = turn % 2 === 0 ? 'kill' : 'powerLoss';
  const { side, before } = point;
  const again: Crash | null =
    random() < 0.25
      ? {
          side: random() < 0.5 ? 'app' : 'adviser',
          before: Math.floor(random() * 60),
          kind: random() < 0.5 ? 'kill' : 'powerLoss',
        }
      : null;
  // Nothing that is drawn may move the calls before the crash.
  return {
    plan: {
      crash: { side, before, kind },
      again,
      patience: 2,
      downMs: 200 + 100 * Math.floor(random() * 80),
      market: 'plain',
    },
    point,
  };
}

class Tally {
  readonly points: readonly Point[];
  readonly #order: CrashOrder;
  readonly #hits: Map<string, number>;
  readonly #wrong: Record<keyof Verdict, number> = { lost: 0, doubled: 0, unknown: 0, untrue: 0 };
  readonly #stories: string[] = [];
  #notReached = 0;
  #powerLosses = 0;
  #secondCrashes = 0;

  constructor(order: CrashOrder, points: readonly Point[]) {
    this.#order = order;
    this.points = points;
    this.#hits = new Map(points.map(({ name }) => [name, 0]));
  }

  add({ name }: Point, { crash }: RunPlan, report: RunReport): void {
    if (report.crashes === 0) this.#notReached += 1;
    else this.#hits.set(name, (this.#hits.get(name) ?? 0) + 1);
    if (crash?.kind === 'powerLoss') this.#powerLosses += 1;
    if (report.crashes > 1) this.#secondCrashes += 1;
    this.judge(report);
  }

  judge({ verdict, story }: RunReport): void {
    for (const [what, list] of Object.entries(verdict) as [keyof Verdict, readonly string[]][])
      if (list.length > 0) this.#wrong[what] += 1;
    if (isClean(verdict) || this.#stories.length >= storiesMax) return;
    this.#stories.push([JSON.stringify(verdict), ...story.slice(0, 4), ...story.slice(-8)].join('\n  '));
  }

  report(seconds: number): CrashReport {
    const hitsMin = this.points.length === 0 ? 0 : Math.min(...this.#hits.values());
    const { runs } = this.#order;
    const isEven = this.points.length === 0 || hitsMin >= Math.floor(runs / this.points.length);
    const wrong = Object.values(this.#wrong).reduce((sum, count) => sum + count, 0);
    return {
      ...this.#order,
      ...this.#wrong,
      notReached: this.#notReached,
      powerLosses: this.#powerLosses,
      secondCrashes: this.#secondCrashes,
      points: Object.fromEntries(this.#hits),
      hitsMin,
      seconds: Math.round(seconds * 10) / 10,
      ok: wrong === 0 && this.#notReached === 0 && isEven,
      stories: this.#stories,
    };
  }
}
