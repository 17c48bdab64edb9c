import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startProbe } from './start-probe.ts';

/**
 * Gives a probe its cases in a file, waits for its end and reads its answers, a line each. It runs with sanitizers: what they find ends
 * it, and that fails here.
 */
export async function runProbe(
  probe: string,
  file: { readonly cases: string; readonly bytes: Uint8Array; readonly answers: string },
): Promise<string[]> {
  await using running = await startProbe({
    probe,
    variant: 'sanitized',
    prepare: (files) => writeFile(join(files, 'ATS', file.cases), file.bytes),
  });
  const exitCode = await running.running.exitCode;
  expect({ exitCode, stderr: running.running.stderr() }).toEqual({ exitCode: 0, stderr: '' });
  const answers = await readFile(join(running.files, 'ATS', file.answers), 'utf8');
  return answers.split('\n').slice(0, -1);
}

export function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

export const joinChunks = (chunks: readonly Uint8Array[]): Uint8Array => Buffer.concat(chunks);
