import { mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Map<string, Promise<void>>();

/**
 * Makes a file at `path` unless it is there: once, however many tests of however many processes ask for it. `make` writes
 * to the path that it is given; the file gets its name when it is whole.
 */
export function buildOnce(path: string, make: (partial: string) => Promise<void>): Promise<void> {
  const known = running.get(path);
  if (known !== undefined) return known;
  const work = buildLocked(path, make).finally(() => running.delete(path));
  running.set(path, work);
  return work;
}

async function buildLocked(path: string, make: (partial: string) => Promise<void>): Promise<void> {
  if (await isThere(path)) return;
  await mkdir(dirname(path), { recursive: true });
  const lock = `${path}.lock`;
  const partial = `${path}.${process.pid}.partial`;
  await take(lock);
  try {
    if (await isThere(path)) return;
    await make(partial);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
    await rm(lock, { force: true });
  }
}

/** Marks it as used, too (see `forgetUnused`). */
async function isThere(path: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(path, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const pollMs = 50;

/** The lock holds the id of its process; one whose process is gone is taken over. Should two take it over, both build the same. */
async function take(lock: string): Promise<void> {
  for (;;) {
    try {
      const file = await open(lock, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await isAbandoned(lock)) await rm(lock, { force: true });
    else await sleep(pollMs);
  }
}

async function isAbandoned(lock: string): Promise<boolean> {
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''));
  if (!Number.isInteger(holder) || holder === 0) return false;
  try {
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
