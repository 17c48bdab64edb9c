import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type { OrderStatus } from '#shared/trading/order.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { isClean, type Verdict } from '../verdict.ts';
import { playRealRun, type Kill, type RealPlan, type RealReport } from './play-real-run.ts';
import { sides } from './real-world.ts';

export interface RealOrder {
  readonly runs: number;
  readonly seed: number;
}

export interface RealRunsReport {
  readonly runs: number;
  readonly seed: number;
  /** Runs in which an order was lost, doubled, left unknown, or told untruly, on the screen or on the disk. */
  readonly lost: number;
  readonly doubled: number;
  readonly unknown: number;
  readonly untrue: number;
  /** Runs that broke off: their world did not come up, or an assertion failed. */
  readonly broken: number;
  /** Who was killed first, and what was said shortly before. */
  readonly kills: Readonly<Record<string, number>>;
  /** Runs with one more kill, in the recovery from the first. */
  readonly secondKills: number;
  /** How the entries ended; `none` where the approval died with the cockpit. */
  readonly entries: Readonly<Partial<Record<OrderStatus | 'none', number>>>;
  /** In the ledgers at the end; the chain of hashes of each holds. */
  readonly loggedEvents: number;
  /** Runs in which the trader was told for a while that an order is unknown. */
  readonly unknownForAWhile: number;
  readonly secondsMax: number;
  readonly seconds: number;
  readonly ok: boolean;
  /** What happened in the first few runs that went wrong. */
  readonly stories: readonly string[];
}

/** Worlds that are played at once: most of the time they wait, some for a proof that takes 75 s. */
const worldsMax = 4 * availableParallelism();

const storiesMax = 3;

/** From what the trader says to the first kill. */
const delayMsMax = 400;

/** From a restart to the second kill: the handshake, what the terminal tells, and the questions about orders lie in it. */
const recoveryMs = 3_000;

const downMsMax = 3_000;

const patienceMsMax = 1_000;

const targets: readonly Kill['sides'][] = [['cockpit'], ['adviser'], ['cockpit', 'adviser']];

/**
 * Plays that many lives of an order with real processes, several at a time. An interruption ends those under way, with all their processes, and
 * throws its reason.
 */
export async function realRuns(
  { runs, seed }: RealOrder,
  { interrupted, onRun }: { readonly interrupted: AbortSignal; readonly onRun: (done: number) => void },
): Promise<RealRunsReport> {
  const startedAtMs = performance.now();
  const root = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ats-kill-'));
  const tally = new Tally({ runs, seed });
  let begun = 0;
  const playNext = async (): Promise<void> => {
    while (begun < runs && !interrupted.aborted) {
      const run = begun++;
      const plan = planOf(run, seed);
      const played = await Promise.allSettled([
        playRealRun({ folder: path.join(root, String(run)), interrupted }, plan),
      ]);
      tally.add(plan, played[0]);
      onRun(tally.played);
    }
  };
  try {
    await Promise.all(Array.from({ length: worldsMax }, playNext));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  interrupted.throwIfAborted();
  return tally.report((performance.now() - startedAtMs) / 1000);
}

/**
 * Each side and both of them in turn; a quarter of the kills come while a position is being closed. Most come early: what is written before an order
 * leaves takes a few milliseconds, the market's answer a hundred. In a quarter of the runs one more hits the recovery.
 */
export function planOf(run: number, seed: number): RealPlan {
  const random = seededRandom(seed * 1_000_003 + run);
  const kill = (sides: Kill['sides'], afterMs: number): Kill => ({
    sides: random() < 0.5 ? sides : sides.toReversed(),
    afterMs: Math.floor(afterMs),
    downMs: Math.floor(random() * downMsMax),
  });
  const first = kill(targets[run % targets.length] ?? sides, random() ** 3 * delayMsMax);
  const isAgain = random() < 0.25;
  const again = kill(targets[Math.floor(random() * targets.length)] ?? sides, random() * recoveryMs);
  return {
    during: run % 4 === 3 ? 'close' : 'approve',
    kills: isAgain ? [first, again] : [first],
    patienceMs: Math.floor(random() * patienceMsMax),
  };
}

class Tally {
  readonly #order: RealOrder;
  readonly #wrong: Record<keyof Verdict, number> = { lost: 0, doubled: 0, unknown: 0, untrue: 0 };
  readonly #kills = new Map<string, number>();
  readonly #entries = new Map<OrderStatus | 'none', number>();
  readonly #stories: string[] = [];
  #broken = 0;
  #secondKills = 0;
  #played = 0;
  #loggedEvents = 0;
  #unknownForAWhile = 0;
  #secondsMax = 0;

  constructor(order: RealOrder) {
    this.#order = order;
  }

  get played(): number {
    return this.#played;
  }

  add(plan: RealPlan, played: PromiseSettledResult<RealReport>): void {
    this.#played += 1;
    const [first, again] = plan.kills;
    count(this.#kills, `${first?.sides.toSorted().join(' and ') ?? 'nobody'}, ${plan.during}`);
    if (again !== undefined) this.#secondKills += 1;
    if (played.status === 'rejected') {
      this.#broken += 1;
      this.#tell(plan, [inspect(played.reason)]);
      return;
    }
    const { verdict, entries, loggedEvents, hasSeenUnknown, seconds, story } = played.value;
    for (const status of entries.length === 0 ? ['none' as const] : entries) count(this.#entries, status);
    this.#loggedEvents += loggedEvents;
    if (hasSeenUnknown) this.#unknownForAWhile += 1;
    this.#secondsMax = Math.max(this.#secondsMax, seconds);
    for (const [what, list] of Object.entries(verdict) as [keyof Verdict, readonly string[]][])
      if (list.length > 0) this.#wrong[what] += 1;
    if (!isClean(verdict)) this.#tell(plan, [JSON.stringify(verdict), ...story]);
  }

  report(seconds: number): RealRunsReport {
    const wrong = Object.values(this.#wrong).reduce((sum, times) => sum + times, this.#broken);
    return {
      ...this.#order,
      ...this.#wrong,
      broken: this.#broken,
      kills: Object.fromEntries(this.#kills),
      secondKills: this.#secondKills,
      entries: Object.fromEntries(this.#entries),
      loggedEvents: this.#loggedEvents,
      unknownForAWhile: this.#unknownForAWhile,
      secondsMax: Math.round(this.#secondsMax),
      seconds: Math.round(seconds),
      ok: wrong === 0,
      stories: this.#stories,
    };
  }

  #tell(plan: RealPlan, lines: readonly string[]): void {
    if (this.#stories.length < storiesMax) this.#stories.push([JSON.stringify(plan), ...lines].join('\n  '));
  }
}

const count = <Key>(counts: Map<Key, number>, key: Key): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};
