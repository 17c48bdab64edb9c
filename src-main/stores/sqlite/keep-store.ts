import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { assertDefined } from '#shared/base/assert.ts';
import { keeperPhase, type KeeperTask, type KeeperWord } from './store-keeper.ts';

const periodMs = 500;

/** In pages of 4 KiB: 16 MiB. Beyond it the log is made to begin anew, which the writer waits behind. */
const logPagesMax = 4096;

/** With so little left to copy it waits a few milliseconds. A writer at full speed leaves more, and is waited out until the log is so long. */
const restPagesMax = 128;
const passesMax = 8;
const logPagesLast = 2 * logPagesMax;

/** Readers that still look into the log are waited for, far shorter than the writer has patience; then not again until it has grown by so much. */
const readersPatienceMs = 80;
const logPagesBetween = 2048;

/** The life of the keeper's thread: it blocks between its rounds, and ends when it is told to. */
export function keepStore(): void {
  const { file, checksFile, phase } = workerData as KeeperTask;
  const port = assertDefined(parentPort, 'the keeper runs in a thread');
  const say = (word: KeeperWord): void => {
    port.postMessage(word);
  };
  const { starting, keeping, stopped } = keeperPhase;
  if (Atomics.compareExchange(phase, 0, starting, keeping) !== starting) return;
  try {
    if (checksFile) say({ kind: 'checked', problem: firstProblem(file) });
    using keeper = new Keeper(file, say);
    while (Atomics.wait(phase, 0, keeping, periodMs) === 'timed-out') keeper.round();
  } finally {
    Atomics.store(phase, 0, stopped);
    Atomics.notify(phase, 0);
  }
}

/** All pages are read, yet no index is held against its table: minutes become seconds. */
function firstProblem(file: string): string | null {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const found = database.pragma('quick_check(1)', { simple: true });
    return found === 'ok' ? null : String(found);
  } catch (error) {
    if (error instanceof Database.SqliteError) return error.message;
    throw error;
  } finally {
    database.close();
  }
}

interface Checkpoint {
  /** 1 where somebody was waited for in vain. */
  readonly busy: number;
  /** Pages in the log. */
  readonly log: number;
  /** Of these, how many are in the file. */
  readonly checkpointed: number;
}

const restOf = ({ log, checkpointed }: Checkpoint): number => log - checkpointed;

class Keeper implements Disposable {
  readonly #database: Database.Database;
  readonly #say: (word: KeeperWord) => void;
  #pagesBefore = 0;
  #beginsAnewAt = logPagesMax;
  #isRefused = false;

  constructor(file: string, say: (word: KeeperWord) => void) {
    this.#database = new Database(file, { fileMustExist: true, timeout: 0 });
    this.#say = say;
  }

  round(): void {
    try {
      const passed = this.#checkpoint('PASSIVE');
      const { log } = passed;
      if (log > this.#beginsAnewAt) this.#beginAnew(passed);
      else if (log > 0 && log === this.#pagesBefore && restOf(passed) === 0) this.#checkpoint('TRUNCATE');
      this.#pagesBefore = log;
      this.#isRefused = false;
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      // The writer meets the same disk and says what it means. Here it is tried again in the next round, and told once.
      if (!this.#isRefused) this.#say({ kind: 'refused', reason: error.message });
      this.#isRefused = true;
    }
  }

  [Symbol.dispose](): void {
    this.#database.close();
  }

  /** Each pass copies what was written during the one before it, beside the writer; only the rest is copied while it waits. */
  #beginAnew(passed: Checkpoint): void {
    for (let pass = 1; pass < passesMax && restOf(passed) > restPagesMax; pass++) passed = this.#checkpoint('PASSIVE');
    if (restOf(passed) > restPagesMax && passed.log < logPagesLast) return;
    this.#database.pragma(`busy_timeout = ${readersPatienceMs}`);
    const { busy, log } = this.#checkpoint('RESTART');
    this.#database.pragma('busy_timeout = 0');
    this.#beginsAnewAt = busy === 1 ? log + logPagesBetween : logPagesMax;
  }

  #checkpoint(mode: 'PASSIVE' | 'RESTART' | 'TRUNCATE'): Checkpoint {
    const [answer] = this.#database.pragma(`wal_checkpoint(${mode})`) as readonly Checkpoint[];
    return assertDefined(answer, 'a checkpoint answers with one row');
  }
}
