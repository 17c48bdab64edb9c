import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assert, assertNever } from '#shared/base/assert.ts';
import type { ProjectionHealth } from '#shared/contract/memory.ts';
import { hashHolders, type HeldHashes, type Holders } from '#main/wiring/hash-holders.ts';
import type { ProgramLife } from '../sync-kill/program-life.ts';
import type { KillPlan, Strike } from './kill-plan.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { chaptersMax, writeChapter } from './past.ts';
import { isInStep, untilAnswered, untilInStep, type Watch } from './in-step.ts';
import { rebuildClean, type Rebuilt } from './rebuild-clean.ts';
import type { Plant } from './plants.ts';
import { ProjectionWorld } from './projection-world.ts';
import { cutBy, type Servers } from './servers.ts';

export interface ProjectionRunReport {
  /** What each holder held once all was in step. */
  readonly held: HeldHashes;
  /** What a clean rebuild of the same stores holds. */
  readonly rebuilt: Rebuilt;
  /** Strikes that came before all was in step, and those that found nothing to strike. */
  readonly timely: number;
  readonly missed: number;
  /** From the last start of the engine until all was in step. */
  readonly lastMs: number;
}

export interface ProjectionRunSpec {
  /** Of its own, and not there yet. */
  readonly folder: string;
  /** The first chapter, written. */
  readonly template: string;
  /** Names what is the template's on servers. */
  readonly owner: string;
  readonly servers: Servers;
  readonly plan: KillPlan;
  /** A fault that has to be found, done once all is in step. */
  readonly plant: Plant | null;
  readonly interrupted: AbortSignal;
}

/** Of the engine's log, in the story of a run. */
const loggedMax = 15;

/** @throws with its story, where a life ends otherwise than it was meant to, or never comes in step. */
export async function playProjectionRun(spec: ProjectionRunSpec): Promise<ProjectionRunReport> {
  await using world = new ProjectionWorld(spec.folder, spec);
  try {
    return await new ProjectionRun(world, spec).play();
  } catch (error) {
    const log = path.join(world.dataFolder, 'logs', 'engine.log');
    const logged = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-loggedMax) : [];
    throw new Error([JSON.stringify(spec.plan), world.complaints(), ...logged].join('\n  '), { cause: error });
  }
}

class ProjectionRun {
  readonly #world: ProjectionWorld;
  readonly #spec: ProjectionRunSpec;
  #engine: ProgramLife;
  #chapter = 0;
  #timely = 0;
  #missed = 0;
  #startedAtMs = performance.now();

  constructor(world: ProjectionWorld, spec: ProjectionRunSpec) {
    this.#world = world;
    this.#spec = spec;
    this.#engine = world.startEngine();
  }

  async play(): Promise<ProjectionRunReport> {
    const { plan, servers, plant, folder, owner, interrupted } = this.#spec;
    cutBy(servers, plan);
    for (const strike of plan.strikes) await this.#strike(strike);
    const chromaUrl = chromaUrlOf(await untilInStep(this.#watch));
    const lastMs = performance.now() - this.#startedAtMs;
    cutBy(servers, { cutRatio: 0, cutSeed: 0 });
    await plant?.({ dataFolder: this.#world.dataFolder, servers, chromaUrl });
    const held = await hashHolders({
      folder: this.#world.dataFolder,
      chroma: chromaUrl === null ? null : { url: chromaUrl, owner },
      bolt: boltOf(servers, owner),
      logger: createRecordingLogger().logger,
    });
    const end = await this.#world.stopEngine();
    assert(end.code === 0, () => `the last life ended by ${JSON.stringify(end)}`);
    await this.#world.untilAllEnded();
    const rebuilt = await rebuildClean(path.join(folder, 'clean'), { dataFolder: this.#world.dataFolder, interrupted });
    return { held, rebuilt, timely: this.#timely, missed: this.#missed, lastMs };
  }

  async #strike({ blow, afterMs }: Strike): Promise<void> {
    await untilAnswered(this.#watch);
    await sleep(afterMs, undefined, { signal: this.#spec.interrupted });
    if (!isInStep(await this.#world.projections())) this.#timely += 1;
    const { servers } = this.#spec;
    switch (blow) {
      case 'engine':
        return this.#killEngine();
      case 'chroma':
        if (!this.#world.killChroma()) this.#missed += 1;
        return;
      case 'cut':
        servers.bolt?.proxy.cut();
        return;
      case 'boltServer':
        return servers.bolt?.neo4j.restart();
      default:
        return assertNever(blow, 'a blow');
    }
  }

  /** While it is dead, more becomes known than it knew. */
  async #killEngine(): Promise<void> {
    await this.#world.killEngine();
    await this.#world.untilAllEnded();
    this.#chapter += 1;
    if (this.#chapter < chaptersMax) writeChapter(this.#world.dataFolder, this.#chapter);
    this.#startedAtMs = performance.now();
    this.#engine = this.#world.startEngine();
  }

  get #watch(): Watch {
    return { world: this.#world, engine: this.#engine, interrupted: this.#spec.interrupted };
  }
}

/** Where the engine's own server listens in this life. */
function chromaUrlOf(projections: readonly ProjectionHealth[]): URL | null {
  const server = projections.find(({ adapter }) => adapter === 'chroma')?.server;
  return server === undefined ? null : new URL(server.slice(server.indexOf('http')));
}

/** Past the proxy: what is held is looked at, not how it got there. */
const boltOf = ({ bolt }: Servers, space: string): Holders['bolt'] => {
  if (bolt === null) return null;
  const { port, user, password } = bolt.neo4j;
  const server = { url: `bolt://127.0.0.1:${port}`, user, password, certificateFile: null, database: null };
  return { server, space };
};
