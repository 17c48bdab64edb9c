import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { chromaPartFolder, chromaPartMark, chromaPartProgram, chromaPin } from '#main/testkit/real-chroma.ts';
import type { Fetched } from './fetched.ts';
import { runStep } from './run-step.ts';

const stepMsMax = 10 * 60_000;

/** Chroma's server as its Python package, in a virtual environment of its own. A second call finds it there. */
export async function fetchChroma(): Promise<Fetched> {
  const ready: Fetched = { kind: 'ready', where: chromaPartProgram };
  if (existsSync(chromaPartMark) && readFileSync(chromaPartMark, 'utf8') === chromaPin) return ready;
  rmSync(chromaPartFolder, { recursive: true, force: true });
  mkdirSync(dirname(chromaPartFolder), { recursive: true });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', chromaPin];
  const failed =
    (await runStep('python3', ['-m', 'venv', chromaPartFolder], stepMsMax)) ??
    (await runStep(`${chromaPartFolder}/bin/python3`, pip, stepMsMax)) ??
    (await runStep(chromaPartProgram, ['--version'], stepMsMax));
  if (failed !== null) return { kind: 'failed', reason: failed };
  writeFileSync(chromaPartMark, chromaPin);
  return ready;
}
