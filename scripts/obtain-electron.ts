import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { whyNoWindow } from './electron-display.ts';
import { findElectron } from './find-electron.ts';
import { inProject } from './project-root.ts';
import { runProgram } from './run-program.ts';

export type Electron =
  { readonly kind: 'ready'; readonly path: string } | { readonly kind: 'absent'; readonly reason: string };

const failureMark = inProject('.cache/electron-download-failed');
const retryAfterMs = 60 * 60 * 1000;
const downloadMsMax = 5 * 60 * 1000;

/**
 * Electron's program, downloaded if need be. A download that failed is not tried again within the hour, so that a machine
 * without a network starts at once; `npx install-electron` tries at any time.
 */
export async function obtainElectron(): Promise<Electron> {
  const obstacle = whyNoWindow();
  if (obstacle !== null) return { kind: 'absent', reason: obstacle };
  const found = findElectron() ?? (failedLately() ? null : await download());
  if (found !== null) return { kind: 'ready', path: found };
  return { kind: 'absent', reason: "Electron's program could not be downloaded (npx install-electron tries again)" };
}

function failedLately(): boolean {
  const mark = statSync(failureMark, { throwIfNoEntry: false });
  return mark !== undefined && Date.now() - mark.mtimeMs < retryAfterMs;
}

async function download(): Promise<string | null> {
  process.stderr.write("Downloading Electron's program, once …\n");
  const installer = { package: 'electron', name: 'install-electron', args: [], msMax: downloadMsMax };
  await runProgram(installer, { isShown: false });
  const path = findElectron();
  if (path !== null) {
    rmSync(failureMark, { force: true });
    return path;
  }
  mkdirSync(dirname(failureMark), { recursive: true });
  writeFileSync(failureMark, '');
  return null;
}
