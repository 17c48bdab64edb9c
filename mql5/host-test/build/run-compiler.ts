import { spawn } from 'node:child_process';
import { root } from './places.ts';

/** A compiler that hangs is stopped after this. */
const compileMsMax = 300_000;

/** What stops a build: the compiler's own words. */
export class CompileError extends Error {
  constructor(command: string, output: string) {
    super(`${command} failed\n${output}`);
    this.name = 'CompileError';
  }
}

interface Compilation {
  readonly compiler: string;
  readonly flags: readonly string[];
  /** The source, for one that reads `-`. */
  readonly input?: string;
  /** What is made, for the message of a failure. */
  readonly what: string;
}

/**
 * Compiles or links in the project's folder.
 *
 * @throws CompileError where the compiler does not end with 0.
 */
export async function runCompiler({ compiler, flags, input = '', what }: Compilation): Promise<void> {
  const child = spawn(compiler, flags, { cwd: root, stdio: ['pipe', 'pipe', 'pipe'], timeout: compileMsMax });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A compiler that ends before it has read everything says why; the broken pipe adds nothing.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const code = await ended;
  if (code !== 0) throw new CompileError(`${compiler} of ${what}`, Buffer.concat(output).toString());
}
