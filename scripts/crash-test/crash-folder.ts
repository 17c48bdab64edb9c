import {
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** How a process ends: what it wrote stays, or only what it had synced. */
export type CrashKind = 'kill' | 'powerLoss';

/** What the stores of a folder have on the disk, by the name of the file. */
export type StoredLengths = ReadonlyMap<string, number>;

const files = ['ledger.db', 'market.db'].flatMap((store) => [store, `${store}-wal`]);

/**
 * What is found on the disk after the crash of a cockpit on `from`: a new data folder with the pairing, the settings and the stores. After a
 * power loss each file ends where it was last synced (see `synced-lengths.cpp`).
 */
export function folderAfterCrash(
  from: string,
  to: string,
  kind: CrashKind,
  /** Not more than this is on the disk, whatever was synced. */
  atMost: StoredLengths | null,
): void {
  mkdirSync(to, { mode: 0o700 });
  copyIfThere(path.join(from, 'pairing'), path.join(to, 'pairing'));
  for (const name of files) {
    const source = path.join(from, name);
    const target = path.join(to, name);
    if (!copyIfThere(source, target)) continue;
    const { size } = statSync(target);
    const synced = Math.min(syncedLength(source), size);
    const length = Math.min(kind === 'powerLoss' ? synced : size, atMost?.get(name) ?? Infinity);
    if (length < size) cutTo(target, length);
    // The next loss of power starts from what is on the disk now.
    writeFileSync(syncNote(target), String(Math.min(synced, length)));
  }
}

export const storedLengths = (folder: string): StoredLengths =>
  new Map(
    files.flatMap((name) => {
      const size = statSync(path.join(folder, name), { throwIfNoEntry: false })?.size;
      return size === undefined ? [] : [[name, size]];
    }),
  );

function copyIfThere(from: string, to: string): boolean {
  if (!existsSync(from)) return false;
  copyFileSync(from, to);
  return true;
}

/** Nothing was ever synced where there is no note. */
function syncedLength(file: string): number {
  const note = syncNote(file);
  return existsSync(note) ? Number(readFileSync(note, 'utf8')) : 0;
}

const syncNote = (file: string): string => `${file}.synced`;

function cutTo(file: string, length: number): void {
  const handle = openSync(file, 'r+');
  ftruncateSync(handle, length);
  closeSync(handle);
}
