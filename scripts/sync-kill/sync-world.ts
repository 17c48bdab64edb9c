import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import type { SyncHealth } from '#shared/contract/sync-health.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import type { SettingsWish } from '#main/wiring/settings.ts';
import { pairFolder } from '#main/testkit/pair-folder.ts';
import type { Cause } from './kill-plan.ts';
import type { PreparedMarket } from './prepare-market.ts';
import { startProgram, type LifeEnd, type ProgramLife } from './program-life.ts';

/** One cockpit's data folder, the terminal that it is to be in step with, and the processes of both. */
export class SyncWorld implements AsyncDisposable {
  readonly dataFolder: string;
  readonly #folder: string;
  readonly #market: PreparedMarket;
  readonly #library: string;
  readonly #token: string;
  #terminal: ProgramLife | null = null;
  #cockpit: ProgramLife | null = null;

  /** In a folder of its own, which goes with it. `library` is what watches the cockpit's disk. */
  constructor(folder: string, { market, library }: { readonly market: PreparedMarket; readonly library: string }) {
    this.#folder = folder;
    this.#market = market;
    this.#library = library;
    this.dataFolder = path.join(folder, 'cockpit');
    mkdirSync(path.join(folder, 'pipes'), { recursive: true, mode: 0o700 });
    this.#token = pairFolder(this.dataFolder).token;
    writeFileSync(path.join(this.dataFolder, 'settings.json'), JSON.stringify(settingsFor(market)));
  }

  startTerminal(): void {
    assert(this.#terminal === null, 'one terminal at a time');
    const [traded, ...others] = this.#market.symbols;
    assert(traded !== undefined, 'a symbol is traded');
    this.#terminal = startProgram('simulated-terminal', {
      words: [
        ...['--data', path.join(this.#folder, 'terminal'), '--speed', '1000000'],
        ...['--symbol', traded.symbol, '--history', traded.file],
        ...others.flatMap(({ symbol, file }) => ['--also', JSON.stringify({ symbol, history: file })]),
        ...['--start', new Date(this.#market.startUtcMs).toISOString(), '--calendar', this.#market.calendarFile],
        ...['--past-deals', '300', '--while-away', '10'],
      ],
      environment: { ...this.#environment, ATS_PAIRING_TOKEN: this.#token },
    });
  }

  async killTerminal(): Promise<void> {
    await this.#terminal?.kill('SIGKILL');
    this.#terminal = null;
  }

  /** A cause that is a change is watched for by the process itself. */
  startCockpit(cause: Cause | null): ProgramLife {
    const words = ['--data', this.dataFolder, '--no-launch-terminal'];
    const fatal: Record<string, string> =
      cause?.kind === 'change'
        ? { ATS_KILL_BEFORE_CHANGE: String(cause.before), ATS_KILL_TEARS: cause.tears ? '1' : '0' }
        : {};
    const environment = {
      ...this.#environment,
      ...fatal,
      LD_PRELOAD: this.#library,
      ATS_CHANGES_FILE: this.#changesFile,
    };
    this.#cockpit = startProgram('headless', { words, environment });
    return this.#cockpit;
  }

  /** How the synchronizer stands; null while no engine answers. */
  async health(): Promise<SyncHealth | null> {
    const asked = await askEngine(this.dataFolder, (client) => client.sync.health());
    return asked.ok ? asked.value : null;
  }

  /** Ends the cockpit as a person does, and tells how it ended and how many changes of its databases its life made. */
  async stopCockpit(): Promise<{ readonly end: LifeEnd; readonly changes: number }> {
    assert(this.#cockpit !== null, 'a cockpit runs');
    const end = await this.#cockpit.kill('SIGTERM');
    return { end, changes: Number(readFileSync(this.#changesFile, 'utf8')) };
  }

  /** What both processes complained of. */
  complaints(): readonly string[] {
    return [this.#cockpit?.complaints() ?? '', this.#terminal?.complaints() ?? ''].filter((text) => text !== '');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#cockpit?.kill('SIGKILL'), this.killTerminal()]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #changesFile(): string {
    return path.join(this.#folder, 'changes');
  }

  get #environment(): Readonly<Record<string, string>> {
    return { XDG_RUNTIME_DIR: path.join(this.#folder, 'pipes') };
  }
}

const settingsFor = ({ symbols }: PreparedMarket): SettingsWish => ({
  terminal: 'simulated',
  symbol: symbols[0]?.symbol,
  symbols: symbols.map(({ symbol }) => symbol),
  clockRule: 'ny+7',
  // Nobody is there to answer a ticket.
  holdsReplayForTickets: false,
  sync: { m1Years: 1, coarseYears: 1, tickDays: 1 },
});
