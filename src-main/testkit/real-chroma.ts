import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { realPartsFolder } from './real-parts-folder.ts';

/** What is fetched: the Python package, whose program is a whole server. */
export const chromaPin = 'chromadb==1.5.9';

export const chromaPartFolder = path.join(realPartsFolder, 'chroma');

/** Written last, with the pin: a fetch that was interrupted leaves none. */
export const chromaPartMark = path.join(chromaPartFolder, 'fetched');

export const chromaPartProgram = path.join(chromaPartFolder, 'bin', 'chroma');

export type ChromaProgram =
  { readonly kind: 'ready'; readonly command: string } | { readonly kind: 'absent'; readonly reason: string };

/** Chroma's program: the one that ATS_CHROMA names, else the fetched one. Nothing is fetched here. */
export function findRealChroma(): ChromaProgram {
  const named = process.env.ATS_CHROMA ?? '';
  if (named !== '') {
    if (existsSync(named)) return { kind: 'ready', command: named };
    return { kind: 'absent', reason: 'ATS_CHROMA names a program that is not there' };
  }
  if (existsSync(chromaPartMark) && readFileSync(chromaPartMark, 'utf8') === chromaPin)
    return { kind: 'ready', command: chromaPartProgram };
  return { kind: 'absent', reason: `no ${chromaPin}: npm run real-parts -- chroma fetches it` };
}

/** For `test.skipIf(...)`: a test's name, which says at its head why it is skipped where there is no Chroma. */
export function realChromaTest(name: string): string {
  const program = findRealChroma();
  return program.kind === 'ready' ? name : `skipped: ${program.reason}: ${name}`;
}

/** A started server on a loopback port of its own, with its data in a temporary folder. */
export interface RealChroma extends AsyncDisposable {
  readonly url: URL;
  readonly pid: number;
  /** Ends the process at once, as a crash does; its data stay. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same data and port. */
  readonly restart: () => Promise<void>;
}

const startMsMax = 60_000;

/** Starts the program that `findRealChroma` found. */
export async function startRealChroma(): Promise<RealChroma> {
  const program = findRealChroma();
  if (program.kind === 'absent') throw new Error(program.reason);
  const folder = mkdtempSync(path.join(tmpdir(), 'ats-chroma-'));
  const url = new URL(`http://127.0.0.1:${await freePort()}`);
  let life = await startLife(program.command, folder, url);
  const kill = async (): Promise<void> => {
    if (life.exitCode !== null || life.signalCode !== null) return;
    const ended = once(life, 'exit');
    life.kill('SIGKILL');
    await ended;
  };
  return {
    url,
    get pid() {
      return life.pid ?? 0;
    },
    kill,
    restart: async () => {
      await kill();
      life = await startLife(program.command, folder, url);
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startLife(command: string, folder: string, url: URL): Promise<ReturnType<typeof spawn>> {
  const life = spawn(command, ['run', '--path', folder, '--host', url.hostname, '--port', url.port], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const deadline = performance.now() + startMsMax;
  while (life.exitCode === null && performance.now() < deadline) {
    if (await answers(url)) return life;
    await sleep(50);
  }
  life.kill('SIGKILL');
  throw new Error(`Chroma did not answer at ${url.href}`);
}

async function answers(url: URL): Promise<boolean> {
  try {
    return (await fetch(new URL('/api/v2/heartbeat', url), { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    // Not there yet.
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a listening server has a port');
  return address.port;
}
