import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../build/build-program.ts';
import { ScriptedTerminal, type TerminalOptions } from './scripted-terminal.ts';
import { startAdviser, type AdviserOptions, type RunningAdviser } from './start-adviser.ts';

/** The programs beside the host that tests drive it with. */
export const probe = (name: string): string => join(import.meta.dirname, '../programs', `${name}.mq5`);

/** The first build of the shim takes a minute or two where others use the machine as well. */
export const buildMsMax = 300_000;

/** Builds the probes, so that no test waits for it. */
export async function buildProbes(): Promise<void> {
  for (const name of ['ShimProbe', 'TradeProbe', 'PipeProbe'])
    await buildProgram({ program: probe(name), variant: 'plain' });
}

export const simulatedStart = Date.UTC(2024, 4, 6, 9, 0, 0);

/** A scripted terminal in a folder of its own, and programs started in it; all of it is gone after the test. */
export class AdviserRig implements AsyncDisposable {
  readonly folder: string;
  readonly terminal: ScriptedTerminal;
  readonly #running: RunningAdviser[] = [];

  private constructor(folder: string, terminal: ScriptedTerminal) {
    this.folder = folder;
    this.terminal = terminal;
  }

  /** In simulated time, with a first quote of EURUSD, unless told otherwise. */
  static async start(
    options: Omit<Partial<TerminalOptions>, 'address' | 'simulatedFromUtcMs'> & {
      readonly time?: 'simulated' | 'real';
    } = {},
  ): Promise<AdviserRig> {
    const folder = await mkdtemp(join(tmpdir(), 'ats-host-'));
    const address = { kind: 'path', path: join(folder, 'link') } as const;
    const { time, ...script } = options;
    const clock = time === 'real' ? {} : { simulatedFromUtcMs: simulatedStart };
    const terminal = await ScriptedTerminal.start({ address, ...clock, ...script });
    terminal.tick('EURUSD', { bid: 1.1, ask: 1.1001 });
    return new AdviserRig(folder, terminal);
  }

  async run(
    name: string,
    options: Omit<Partial<AdviserOptions>, 'terminal' | 'program'> = {},
  ): Promise<RunningAdviser> {
    const places = { dataFolder: this.folder, pipesFolder: this.folder };
    const running = await startAdviser({ terminal: this.terminal, program: probe(name), ...places, ...options });
    this.#running.push(running);
    return running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#running.map((it) => it.kill()));
    await this.terminal.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Clicks what the probe is to do, lets it happen, and gives what it printed since. */
export async function ask(
  rig: AdviserRig,
  { host }: RunningAdviser,
  ...words: readonly (string | number)[]
): Promise<string[]> {
  const before = host.prints.length;
  host.click(words.join(' '));
  await rig.terminal.step(10);
  await rig.terminal.step(10);
  return host.prints.slice(before);
}
