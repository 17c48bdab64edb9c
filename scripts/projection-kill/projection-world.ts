import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { assert } from '#shared/base/assert.ts';
import type { ProjectionHealth } from '#shared/contract/memory.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import type { SettingsWish } from '#main/wiring/settings.ts';
import { startProgram, type LifeEnd, type ProgramLife } from '../sync-kill/program-life.ts';
import { processesNaming } from './processes-naming.ts';
import type { Servers } from './servers.ts';

/** What an engine started may outlive it for so long. */
const orphanMsMax = 15_000;

const lookMs = 100;

/** One cockpit's data folder, the engine that runs on it, and the servers that hold copies of what it derives. */
export class ProjectionWorld implements AsyncDisposable {
  readonly dataFolder: string;
  readonly #folder: string;
  readonly #servers: Servers;
  #engine: ProgramLife | null = null;

  /** In a folder of its own, which goes with it; begins with what `template` holds, and with a life of the derived rows that no server has seen. */
  constructor(folder: string, { template, servers }: { readonly template: string; readonly servers: Servers }) {
    this.#folder = folder;
    this.#servers = servers;
    this.dataFolder = path.join(folder, 'cockpit');
    mkdirSync(path.join(folder, 'pipes'), { recursive: true, mode: 0o700 });
    cpSync(template, this.dataFolder, { recursive: true });
    const market = new Database(path.join(this.dataFolder, 'market.db'));
    market.exec('UPDATE change_feeds SET epoch = lower(hex(randomblob(16)))');
    market.close();
    writeFileSync(path.join(this.dataFolder, 'settings.json'), JSON.stringify(settingsFor(servers)));
  }

  startEngine(): ProgramLife {
    assert(this.#engine?.hasEnded() !== false, 'one engine at a time');
    const words = ['--data', this.dataFolder, '--no-launch-terminal'];
    this.#engine = startProgram('headless', { words, environment: this.#environment });
    return this.#engine;
  }

  /** Kill −9. */
  async killEngine(): Promise<void> {
    const end = await this.#engine?.kill('SIGKILL');
    assert(end?.signal === 'SIGKILL', () => `an engine that was to be killed ended by ${JSON.stringify(end)}`);
  }

  /** Ends the engine as a person does. */
  stopEngine(): Promise<LifeEnd> {
    assert(this.#engine !== null, 'an engine runs');
    return this.#engine.kill('SIGTERM');
  }

  /** How the projections stand; null while no engine answers. */
  async projections(): Promise<readonly ProjectionHealth[] | null> {
    const asked = await askEngine(this.dataFolder, (client) => client.sync.health());
    return asked.ok ? (asked.value?.projections ?? null) : null;
  }

  /** Kill −9 of the server that the engine started; whether there was one. */
  killChroma(): boolean {
    const server = processesNaming(this.#chromaFolder).find(({ words: [program, ...words] }) => {
      const isShell = program?.endsWith('/sh') ?? true;
      return !isShell && words.includes('run');
    });
    if (server === undefined) return false;
    process.kill(server.pid, 'SIGKILL');
    return true;
  }

  /** Throws where something that the engine started outlives it, however it ended. */
  async untilAllEnded(): Promise<void> {
    const endsAtMs = performance.now() + orphanMsMax;
    for (let left = processesNaming(this.#chromaFolder); left.length > 0;) {
      assert(performance.now() < endsAtMs, () => `orphans of the engine: ${JSON.stringify(left)}`);
      await sleep(lookMs);
      left = processesNaming(this.#chromaFolder);
    }
  }

  /** What the engine complained of. */
  complaints(): string {
    return this.#engine?.complaints() ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#engine?.kill('SIGKILL');
    await this.untilAllEnded();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #chromaFolder(): string {
    return path.join(this.dataFolder, 'chroma');
  }

  get #environment(): Readonly<Record<string, string>> {
    const password = this.#servers.bolt?.neo4j.password;
    return {
      XDG_RUNTIME_DIR: path.join(this.#folder, 'pipes'),
      ...(password === undefined ? {} : { ATS_GRAPH_PASSWORD: password }),
    };
  }
}

/** No terminal comes: what there is to derive lies in the folder. */
const settingsFor = ({ chromaCommand, bolt }: Servers): SettingsWish => ({
  terminal: 'mt5',
  symbol: 'XAUUSD',
  clockRule: 'ny+7',
  memory: {
    vectors: chromaCommand === null ? 'exact' : 'auto',
    chromaCommand,
    graph: bolt === null ? null : { url: `bolt://127.0.0.1:${bolt.proxy.port}`, user: bolt.neo4j.user },
  },
});
