import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** `buildOnce` marks whatever it gives out as used now. */
const unusedMsMax = 24 * 3_600_000;

/** Removes from a folder and those in it the builds that nobody has asked for in a day. */
export async function forgetUnused(folder: string, nowMs: number): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Another process may have been here first.
    const found = await stat(path).catch(() => null);
    if (found !== null && nowMs - found.mtimeMs > unusedMsMax) await rm(path, { force: true });
  }
}
