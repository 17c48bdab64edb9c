import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The built headless host as a process of its own, as `npm start` runs it. */
export interface HeadlessEngine extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
  /** When the process was started, on this process's steady clock, and how long it took until it printed its address. */
  readonly startedAtMs: number;
  readonly listeningAfterMs: number;
  /** What it wrote to stderr so far, but for statements that a busy machine makes slow. */
  readonly complaints: () => string;
  /** From now on nobody reads what it complains of: its stderr is a pipe without another end. */
  readonly stopListening: () => void;
  /** Asks it to end; its exit code, which on Windows, where a signal is a kill, is none. */
  readonly stop: () => Promise<number | null>;
  /** Kill −9: nothing of it gets a chance to tidy up. */
  readonly kill: () => Promise<void>;
}

export interface HeadlessWish {
  readonly data: string;
  readonly words?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a process wrote to stderr, but for statements that a busy machine makes slow. */
export const withoutSlowStatements = (text: string): string => text.replaceAll(slowStatement, '');

const slowStatement = /^.* WARN {2}slow statement .*\n(?:[ \t].*\n)*/gm;

const builtFolder = path.join(import.meta.dirname, '..', '..', 'out', 'main');

export async function startHeadlessEngine({
  data,
  words = [],
  environment = {},
}: HeadlessWish): Promise<HeadlessEngine> {
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, [path.join(builtFolder, 'headless.js'), '--data', data, ...words], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString();
  });
  const ended = once(child, 'exit');
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  const url = await addressOf(child, () => complaints);
  return {
    pid: child.pid ?? 0,
    url,
    startedAtMs,
    listeningAfterMs: performance.now() - startedAtMs,
    complaints: () => withoutSlowStatements(complaints),
    stopListening: () => {
      child.stderr.destroy();
    },
    stop: async () => {
      await end('SIGTERM');
      return child.exitCode;
    },
    kill: () => end('SIGKILL'),
    [Symbol.asyncDispose]: () => end('SIGTERM'),
  };
}

async function addressOf({ stdout }: ChildProcess, complaints: () => string): Promise<string> {
  if (stdout === null) throw new Error('the engine was started without a pipe for its output');
  for await (const line of createInterface({ input: stdout })) {
    const [url] = /http:\/\/\S+/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`the engine ended before it printed its address: ${complaints()}`);
}
