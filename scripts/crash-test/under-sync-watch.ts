import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { inProject } from '../project-root.ts';

const source = path.join(import.meta.dirname, 'synced-lengths.cpp');

/**
 * Runs in a process that notes how far each database was synced (`synced-lengths.cpp`): in this one where it is watched already, else in a copy of
 * it. Answers the exit code. Linux with g++ only.
 */
export async function underSyncWatch(run: () => Promise<number>): Promise<number> {
  const library = buildLibrary();
  if (process.env.LD_PRELOAD === library) return run();
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    env: { ...process.env, LD_PRELOAD: library },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

/** Once for each version of the source; several that build it at the same time do no harm. */
function buildLibrary(): string {
  const hash = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16);
  const folder = inProject('node_modules/.cache/ats-crash-test');
  const library = path.join(folder, `synced-lengths-${hash}.so`);
  if (existsSync(library)) return library;
  mkdirSync(folder, { recursive: true });
  const partial = `${library}.${process.pid}`;
  const built = spawnSync('g++', ['-O2', '-Wall', '-Wextra', '-shared', '-fPIC', '-o', partial, source, '-ldl'], {
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`g++ could not build the watch: ${built.stderr}`);
  renameSync(partial, library);
  return library;
}
