import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makePairingToken } from '#main/protocol/pairing-token.ts';
import { buildProgram } from '../build/build-program.ts';
import { programs, type ProgramName } from '../build/places.ts';
import { whySkipped, type Variant } from '../build/variant.ts';
import type { HostConnection } from '../terminal/host-connection.ts';
import type { HostSetup } from '../terminal/host-setup.ts';
import { ScriptedTerminal, type TerminalOptions } from '../terminal/scripted-terminal.ts';
import { startAdviser, type RunningAdviser } from '../terminal/start-adviser.ts';
import { MarketCockpit, type Wanted } from './market-cockpit.ts';

export interface StageSpec {
  readonly program?: ProgramName;
  readonly wanted?: readonly Wanted[];
  readonly terminal?: Omit<TerminalOptions, 'address'>;
  readonly setup?: HostSetup;
  /** `plain` where a test is about much work in a given time. */
  readonly variant?: Variant;
  /** What the terminal holds before the program comes. */
  readonly prepare?: (terminal: ScriptedTerminal) => void;
}

/** What MQL5 answers with a critical error, C++ would answer with anything: the sanitizers end the program there. */
const usualVariant: Variant = 'sanitized';

/** For `beforeAll`, with `buildPatienceMs`: a test does not wait for the compiler. */
export async function build(program: ProgramName, variant: Variant = usualVariant): Promise<void> {
  await buildProgram({ program: programs[program], variant });
}

export const buildPatienceMs = 300_000;

/** Why none of this can run here, or null; and the name of a suite that says so. */
export const whyNot = whySkipped(usualVariant);

export const suiteName = (name: string): string => (whyNot === null ? name : `skipped: ${whyNot}: ${name}`);

/** Far above what any test needs, for a machine that does other things too. */
export const patience = { timeout: 20_000, interval: 10 };

/** A terminal, one of our programs in it, and a cockpit at the other end of a real pipe, for one test. */
export class Stage implements AsyncDisposable {
  readonly terminal: ScriptedTerminal;
  readonly cockpit: MarketCockpit;
  readonly #program: RunningAdviser;
  readonly #folder: string;

  static async open({ program = 'AtsBridge', wanted = [], prepare, ...spec }: StageSpec): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'ats-'));
    const pipesFolder = join(folder, 'pipes');
    await mkdir(pipesFolder);
    const token = makePairingToken(new Uint8Array(20).fill(3));
    const address = { kind: 'path', path: join(folder, 'link') } as const;
    const terminal = await ScriptedTerminal.start({ ...spec.terminal, address });
    prepare?.(terminal);
    const role = program === 'AtsHistory' ? 'data' : 'trading';
    const cockpit = await MarketCockpit.listen({ token, pipes: pipesFolder, wanted, role });
    const running = await startAdviser({
      terminal,
      program: programs[program],
      variant: spec.variant ?? usualVariant,
      inputs: { InpToken: token },
      dataFolder: join(folder, 'terminal'),
      pipesFolder,
      ...(spec.setup === undefined ? {} : { setup: spec.setup }),
    });
    return new Stage({ terminal, cockpit, running, folder });
  }

  private constructor(it: {
    readonly terminal: ScriptedTerminal;
    readonly cockpit: MarketCockpit;
    readonly running: RunningAdviser;
    readonly folder: string;
  }) {
    this.terminal = it.terminal;
    this.cockpit = it.cockpit;
    this.#program = it.running;
    this.#folder = it.folder;
  }

  get host(): HostConnection {
    return this.#program.host;
  }

  /** So many snapshots came, one with each session and one for each that was asked for. */
  async snapshots(count: number): Promise<void> {
    await expect.poll(() => this.cockpit.snapshotCount, patience).toBe(count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program.kill();
    await this.terminal.dispose();
    await this.cockpit[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
