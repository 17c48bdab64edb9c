import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';
import { startHeadlessEngine, type HeadlessEngine } from '#main/testkit/headless-engine.ts';
import { pairFolder } from '#main/testkit/pair-folder.ts';
import { timeframe } from '../../../mql5/host-test/terminal/mql5-values.ts';
import { ScriptedTerminal } from '../../../mql5/host-test/terminal/scripted-terminal.ts';
import { startAdviser, type RunningAdviser } from '../../../mql5/host-test/terminal/start-adviser.ts';
import { inProject } from '../../project-root.ts';
import * as day from '../trading-day.ts';

export const sides = ['cockpit', 'adviser'] as const;

export type Side = (typeof sides)[number];

const adviserProgram = inProject('mql5/Experts/ATS/AtsBridge.mq5');

/** From a request to what the broker does with it: long enough to die meanwhile. */
const executionMs = 120;

const quoteMs = 1_000;

/** The price before the breakout. */
const calmBid = 2003;

/** How far the server's clock is behind the hour that its rule names: a minute of it can be skipped, and less than 60 s are still on the other side. */
const behindSeconds = 29;

/**
 * Terminal and market, the adviser and the cockpit in real time. The scripted terminal with its list of executions lives in this process, which
 * is never killed; adviser and cockpit are processes that can be, at any moment.
 */
export class RealWorld implements AsyncDisposable {
  readonly terminal: ScriptedTerminal;
  /** The cockpit's data folder. */
  readonly dataFolder: string;
  readonly #folder: string;
  readonly #token: string;
  readonly #quotes: NodeJS.Timeout;
  #cockpit: Promise<HeadlessEngine> | null = null;
  #adviser: Promise<RunningAdviser> | null = null;
  #bid = calmBid;

  /** In a folder of its own, which goes with it. */
  static async create(folder: string): Promise<RealWorld> {
    const dataFolder = path.join(folder, 'cockpit');
    mkdirSync(path.join(folder, 'pipes'), { recursive: true, mode: 0o700 });
    const { token } = pairFolder(dataFolder);
    writeFileSync(path.join(dataFolder, 'settings.json'), JSON.stringify(day.settings));
    const terminal = await ScriptedTerminal.start({
      address: { kind: 'path', path: path.join(folder, 'link.sock') },
      serverOffsetSeconds: day.serverOffsetSeconds - behindSeconds,
      account: day.accountOf('plain'),
      symbols: [day.symbol],
      executionMs,
    });
    const history = day.historyBars(terminal.serverMs / 1000);
    terminal.market.setBars(day.symbol.name, timeframe.PERIOD_M1, history);
    return new RealWorld({ folder, dataFolder, token, terminal });
  }

  private constructor(it: {
    readonly folder: string;
    readonly dataFolder: string;
    readonly token: string;
    readonly terminal: ScriptedTerminal;
  }) {
    this.terminal = it.terminal;
    this.dataFolder = it.dataFolder;
    this.#folder = it.folder;
    this.#token = it.token;
    this.#quote();
    this.#quotes = setInterval(() => {
      this.#quote();
    }, quoteMs);
  }

  async start(side: Side): Promise<void> {
    if (side === 'cockpit') {
      assert(this.#cockpit === null, 'one cockpit at a time');
      this.#cockpit = startHeadlessEngine({
        data: this.dataFolder,
        environment: { XDG_RUNTIME_DIR: this.#pipesFolder },
      });
      await this.#cockpit;
    } else {
      assert(this.#adviser === null, 'one adviser at a time');
      this.#adviser = startAdviser({
        terminal: this.terminal,
        program: adviserProgram,
        inputs: { InpToken: this.#token },
        dataFolder: path.join(this.#folder, 'terminal'),
        pipesFolder: this.#pipesFolder,
        setup: { chart: { symbol: day.symbol.name, timeframe: timeframe.PERIOD_M1 } },
      });
      await this.#adviser;
    }
  }

  /** Kill −9. One that is just starting is killed as soon as it runs. */
  async kill(side: Side): Promise<void> {
    const process = side === 'cockpit' ? this.#cockpit : this.#adviser;
    if (side === 'cockpit') this.#cockpit = null;
    else this.#adviser = null;
    await (await process)?.kill();
  }

  /** The minute ends at once, and far above all before it: the server's clock is set forward to the next one. */
  breakOut(): void {
    this.#bid = day.breakoutBid;
    this.#quote();
    const secondsLeft = 60 - ((this.terminal.serverMs / 1000) % 60);
    this.terminal.setServerOffset(day.serverOffsetSeconds - behindSeconds + Math.ceil(secondsLeft));
    this.#quote();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#quotes);
    await Promise.allSettled(sides.map((side) => this.kill(side)));
    await this.terminal.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #pipesFolder(): string {
    return path.join(this.#folder, 'pipes');
  }

  #quote(): void {
    this.terminal.tick(day.symbol.name, { bid: this.#bid, ask: this.#bid + day.spread });
  }
}
