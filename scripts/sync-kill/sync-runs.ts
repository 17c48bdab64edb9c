import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { assert } from '#shared/base/assert.ts';
import { buildDiskWatch } from './build-disk-watch.ts';
import { planOf, plantedPlanOf, undisturbed, type KillPlan, type WholeLife } from './kill-plan.ts';
import { playSyncRun, type SyncRunReport } from './play-sync-run.ts';
import { plantOf, type PlantName } from './plants.ts';
import { prepareMarket, type PreparedMarket } from './prepare-market.ts';
import { describeDifferences, partOf, type StoredContent } from './stored-content.ts';

export interface SyncKillOrder {
  readonly runs: number;
  readonly seed: number;
  /** A fault that has to be found. */
  readonly plant: PlantName | null;
}

export interface SyncKillReport extends SyncKillOrder {
  /** Whose minutes they were. */
  readonly market: PreparedMarket['from'];
  /** Runs whose content is not that of the undisturbed one, and runs that broke off or never came to rest. */
  readonly differing: number;
  readonly broken: number;
  /** What the undisturbed run stored, by part; its bars are those of the files. */
  readonly content: Readonly<Record<string, number>>;
  readonly undisturbed: WholeLife;
  readonly deaths: Readonly<
    Record<'byChange' | 'byTime' | 'powerLosses' | 'withTerminal' | 'beforeAllWasStored', number>
  >;
  /** Writes, cuts and syncs that losses of power undid. */
  readonly lostChanges: number;
  readonly seconds: number;
  readonly ok: boolean;
  /** What happened in the first few runs that went wrong. */
  readonly stories: readonly string[];
}

const storiesMax = 3;

/**
 * Plays that many syncs of the same terminal's past and present, each with deaths of its own, and compares what is stored at the end with what a sync
 * stores that nobody disturbs. An interruption ends all processes and throws its reason.
 */
export async function syncRuns(
  order: SyncKillOrder,
  { interrupted, onRun }: { readonly interrupted: AbortSignal; readonly onRun: (done: number) => void },
): Promise<SyncKillReport> {
  const startedAtMs = performance.now();
  const root = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ats-sync-'));
  try {
    const library = buildDiskWatch(root);
    const market = prepareMarket(root);
    const play = (name: string, plan: KillPlan): Promise<SyncRunReport> =>
      playSyncRun({
        ...{ folder: path.join(root, name), market, library, plan, interrupted },
        plant: plan === undisturbed || order.plant === null ? null : plantOf(order.plant),
      });
    const whole = await play('whole', undisturbed);
    assertTrue(whole.content, market);
    const tally = new Tally(order, { market, whole });
    let begun = 0;
    const playNext = async (): Promise<void> => {
      while (begun < order.runs && !interrupted.aborted) {
        const run = begun++;
        const plan = order.plant === null ? planOf(run, order, whole.whole) : plantedPlanOf(run, whole.whole);
        const [played] = await Promise.allSettled([play(String(run), plan)]);
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

/** That the content of all is equal would say nothing if it were not what the files hold. */
function assertTrue(content: StoredContent, { symbols }: PreparedMarket): void {
  for (const { symbol, bars } of symbols) {
    const stored = content.get(`bars ${symbol} M1 terminal hour`);
    assert(
      stored?.rows.length === bars.length,
      () => `of ${bars.length} minutes of ${symbol}, ${stored?.rows.length ?? 0} are stored`,
    );
    assert(stored.hash === partOf(bars).hash, `the minutes of ${symbol} are stored otherwise than the file has them`);
  }
}

class Tally {
  readonly #order: SyncKillOrder;
  readonly #against: { readonly market: PreparedMarket; readonly whole: SyncRunReport };
  readonly #deaths = { byChange: 0, byTime: 0, powerLosses: 0, withTerminal: 0, beforeAllWasStored: 0 };
  readonly #stories: string[] = [];
  #played = 0;
  #differing = 0;
  #broken = 0;
  #lostChanges = 0;

  constructor(order: SyncKillOrder, against: { readonly market: PreparedMarket; readonly whole: SyncRunReport }) {
    this.#order = order;
    this.#against = against;
  }

  get played(): number {
    return this.#played;
  }

  add(run: number, { deaths }: KillPlan, played: PromiseSettledResult<SyncRunReport>): void {
    this.#played += 1;
    for (const { cause, powerLoss, isTerminalToo } of deaths) {
      this.#deaths[cause.kind === 'change' ? 'byChange' : 'byTime'] += 1;
      if (powerLoss !== null) this.#deaths.powerLosses += 1;
      if (isTerminalToo) this.#deaths.withTerminal += 1;
    }
    if (played.status === 'rejected') {
      this.#broken += 1;
      this.#tell(`run ${run} broke off: ${inspect(played.reason)}`);
      return;
    }
    const { content, timelyDeaths, lostChanges } = played.value;
    this.#deaths.beforeAllWasStored += timelyDeaths;
    this.#lostChanges += lostChanges;
    const differences = describeDifferences(this.#against.whole.content, content);
    if (differences.length === 0) return;
    this.#differing += 1;
    this.#tell([`run ${run} differs after ${JSON.stringify(deaths)}`, ...differences].join('\n  '));
  }

  report(seconds: number): SyncKillReport {
    const { market, whole } = this.#against;
    return {
      ...this.#order,
      market: market.from,
      differing: this.#differing,
      broken: this.#broken,
      content: Object.fromEntries([...whole.content].map(([name, { rows }]) => [name, rows.length])),
      undisturbed: { changes: whole.whole.changes, ms: Math.round(whole.whole.ms) },
      deaths: this.#deaths,
      lostChanges: this.#lostChanges,
      seconds: Math.round(seconds),
      ok: this.#differing === 0 && this.#broken === 0 && this.#deaths.beforeAllWasStored > 0,
      stories: this.#stories,
    };
  }

  #tell(story: string): void {
    if (this.#stories.length < storiesMax) this.#stories.push(story);
  }
}
