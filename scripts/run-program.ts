import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { inProject, projectRoot } from './project-root.ts';

/** A program of an installed package, or a script of this project. */
export type Program = Task & (Packaged | { readonly script: string });

interface Packaged {
  readonly package: string;
  /** The program's name, where it is not the package's. */
  readonly name?: string;
}

interface Task {
  readonly args: readonly string[];
  /** For Node itself; some it takes from no environment. */
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** It is stopped after this time. */
  readonly msMax?: number;
}

export interface Ended {
  readonly code: number;
  readonly seconds: number;
  /** What it wrote, both streams in order; empty when it wrote to ours. */
  readonly output: string;
}

/** Runs a program under this Node, without a shell and without trusting the path. */
export function runProgram(program: Program, { isShown }: { readonly isShown: boolean }): Promise<Ended> {
  const start = performance.now();
  const output: Buffer[] = [];
  const child = spawn(process.execPath, [...(program.nodeArgs ?? []), fileOf(program), ...program.args], {
    cwd: projectRoot,
    env: { ...process.env, ...(isShown ? {} : { NO_COLOR: '1' }), ...program.env },
    timeout: program.msMax,
    stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
  });
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - start) / 1000;
      resolve({ code: code ?? 1, seconds, output: Buffer.concat(output).toString() });
    });
  });
}

const fileOf = (program: Program): string => ('script' in program ? inProject(program.script) : programFile(program));

function programFile({ package: name, name: wanted = name }: Packaged): string {
  const folder = inProject(`node_modules/${name}`);
  const { bin } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin[wanted];
  if (file === undefined) throw new Error(`${name} has no program ${wanted}`);
  return `${folder}/${file}`;
}
