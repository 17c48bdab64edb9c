import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { SettingsWish } from '#main/wiring/settings.ts';
import { pairFolder } from '#main/testkit/pair-folder.ts';
import { quickSetups } from '#main/testkit/quick-setups.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import type { ModelScript } from '#main/testkit/scripted-ollama/model-script.ts';
import { startScriptedOllama, type ScriptedOllama } from '#main/testkit/scripted-ollama/start-scripted-ollama.ts';
import { startProgram, type ProgramLife } from '../sync-kill/program-life.ts';
import { plantEnvironment, type HasteName, type PlantName } from './plants.ts';

export interface WorldWish {
  /** Of its own, and not there yet. */
  readonly folder: string;
  readonly scenario: Scenario;
  /** Of the market. */
  readonly seed: number;
  /** What the models say; null: they confirm with numbers that hold, and propose to close what is open. */
  readonly script?: ModelScript | null;
  readonly agents?: SettingsWish['agents'];
  /** A fault in the engine's own source that has to be found, or what it need not wait for. */
  readonly plant?: PlantName | HasteName | null;
}

/** So small that scenario A may enter, or so large that B may. */
const balances: Readonly<Record<Scenario, number>> = { A: 2_500, B: 25_000 };

/** In London's and in New York's day alike. */
const marketBegins = '2025-01-07T09:00Z';

/** So many days before it, of which the averages are made. */
const pastDays = 6;

/** One cockpit's data folder, its engine, and what it stands between: a simulated terminal and a server of models, which outlive it. */
export class AgentWorld implements AsyncDisposable {
  readonly dataFolder: string;
  readonly terminalFolder: string;
  readonly models: ScriptedOllama;
  readonly #wish: WorldWish;
  readonly #token: string;
  #engine: ProgramLife | null = null;
  #terminal: ProgramLife | null = null;

  static async create(wish: WorldWish): Promise<AgentWorld> {
    return new AgentWorld(wish, await startScriptedOllama({ script: wish.script ?? usualScript }));
  }

  private constructor(wish: WorldWish, models: ScriptedOllama) {
    this.#wish = wish;
    this.models = models;
    this.dataFolder = path.join(wish.folder, 'cockpit');
    this.terminalFolder = path.join(wish.folder, 'terminal');
    mkdirSync(path.join(wish.folder, 'pipes'), { recursive: true, mode: 0o700 });
    this.#token = pairFolder(this.dataFolder).token;
    const agents = { asks: 'models', url: models.url, ...wish.agents } as const;
    const settings: SettingsWish = { ...quickSetups, agents };
    writeFileSync(path.join(this.dataFolder, 'settings.json'), JSON.stringify(settings));
  }

  startTerminal(): void {
    assert(this.#terminal === null, 'one terminal at a time');
    const { scenario, seed } = this.#wish;
    this.#terminal = startProgram('simulated-terminal', {
      words: [
        ...['--data', this.terminalFolder, '--seed', String(seed), '--speed', '100000'],
        ...['--start', marketBegins, '--history-days', String(pastDays), '--balance', String(balances[scenario])],
        // An order of which nothing was sent is proved not to be there by records that lie back so far.
        ...['--settle', '2000'],
      ],
      environment: { ...this.#environment, ATS_PAIRING_TOKEN: this.#token },
    });
  }

  startEngine(): ProgramLife {
    assert(this.#engine?.hasEnded() !== false, 'one engine at a time');
    const plant = this.#wish.plant ?? null;
    this.#engine = startProgram('headless', {
      words: ['--data', this.dataFolder, '--no-launch-terminal'],
      environment: { ...this.#environment, ...(plant === null ? {} : plantEnvironment(plant)) },
    });
    return this.#engine;
  }

  hasEngineEnded(): boolean {
    return this.#engine?.hasEnded() ?? true;
  }

  /** Kill −9. */
  async killEngine(): Promise<void> {
    const end = await this.#engine?.kill('SIGKILL');
    assert(end?.signal === 'SIGKILL', () => `an engine that was to be killed ended by ${JSON.stringify(end)}`);
  }

  async endProcesses(): Promise<void> {
    await Promise.all([this.#engine?.kill('SIGKILL'), this.#terminal?.kill('SIGKILL')]);
  }

  /** What both processes complained of. */
  complaints(): readonly string[] {
    return [this.#engine?.complaints() ?? '', this.#terminal?.complaints() ?? ''].filter((text) => text !== '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endProcesses();
    await this.models[Symbol.asyncDispose]();
    rmSync(this.#wish.folder, { recursive: true, force: true });
  }

  get #environment(): Readonly<Record<string, string>> {
    return { XDG_RUNTIME_DIR: path.join(this.#wish.folder, 'pipes') };
  }
}

const usualScript = groundedScript({ action: { kind: 'close' } });
