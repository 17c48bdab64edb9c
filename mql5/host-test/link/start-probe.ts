import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { whySkipped, type Variant } from '../build/variant.ts';
import type { HostSetup } from '../terminal/host-setup.ts';
import { ScriptedTerminal } from '../terminal/scripted-terminal.ts';
import { filesFolder, startAdviser, type RunningAdviser } from '../terminal/start-adviser.ts';
import { probePath } from './build-probes.ts';

export interface ProbeWishes {
  /** A program of `probes`. */
  readonly probe: string;
  readonly variant?: Variant;
  readonly inputs?: Readonly<Record<string, string | number | boolean>>;
  readonly setup?: HostSetup;
  /** Time stands until the terminal is stepped. */
  readonly isSimulated?: boolean;
  /** Before the program starts, with the folder of its files. */
  readonly prepare?: (files: string) => Promise<void>;
}

export interface Probe extends AsyncDisposable {
  readonly terminal: ScriptedTerminal;
  readonly running: RunningAdviser;
  /** The folder of the sockets that stand for named pipes. */
  readonly pipes: string;
  /** The program's `MQL5/Files`. */
  readonly files: string;
}

export const whyNoProbe = (variant: Variant = 'plain'): string | null => whySkipped(variant);

/** A small MQL5 program of ours, compiled and running in a scripted terminal of its own. */
export async function startProbe({
  probe,
  variant,
  inputs,
  setup,
  isSimulated = false,
  prepare,
}: ProbeWishes): Promise<Probe> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'ats-probe-'));
  const pipes = join(dataFolder, 'pipes');
  const files = filesFolder(dataFolder);
  await mkdir(pipes);
  await mkdir(join(files, 'ATS'), { recursive: true });
  await prepare?.(files);
  const terminal = await ScriptedTerminal.start({
    address: { kind: 'path', path: join(dataFolder, 'host.sock') },
    ...(isSimulated ? { simulatedFromUtcMs: Date.UTC(2026, 0, 5, 10) } : {}),
  });
  const running = await startAdviser({
    terminal,
    program: probePath(probe),
    dataFolder,
    pipesFolder: pipes,
    setup: { timerResolutionMs: 1, ...setup },
    ...(variant === undefined ? {} : { variant }),
    ...(inputs === undefined ? {} : { inputs }),
  });
  return {
    terminal,
    running,
    pipes,
    files,
    [Symbol.asyncDispose]: async () => {
      await running.kill();
      await terminal.dispose();
      await rm(dataFolder, { recursive: true });
    },
  };
}
