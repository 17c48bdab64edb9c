import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../build/build-program.ts';
import { programs, type ProgramName } from '../build/places.ts';
import type { HostConnection } from '../terminal/host-connection.ts';
import type { HostSetup } from '../terminal/host-setup.ts';
import { ScriptedTerminal, type TerminalOptions } from '../terminal/scripted-terminal.ts';

/** A terminal with a folder of its own, and the programs that run in it. */
export class TerminalRig implements AsyncDisposable {
  readonly terminal: ScriptedTerminal;
  readonly pipes: string;
  readonly #folder: string;
  readonly #children: ChildProcess[] = [];

  static async start(options: Omit<TerminalOptions, 'address'> = {}): Promise<TerminalRig> {
    const folder = await mkdtemp(join(tmpdir(), 'ats-rig-'));
    const pipes = join(folder, 'pipes');
    await mkdir(pipes);
    const terminal = await ScriptedTerminal.start({
      ...options,
      address: { kind: 'path', path: join(folder, 'link') },
    });
    return new TerminalRig(terminal, folder);
  }

  private constructor(terminal: ScriptedTerminal, folder: string) {
    this.terminal = terminal;
    this.#folder = folder;
    this.pipes = join(folder, 'pipes');
  }

  async run(
    program: ProgramName,
    inputs: Readonly<Record<string, string>>,
    setup: HostSetup = {},
  ): Promise<HostConnection> {
    const built = await buildProgram({ program: programs[program], variant: 'plain' });
    if (built.kind === 'skipped') throw new Error(built.why);
    const arrived = this.terminal.expectHost(program, setup);
    await mkdir(join(this.#folder, 'files'), { recursive: true });
    await mkdir(join(this.#folder, 'common'), { recursive: true });
    const child = spawn(built.path, [], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ATS_HOST_NAME: program,
        ATS_HOST_LINK: this.terminal.address,
        ATS_HOST_FILES: join(this.#folder, 'files'),
        ATS_HOST_COMMON: join(this.#folder, 'common'),
        ATS_HOST_PIPES: this.pipes,
        ATS_HOST_INPUTS: Object.entries(inputs)
          .map(([name, value]) => `${name}=${value}`)
          .join('\n'),
      },
    });
    this.#children.push(child);
    return arrived;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await this.terminal.dispose();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
