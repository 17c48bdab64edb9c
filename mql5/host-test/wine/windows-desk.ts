import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { assert } from '#shared/base/assert.ts';
import { pairFolder } from '#main/testkit/pair-folder.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import { programs } from '../build/places.ts';
import { xauusd } from '../terminal/scripted-symbol.ts';
import { ScriptedTerminal } from '../terminal/scripted-terminal.ts';
import { startAdviser, type RunningAdviser } from '../terminal/start-adviser.ts';
import { windowsPath, type WindowsProcess, type WinePrefix } from './wine-prefix.ts';

/** What is the same for all desks of a test file. */
export interface WindowsMachine {
  readonly prefix: WinePrefix;
  /** Windows' node.exe, and the engine in one file for it. */
  readonly node: string;
  readonly engine: string;
}

/** Of the terminal's server clock against UTC. */
export const serverOffsetMs = 2 * 3_600_000;

const settings = { version: 1, terminal: 'mt5', symbol: 'XAUUSD', clockRule: 'utc+2:00' };

/** The cockpit's engine and the adviser as Windows programs, and the scripted terminal as one of this machine. */
export class WindowsDesk implements AsyncDisposable {
  readonly terminal: ScriptedTerminal;
  /** The engine's; readable by this machine's SQLite once the engine has stopped. */
  readonly dataFolder: string;
  readonly #home: string;
  readonly #cockpit: WindowsProcess;
  readonly #adviser: RunningAdviser;

  static async start({ prefix, node, engine }: WindowsMachine): Promise<WindowsDesk> {
    const home = await mkdtemp(join(tmpdir(), 'ats-desk-'));
    const dataFolder = join(home, 'data');
    const { token } = pairFolder(dataFolder);
    await writeFile(join(dataFolder, 'settings.json'), JSON.stringify(settings));
    await mkdir(join(dataFolder, 'window'));
    await writeFile(join(dataFolder, 'window/index.html'), '<!doctype html>');
    const cockpit = prefix.start({ program: node, arguments: [engine, dataFolder, home].map(windowsPath) });
    const terminal = await ScriptedTerminal.start({
      address: { kind: 'tcp' },
      symbols: [xauusd],
      serverOffsetSeconds: serverOffsetMs / 1000,
    });
    terminal.tick('XAUUSD', { bid: 2000, ask: 2000.3 });
    const adviser = await startAdviser({
      ...{ terminal, program: programs.AtsBridge, variant: 'windows', runner: prefix.runner },
      ...{ inputs: { InpToken: token }, dataFolder: join(home, 'terminal'), pipesFolder: '' },
    });
    return new WindowsDesk({ home, dataFolder, cockpit, terminal, adviser });
  }

  private constructor(parts: {
    readonly home: string;
    readonly dataFolder: string;
    readonly cockpit: WindowsProcess;
    readonly terminal: ScriptedTerminal;
    readonly adviser: RunningAdviser;
  }) {
    this.#home = parts.home;
    this.dataFolder = parts.dataFolder;
    this.#cockpit = parts.cockpit;
    this.terminal = parts.terminal;
    this.#adviser = parts.adviser;
  }

  async ask<T>(question: (client: ContractClient) => Promise<T>): Promise<T | null> {
    const answer = await askEngine(this.dataFolder, question);
    assert(answer.ok, () => JSON.stringify(answer));
    return answer.value;
  }

  snapshot(): Promise<CockpitSnapshot | null> {
    return this.ask((client) => client.cockpit.snapshot());
  }

  /** The engine stands still for so long, while `meanwhile` goes on; settles when it goes again. */
  async stall(ms: number, meanwhile: () => Promise<void>): Promise<void> {
    const order = join(this.#home, 'stall');
    await writeFile(`${order}.partial`, String(ms));
    await rename(`${order}.partial`, order);
    await meanwhile();
    while (existsSync(order)) await sleep(50);
  }

  /** Takes the adviser off its chart and ends the engine; what the adviser's host counted, and the engine's exit code. */
  async stop(): Promise<{
    readonly statistics: Awaited<ReturnType<RunningAdviser['stop']>>;
    readonly exitCode: number | null;
  }> {
    const statistics = await this.#adviser.stop();
    await writeFile(join(this.#home, 'stop'), '');
    return { statistics, exitCode: await this.#cockpit.ended };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#cockpit.kill();
    await this.#adviser.kill();
    await this.terminal.dispose();
    await rm(this.#home, { recursive: true, force: true });
  }
}
