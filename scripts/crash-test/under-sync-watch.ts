import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';

const source = path.join(import.meta.dirname, 'synced-lengths.cpp');

/** Set in the process that is watched. */
const mark = 'ATS_SYNC_WATCH';

/**
 * Runs in a process that notes how far each database was synced (`synced-lengths.cpp`): in this one where it is watched already, else in a copy of
 * it. Answers the exit code. Linux with g++ only.
 */
export async function underSyncWatch(run: () => Promise<number>): Promise<number> {
  if (process.env[mark] !== undefined) return run();
  const folder = mkdtempSync(path.join(tmpdir(), 'ats-watch-'));
  try {
    return await runCopy(buildLibrary(folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runCopy(library: string): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: { ...process.env, LD_PRELOAD: library, [mark]: library },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

function buildLibrary(folder: string): string {
  const library = path.join(folder, 'synced-lengths.so');
  assert(!/[ :]/.test(library), `what is preloaded must lie on a path without spaces and colons, not ${library}`);
  const flags = ['-O2', '-Wall', '-Wextra', '-shared', '-fPIC'];
  const built = spawnSync('g++', [...flags, '-o', library, source, '-ldl'], { encoding: 'utf8' });
  assert(built.status === 0, () => `g++ could not build the watch: ${built.stderr}`);
  return library;
}
