import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
} from 'node:fs';
import path from 'node:path';

/** How a process ends: what it wrote stays, or only what it had synced. */
export type CrashKind = 'kill' | 'powerLoss';

const stores = ['ledger.db', 'market.db'] as const;

/**
 * What is found on the disk after the crash of a cockpit on `from`: a new data folder with the pairing, the settings and the stores. After a
 * power loss each file ends where it was last synced (see `synced-lengths.cpp`).
 */
export function folderAfterCrash(from: string, to: string, kind: CrashKind): void {
  mkdirSync(to, { mode: 0o700 });
  for (const name of ['pairing', 'settings.json']) copyIfThere(path.join(from, name), path.join(to, name));
  for (const name of stores.flatMap((store) => [store, `${store}-wal`])) {
    const source = path.join(from, name);
    const target = path.join(to, name);
    if (!copyIfThere(source, target)) continue;
    if (kind === 'powerLoss') cutTo(target, Math.min(syncedLength(source), statSync(target).size));
  }
}

function copyIfThere(from: string, to: string): boolean {
  if (!existsSync(from)) return false;
  copyFileSync(from, to);
  return true;
}

/** Nothing was ever synced where there is no note. */
function syncedLength(file: string): number {
  const note = `${file}.synced`;
  return existsSync(note) ? Number(readFileSync(note, 'utf8')) : 0;
}

function cutTo(file: string, length: number): void {
  const handle = openSync(file, 'r+');
  ftruncateSync(handle, length);
  closeSync(handle);
}
