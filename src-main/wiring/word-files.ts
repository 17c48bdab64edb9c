import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { Engine } from '#main/engine/engine.ts';
import type { Timers } from '#main/ports/timers.ts';

const words = ['halt', 'flatten'] as const;

type Word = (typeof words)[number];

/** A halt by file takes effect within this time, and the engine's own turn. */
const lookPeriod = durationMs(500);

/** What is read of such a file: its text becomes a reason, which has a bound. */
const bytesReadMax = 4_096;
const reasonLengthMax = 500;
const reasonLengthMin = 3;

/** Tells the engine of the files that halt or flatten by being in the data folder: at once, and whenever they come and go. */
export function watchWordFiles({
  folder,
  engine,
  timers,
}: {
  readonly folder: string;
  readonly engine: Pick<Engine, 'accept'>;
  readonly timers: Timers;
}): Disposable {
  const told = new Map<Word, string | null>();
  const look = (): void => {
    for (const word of words) {
      const reason = readWordFile(folder, word);
      if (reason === (told.get(word) ?? null)) continue;
      told.set(word, reason);
      engine.accept({ kind: 'wordFileChanged', word, reason });
    }
  };
  look();
  return timers.every(lookPeriod, look);
}

/**
 * Why a file says so: its text, or what stands in its stead where it has none. Null where there is no such file; one that is there and cannot be
 * read says so all the same. Editors like to add `.txt`.
 */
export function readWordFile(folder: string, word: Word): string | null {
  for (const name of [word, `${word}.txt`]) {
    const file = path.join(folder, name);
    try {
      lstatSync(file);
    } catch (error) {
      if (isAbsent(error)) continue;
      // Whether it is there cannot be known, and that is no order to close anything.
      if (word === 'flatten') continue;
      return `it cannot be seen whether there is a file “${name}”: ${messageOf(error)}`;
    }
    return reasonIn(file, name);
  }
  return null;
}

function reasonIn(file: string, name: string): string {
  try {
    const text = readBeginning(file)
      .replace(/[\s\p{C}]+/gu, ' ')
      .trim()
      .slice(0, reasonLengthMax);
    return text.length < reasonLengthMin ? `the file “${name}” is in the data folder` : text;
  } catch (error) {
    return `the file “${name}” is in the data folder and cannot be read: ${messageOf(error)}`;
  }
}

/** Windows has no such flag, and no such pipes. */
const waitsNever: number = process.platform === 'win32' ? 0 : constants.O_NONBLOCK;

/** Never waits, as reading a pipe of that name would. */
function readBeginning(file: string): string {
  const handle = openSync(file, constants.O_RDONLY | waitsNever);
  try {
    if (!fstatSync(handle).isFile()) throw new Error('it is no file');
    const bytes = Buffer.alloc(bytesReadMax);
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, bytesReadMax, 0));
  } finally {
    closeSync(handle);
  }
}

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
