import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert } from '#shared/base/assert.ts';
import type { SyncHealth, SyncStream } from '#shared/contract/sync-health.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import type { Death, KillPlan, WholeLife } from './kill-plan.ts';
import { losePower } from './lose-power.ts';
import type { Plant } from './plants.ts';
import type { PreparedMarket } from './prepare-market.ts';
import type { ProgramLife } from './program-life.ts';
import { storedContent, type StoredContent } from './stored-content.ts';
import { SyncWorld } from './sync-world.ts';

export interface SyncRunReport {
  readonly content: StoredContent;
  /** Of the last life. */
  readonly whole: WholeLife;
  /** Deaths that came before all was stored. */
  readonly timelyDeaths: number;
  /** Changes of files that losses of power took. */
  readonly lostChanges: number;
}

export interface SyncRunSpec {
  /** Of its own, and not there yet. */
  readonly folder: string;
  readonly market: PreparedMarket;
  readonly library: string;
  readonly plan: KillPlan;
  /** A fault that has to be found, done to the files after the first death. */
  readonly plant: Plant | null;
  readonly interrupted: AbortSignal;
}

/** From a start to the moment at which all is stored, on a machine that does other things besides. */
const settleMsMax = 180_000;

/** For so long nothing is to be done any more before a life counts as settled. */
const settledMs = 1_000;

const lookMs = 100;

/** Of the cockpit's log, in the story of a run. */
const loggedMax = 15;

/** @throws with its story, where a life ends otherwise than it was meant to, or never comes to rest. */
export async function playSyncRun(spec: SyncRunSpec): Promise<SyncRunReport> {
  await using world = new SyncWorld(spec.folder, spec);
  try {
    return await new SyncRun(world, spec).play();
  } catch (error) {
    const log = path.join(world.dataFolder, 'logs', 'engine.log');
    const logged = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-loggedMax) : [];
    throw new Error([JSON.stringify(spec.plan), ...world.complaints(), ...logged].join('\n  '), { cause: error });
  }
}

class SyncRun {
  readonly #world: SyncWorld;
  readonly #spec: SyncRunSpec;
  #timelyDeaths = 0;
  #lostChanges = 0;
  #seen: SyncHealth | null = null;

  constructor(world: SyncWorld, spec: SyncRunSpec) {
    this.#world = world;
    this.#spec = spec;
  }

  async play(): Promise<SyncRunReport> {
    const { plan, plant, market } = this.#spec;
    this.#world.startTerminal();
    const luck = seededRandom(plan.luckSeed);
    for (const [index, death] of plan.deaths.entries()) {
      await this.#liveUntil(death);
      if (death.powerLoss !== null) {
        const { keptRatio } = death.powerLoss;
        this.#lostChanges += losePower(this.#world.dataFolder, () => luck() < keptRatio);
      }
      if (index === 0) plant?.(this.#world.dataFolder);
      if (death.isTerminalToo) this.#world.startTerminal();
    }
    const startedAtMs = performance.now();
    await this.#settled(this.#world.startCockpit(null));
    const ms = performance.now() - startedAtMs;
    const { end, changes } = await this.#world.stopCockpit();
    assert(end.code === 0, () => `the last life ended by ${JSON.stringify(end)}`);
    return {
      content: await storedContent(this.#world.dataFolder, market),
      whole: { changes, ms },
      timelyDeaths: this.#timelyDeaths,
      lostChanges: this.#lostChanges,
    };
  }

  async #liveUntil({ cause, isTerminalToo }: Death): Promise<void> {
    const life = this.#world.startCockpit(cause);
    const isLate = await (cause.kind === 'time'
      ? this.#pass(life, cause.afterMs)
      : Promise.race([this.#settled(life).then(() => true), life.ended.then(() => false)]));
    if (!isLate) this.#timelyDeaths += 1;
    await Promise.all([life.kill('SIGKILL'), isTerminalToo ? this.#world.killTerminal() : null]);
    const end = await life.ended;
    assert(end.signal === 'SIGKILL', () => `a life that was to be killed ended by ${JSON.stringify(end)}`);
  }

  /** Lets the life go on for so long; whether it had come to rest by then. */
  async #pass(life: ProgramLife, ms: number): Promise<boolean> {
    const endsAtMs = performance.now() + ms;
    while (performance.now() < endsAtMs && !life.hasEnded()) {
      await sleep(Math.min(lookMs, endsAtMs - performance.now()), undefined, { signal: this.#spec.interrupted });
    }
    return this.#isAtRest(await this.#world.health());
  }

  /** Until nothing is left to be done, or the life has ended. */
  async #settled(life: ProgramLife): Promise<void> {
    const endsAtMs = performance.now() + settleMsMax;
    let sinceMs: number | null = null;
    while (!life.hasEnded()) {
      const nowMs = performance.now();
      assert(nowMs < endsAtMs, () => `never came to rest: ${JSON.stringify(this.#seen?.streams)}`);
      sinceMs = this.#isAtRest(await this.#world.health()) ? (sinceMs ?? nowMs) : null;
      if (sinceMs !== null && nowMs - sinceMs >= settledMs) return;
      await sleep(lookMs, undefined, { signal: this.#spec.interrupted });
    }
  }

  #isAtRest(health: SyncHealth | null): boolean {
    this.#seen = health;
    if (health === null || !health.isHistoryConnected || health.streams.length === 0) return false;
    return health.streams.every((stream) => isStreamAtRest(stream, this.#spec.market));
  }
}

const isStreamAtRest = (
  { kind, timeframe, symbol, phase, backfill, lastUtcMs }: SyncStream,
  { symbols }: PreparedMarket,
): boolean => {
  if ((phase !== 'live' && phase !== 'idle') || backfill !== null) return false;
  if (kind !== 'bars' || timeframe !== 'M1') return true;
  return lastUtcMs === symbols.find((it) => it.symbol === symbol)?.bars.at(-1)?.openTimeUtcMs;
};
