import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { assert } from '#shared/base/assert.ts';

/** The files of a data folder that `disk-watch.cpp` watches. */
export const watchedFiles = ['market.db', 'market.db-wal', 'ledger.db', 'ledger.db-wal'];

export const unsyncedNoteOf = (file: string): string => `${file}.unsynced`;

/** One write, or one cut where `written` is null, that no sync had followed yet. */
interface UnsyncedChange {
  readonly offset: number;
  readonly sizeBefore: number;
  readonly replaced: Buffer;
  readonly written: Buffer | null;
}

const headBytes = 32;

/**
 * Leaves the folder of a dead cockpit as a loss of power would: what was synced is there, and of what was not, each single change is there or not as
 * `isKept` says. A disk promises no more, neither an order. Answers how many changes were lost.
 */
export function losePower(folder: string, isKept: () => boolean): number {
  let lost = 0;
  for (const name of watchedFiles) {
    const file = path.join(folder, name);
    // Shared memory lives in memory.
    rmSync(`${file}-shm`, { force: true });
    const note = unsyncedNoteOf(file);
    if (!existsSync(file) || !existsSync(note)) continue;
    const changes = readChanges(readFileSync(note));
    const kept = changes.filter(isKept);
    rewrite(file, changes, kept);
    rmSync(note);
    lost += changes.length - kept.length;
  }
  return lost;
}

/** Takes every change back, the last one first, and makes those again that are kept. */
function rewrite(file: string, changes: readonly UnsyncedChange[], kept: readonly UnsyncedChange[]): void {
  const fd = openSync(file, 'r+');
  try {
    for (const { offset, sizeBefore, replaced } of changes.toReversed()) {
      writeSync(fd, replaced, 0, replaced.length, offset);
      ftruncateSync(fd, sizeBefore);
    }
    for (const { offset, written } of kept) {
      if (written === null) ftruncateSync(fd, offset);
      else writeSync(fd, written, 0, written.length, offset);
    }
  } finally {
    closeSync(fd);
  }
}

/** The records of `disk-watch.cpp`, in the machine's own byte order; a last one that its death cut short was followed by no write. */
function readChanges(notes: Buffer): readonly UnsyncedChange[] {
  const changes: UnsyncedChange[] = [];
  for (let at = 0; at + headBytes <= notes.length;) {
    const [offset, sizeBefore, replacedLength, writtenLength] = [0, 8, 16, 24].map((field) =>
      Number(notes.readBigInt64LE(at + field)),
    );
    assert(
      offset !== undefined && sizeBefore !== undefined && replacedLength !== undefined && writtenLength !== undefined,
      'a record has four numbers',
    );
    const replacedAt = at + headBytes;
    const writtenAt = replacedAt + replacedLength;
    at = writtenAt + Math.max(0, writtenLength);
    if (at > notes.length) break;
    changes.push({
      offset,
      sizeBefore,
      replaced: notes.subarray(replacedAt, writtenAt),
      written: writtenLength < 0 ? null : notes.subarray(writtenAt, at),
    });
  }
  return changes;
}
