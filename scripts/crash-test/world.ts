import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { losePower } from '../../mql5/host-test/terminal/lose-power.ts';
import { timeframe } from '../../mql5/host-test/terminal/mql5-values.ts';
import { ScriptedTerminal } from '../../mql5/host-test/terminal/scripted-terminal.ts';
import { filesFolder, startAdviser, type RunningAdviser } from '../../mql5/host-test/terminal/start-adviser.ts';
import { inProject } from '../project-root.ts';
import { startApp, type AppLife } from './app-life.ts';
import { folderAfterCrash, storedLengths, type CrashKind, type StoredLengths } from './crash-folder.ts';
import { PipeTap } from './pipe-tap.ts';
import type { MarketScript, Sabotage } from './sabotage.ts';
import * as day from './trading-day.ts';

export interface WorldSpec {
  /** Of this run alone. */
  readonly folder: string;
  /** A data folder as the first start leaves it, with the pairing. */
  readonly template: string;
  readonly token: PairingToken;
  readonly sabotage: Sabotage | null;
  readonly market: MarketScript;
}

/** The adviser looks at the pipe so often; twice a step, so that a step is a few events. */
const timerMs = 50;

/** From a request to what the broker does with it: a few looks of the adviser lie between. */
const executionMs = 120;

const adviserProgram = inProject('mql5/Experts/ATS/AtsBridge.mq5');

/** Turns of the loop without a byte on the pipe after which nothing is under way: both its ends are in this machine's kernel. */
const quietTurns = 3;

/**
 * Terminal, market, adviser and cockpit in simulated time. The scripted terminal with its list of executions lives here, in the one process that
 * is never killed; the adviser is a process, the cockpit a life that can end at each call of its ports.
 */
export class World {
  readonly terminal: ScriptedTerminal;
  readonly clock: ManualClock;
  readonly #spec: WorldSpec;
  readonly #tap: PipeTap;
  #app: AppLife | null = null;
  #adviser: RunningAdviser | null = null;
  #lives = 0;
  #before: StoredLengths | null = null;

  static async create(spec: WorldSpec): Promise<World> {
    const pipes = path.join(spec.folder, 'pipes');
    mkdirSync(pipes, { recursive: true });
    const address = { kind: 'path', path: path.join(spec.folder, 'link.sock') } as const;
    const terminal = await ScriptedTerminal.start({
      ...{ address, simulatedFromUtcMs: day.startUtcMs, serverOffsetSeconds: day.serverOffsetSeconds },
      ...{ account: day.accountOf(spec.market), symbols: [day.symbol], executionMs },
    });
    terminal.market.setBars(day.symbol.name, timeframe.PERIOD_M1, day.historyBars());
    const tap = await PipeTap.open({
      adviserAddress: addressIn(pipes, spec.token),
      appAddress: addressIn(appRuntimeFolder(), spec.token),
    });
    return new World(spec, terminal, tap);
  }

  private constructor(spec: WorldSpec, terminal: ScriptedTerminal, tap: PipeTap) {
    this.#spec = spec;
    this.terminal = terminal;
    this.#tap = tap;
    this.clock = createManualClock({ market: null, wall: utcMs(day.startUtcMs) });
  }

  get app(): AppLife | null {
    return this.#app;
  }

  get adviser(): RunningAdviser | null {
    return this.#adviser;
  }

  async startApp(): Promise<void> {
    assert(this.#app === null, 'one cockpit at a time');
    this.#lives += 1;
    const folder = this.#folderOf(this.#lives);
    if (this.#lives === 1) cpSync(this.#spec.template, folder, { recursive: true });
    const { sabotage } = this.#spec;
    this.#app = await startApp({ folder, settings: day.settings, clock: this.clock, sabotage });
  }

  async startAdviser(): Promise<void> {
    assert(this.#adviser === null, 'one adviser at a time');
    this.#adviser = await startAdviser({
      terminal: this.terminal,
      program: adviserProgram,
      inputs: { InpToken: this.#spec.token, InpTimerMs: timerMs },
      dataFolder: path.join(this.#spec.folder, 'terminal'),
      pipesFolder: path.join(this.#spec.folder, 'pipes'),
      setup: { chart: { symbol: day.symbol.name, timeframe: timeframe.PERIOD_M1 }, timerResolutionMs: 1 },
    });
  }

  /** Lets arrive what was said, moves everything on, and lets arrive what was said by that: a run is the same each time. */
  async step(ms: number): Promise<void> {
    await this.#settle();
    await this.terminal.step(ms);
    await this.#settle();
    this.clock.advance(ms);
    await this.#settle();
    if (this.#adviser?.host.isGone === true) {
      await this.#adviser.ended;
      this.#adviser = null;
    }
  }

  quote(bid: number): void {
    this.terminal.tick(day.symbol.name, { bid, ask: bid + day.spread });
  }

  /** What is on the disk now is all that a sabotaged disk brings back later. */
  markDisk(): void {
    if (this.#app !== null && this.#spec.sabotage?.disk !== undefined) this.#before = storedLengths(this.#app.folder);
  }

  /** Ends the cockpit's life and leaves on the disk, for the next, what such an end leaves. */
  async crashApp(kind: CrashKind): Promise<void> {
    const app = this.#app;
    if (app === null) return;
    this.#app = null;
    app.points.die();
    this.#tap.cut();
    const isForgetful = kind === 'powerLoss' || this.#spec.sabotage?.disk === 'backup';
    folderAfterCrash(app.folder, this.#folderOf(this.#lives + 1), kind, isForgetful ? this.#before : null);
    await app.bury();
    rmSync(app.folder, { recursive: true, force: true });
  }

  /** Ends the adviser, and after a loss of power what it had not flushed. */
  async crashAdviser(kind: CrashKind): Promise<void> {
    await this.#adviser?.kill();
    this.#adviser = null;
    const terminalFolder = path.join(this.#spec.folder, 'terminal');
    if (kind === 'powerLoss') await losePower(terminalFolder);
    if (this.#before !== null) rmSync(filesFolder(terminalFolder), { recursive: true, force: true });
  }

  async dispose(): Promise<void> {
    await this.#adviser?.kill();
    this.#tap.cut();
    await this.#app?.bury();
    await this.#tap.close();
    await this.terminal.dispose();
    rmSync(this.#spec.folder, { recursive: true, force: true });
  }

  #folderOf(life: number): string {
    return path.join(this.#spec.folder, `app-${life}`);
  }

  async #settle(): Promise<void> {
    for (let quiet = 0, before = this.#tap.passedBytes; quiet < quietTurns; quiet++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#tap.passedBytes === before) continue;
      before = this.#tap.passedBytes;
      quiet = -1;
    }
  }
}

/** Where the cockpit itself opens its pipe; the tap stands before it. */
export const appRuntimeFolder = (): string => {
  const folder = process.env.XDG_RUNTIME_DIR;
  assert(folder !== undefined, 'the crash test gives the cockpit a folder of its own for its pipe');
  return folder;
};

function addressIn(runtimeFolder: string, token: PairingToken): string {
  const address = pipeAddress({ token, platform: process.platform, runtimeFolder });
  assert(address.ok, () => JSON.stringify(address));
  return address.value;
}
