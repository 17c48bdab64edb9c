import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { buildProgram } from '../../../mql5/host-test/build/build-program.ts';
import { residentMiB } from '../../bench/resident-memory.ts';
import { inProject } from '../../project-root.ts';
import type { FuzzInput } from './fuzz-input.ts';

/** What the adviser's own decoder, compiled, makes of a stream. */
export interface ProbeAnswer {
  readonly frames: number;
  readonly payloadBytes: number;
  /** Of the payloads, how many its JSON reader takes. */
  readonly texts: number;
  /** The most bytes that it held back. */
  readonly keptMax: number;
  readonly fault: string;
}

export type ProbeRun =
  | { readonly kind: 'answered'; readonly answers: readonly ProbeAnswer[]; readonly residentMiB: number }
  | { readonly kind: 'crashed'; readonly why: string }
  | { readonly kind: 'hung' };

/** The program, built where it was not yet, or why it cannot be. */
export async function buildFrameProbe(): ReturnType<typeof buildProgram> {
  return buildProgram({ program: inProject('mql5/host-test/probes/FrameProbe.mq5'), variant: 'plain' });
}

/** Lets the program read some streams in a process of its own. `folder` is one that nobody else uses; `msMax` is what it may take. */
export async function runFrameProbe(
  program: string,
  {
    folder,
    streams,
    msMax,
  }: { readonly folder: string; readonly streams: readonly FuzzInput[]; readonly msMax: number },
): Promise<ProbeRun> {
  const answersPath = join(folder, 'ATS/frame-answers.txt');
  await mkdir(join(folder, 'ATS'), { recursive: true });
  await writeFile(join(folder, 'ATS/frame-streams.bin'), packStreams(streams));
  await rm(answersPath, { force: true });
  const ended = await runBesideTerminal(program, { folder, msMax });
  if (ended.signal === 'SIGTERM') return { kind: 'hung' };
  if (ended.code !== 0)
    return { kind: 'crashed', why: `${ended.signal ?? `exit code ${ended.code}`}: ${ended.errors}` };
  const lines = (await readFile(answersPath, 'utf8')).trimEnd().split('\n');
  if (lines.length === streams.length)
    return { kind: 'answered', answers: lines.map(parseAnswer), residentMiB: ended.residentMiB };
  return { kind: 'crashed', why: `${lines.length} answers to ${streams.length} streams` };
}

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
  /** The most that was seen. */
  readonly residentMiB: number;
}

const lookEveryMs = 50;

/** A terminal that only says START: the program reads files and asks for nothing else. */
async function runBesideTerminal(
  program: string,
  { folder, msMax }: { readonly folder: string; readonly msMax: number },
): Promise<Ended> {
  const link = join(folder, 'link');
  const terminal = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.resume().write('START\n');
  });
  await new Promise<void>((resolve) => void terminal.listen(link, resolve));
  try {
    return await new Promise((resolve, reject) => {
      const errors: Buffer[] = [];
      const child = spawn(program, [], {
        env: { ...process.env, ATS_HOST_FILES: folder, ATS_HOST_LINK: link, ATS_HOST_NAME: 'FrameProbe' },
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: msMax,
      });
      let resident = 0;
      const timer = setInterval(() => {
        resident = Math.max(resident, residentMiBOf(child.pid));
      }, lookEveryMs);
      child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
      child.on('error', reject);
      child.on('close', (code, signal) => {
        clearInterval(timer);
        resolve({ code, signal, errors: Buffer.concat(errors).toString(), residentMiB: resident });
      });
    });
  } finally {
    await new Promise((resolve) => terminal.close(resolve));
  }
}

/** 0 where the process has not begun or has just ended. */
function residentMiBOf(pid: number | undefined): number {
  try {
    // One that has ended and was not collected yet has no memory, and says nothing of it.
    return pid === undefined ? 0 : residentMiB(pid) || 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ESRCH')
      return 0;
    throw error;
  }
}

/** For each stream: u32 chunks, each u32 bytes and the bytes. */
function packStreams(streams: readonly FuzzInput[]): Uint8Array {
  const bytes = streams.flat().reduce((sum, chunk) => sum + 4 + chunk.length, 4 * streams.length);
  const packed = new Uint8Array(bytes);
  const view = new DataView(packed.buffer);
  let at = 0;
  const put = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  for (const chunks of streams) {
    put(chunks.length);
    for (const chunk of chunks) {
      put(chunk.length);
      packed.set(chunk, at);
      at += chunk.length;
    }
  }
  return packed;
}

function parseAnswer(line: string): ProbeAnswer {
  const [frames, payloadBytes, texts, keptMax, fault = ''] = line.split(' ');
  return {
    frames: Number(frames),
    payloadBytes: Number(payloadBytes),
    texts: Number(texts),
    keptMax: Number(keptMax),
    fault,
  };
}
