import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** What a program that has ended left to say. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const builtFolder = path.join(import.meta.dirname, '..', '..', 'out', 'main');

export interface RunWish {
  readonly environment?: Readonly<Record<string, string>>;
  /** Interrupts the program once this was written to stderr, as a person does with Ctrl+C. */
  readonly interruptAt?: string;
}

/** Runs a built program of the cockpit until it has ended; one that does not end is killed, and has no code. */
export async function runToEnd(
  program: 'cli' | 'headless',
  words: readonly string[],
  { environment = {}, interruptAt }: RunWish = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(builtFolder, `${program}.js`), ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (interruptAt !== undefined && stderr.includes(interruptAt)) child.kill('SIGINT');
  });
  const [stdout, [code]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[code: number | null]>,
  ]);
  return { code, stdout, stderr };
}
