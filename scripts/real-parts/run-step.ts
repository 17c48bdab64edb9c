import { spawn } from 'node:child_process';

const outputCharsMax = 2000;

/** Runs one command of a fetch to its end, at most so long. Null where it went well, else the command and the end of what it said. */
export function runStep(command: string, words: readonly string[], msMax: number): Promise<string | null> {
  const child = spawn(command, [...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: msMax,
    killSignal: 'SIGKILL',
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-outputCharsMax);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const shown = [command, ...words].join(' ');
  return new Promise((resolve) => {
    child.on('error', (error) => {
      resolve(`${shown}: ${error.message}`);
    });
    child.on('close', (code, signal) => {
      resolve(code === 0 ? null : `${shown} ended with ${code ?? signal ?? 'nothing'}: ${output.trim()}`);
    });
  });
}
