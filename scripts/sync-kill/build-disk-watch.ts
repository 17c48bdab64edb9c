import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';

const source = path.join(import.meta.dirname, 'disk-watch.cpp');

/** Builds the library that is preloaded into the cockpit, into a folder of the caller's, and answers where it lies. Linux with g++ only. */
export function buildDiskWatch(folder: string): string {
  const library = path.join(folder, 'disk-watch.so');
  assert(!/[ :]/.test(library), `what is preloaded must lie on a path without spaces and colons, not ${library}`);
  const flags = ['-O2', '-Wall', '-Wextra', '-shared', '-fPIC'];
  const built = spawnSync('g++', [...flags, '-o', library, source, '-ldl'], { encoding: 'utf8' });
  assert(built.status === 0, () => `g++ could not build the watch of the disk: ${built.stderr}`);
  return library;
}
