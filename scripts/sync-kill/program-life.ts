import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inProject } from '../project-root.ts';

/** How a program ended: by itself with a code, or by a signal. */
export interface LifeEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program of the cockpit as a process, from its source: what is in the tree is what runs. */
export interface ProgramLife {
  readonly ended: Promise<LifeEnd>;
  readonly hasEnded: () => boolean;
  readonly kill: (signal: 'SIGTERM' | 'SIGKILL') => Promise<LifeEnd>;
  /** What it wrote to stderr. */
  readonly complaints: () => string;
}

export function startProgram(
  name: 'headless' | 'simulated-terminal',
  { words, environment }: { readonly words: readonly string[]; readonly environment: Readonly<Record<string, string>> },
): ProgramLife {
  const child = spawn(process.execPath, [inProject(`src-main/hosts/${name}.ts`), ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  child.stdout.resume();
  const ended = once(child, 'close').then(([code, signal]: unknown[]): LifeEnd => ({ code, signal }) as LifeEnd);
  return {
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    kill: (signal) => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return ended;
    },
    complaints: () => complaints,
  };
}
