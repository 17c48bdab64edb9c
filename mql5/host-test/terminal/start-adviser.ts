import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buildProgram, type Built } from '../build/build-program.ts';
import type { Variant } from '../build/variant.ts';
import type { HostConnection, HostEnd } from './host-connection.ts';
import type { HostSetup } from './host-setup.ts';
import type { HostStatistics } from './host-statistics.ts';
import { deinitReason } from './mql5-values.ts';
import type { ScriptedTerminal } from './scripted-terminal.ts';

export interface AdviserOptions {
  readonly terminal: ScriptedTerminal;
  /** The `.mq5` of an adviser or a service. */
  readonly program: string;
  readonly variant?: Variant;
  /** What stands before the program on the command line: Wine. */
  readonly runner?: readonly string[];
  readonly inputs?: Readonly<Record<string, string | number | boolean>>;
  /** The terminal's data folder: the sandbox is `MQL5/Files` in it, and it outlives the process. */
  readonly dataFolder: string;
  /** Where the sockets lie that stand in for named pipes. */
  readonly pipesFolder: string;
  readonly setup?: HostSetup;
}

/** An adviser's process, from its OnInit to its end. */
export interface RunningAdviser {
  readonly host: HostConnection;
  readonly pid: number;
  /** The process is gone; how it went. */
  readonly ended: Promise<HostEnd>;
  /** Its exit code, or null where a signal ended it. */
  readonly exitCode: Promise<number | null>;
  /** What it wrote to stderr: critical errors and what sanitizers found. */
  readonly stderr: () => string;
  /** kill -9, and waits until it is gone. */
  kill(): Promise<void>;
  /** Takes the program off its chart, waits for its end, and gives what it counted. */
  stop(): Promise<HostStatistics | null>;
}

const builds = new Map<string, Promise<Built>>();
let started = 0;

/** Where an adviser's files lie within a terminal's data folder, and how much of each is flushed. */
export const filesFolder = (dataFolder: string): string => join(dataFolder, 'MQL5/Files');
export const flushedFolder = (dataFolder: string): string => join(dataFolder, 'flushed');

/**
 * Builds the program if need be, starts it in the scripted terminal and waits for its OnInit.
 *
 * @throws where the machine cannot build it (ask `whySkipped` first), or where the process ends before OnInit is over.
 */
export async function startAdviser(options: AdviserOptions): Promise<RunningAdviser> {
  const { terminal, dataFolder } = options;
  const path = await built(options.program, options.variant ?? 'plain');
  await Promise.all(
    [filesFolder(dataFolder), flushedFolder(dataFolder), commonFolder(dataFolder)].map((it) =>
      mkdir(it, { recursive: true }),
    ),
  );
  started += 1;
  const name = `host-${started}`;
  const arrival = terminal.expectHost(name, options.setup ?? {});
  const [command, ...args] = [...(options.runner ?? []), path];
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...environment(options, name) },
  });
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString('utf8')));
  const exitCode = exitOf(child);
  const host = await Promise.race([
    arrival,
    exitCode.then((code) => {
      throw new Error(`${options.program} ended with ${String(code)} before it reached the terminal.\n${stderr}`);
    }),
  ]);
  await Promise.race([host.initialized(), host.ended]);
  const ended = Promise.all([host.ended, exitCode]).then(([end]) => end);
  return {
    host,
    pid: child.pid ?? 0,
    ended,
    exitCode,
    stderr: () => stderr,
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      host.stop(deinitReason.REASON_REMOVE);
      await ended;
      return host.lastStatistics;
    },
  };
}

async function built(program: string, variant: Variant): Promise<string> {
  const key = `${variant} ${program}`;
  const build = builds.get(key) ?? buildProgram({ program, variant });
  builds.set(key, build);
  const result = await build;
  if (result.kind === 'skipped') throw new Error(result.why);
  return result.path;
}

const commonFolder = (dataFolder: string): string => join(dataFolder, 'common');

function environment(
  { terminal, dataFolder, pipesFolder, inputs }: AdviserOptions,
  name: string,
): Record<string, string> {
  return {
    ATS_HOST_NAME: name,
    ATS_HOST_LINK: terminal.address,
    ATS_HOST_FILES: filesFolder(dataFolder),
    ATS_HOST_COMMON: commonFolder(dataFolder),
    ATS_HOST_FLUSHED: flushedFolder(dataFolder),
    ATS_HOST_PIPES: pipesFolder,
    ATS_HOST_INPUTS: Object.entries(inputs ?? {})
      .map(([input, value]) => `${input}=${value}`)
      .join('\n'),
  };
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
