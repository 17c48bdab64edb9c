import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { assertDefined } from '#shared/base/assert.ts';
import { keeperPhase, type KeeperTask, type KeeperWord } from './store-keeper.ts';

const periodMs = 500;

/** In pages of 4 KiB. Beyond it readers that always overlap are waited for, so that the log can begin anew. */
const logPagesMax = 4096;

/**
 * The writer waits behind such a checkpoint. The longer the log has become the more patience there is, far from the writer's own: a log
 * without a bound costs every reader.
 */
const restartPatienceMs = (log: number): number => Math.min(100, Math.round((20 * log) / logPagesMax));

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
  /** Pages in the log. */
  readonly log: number;
  /** Of these, how many are in the file. */
  readonly checkpointed: number;
}

class Keeper implements Disposable {
  readonly #database: Database.Database;
  readonly #say: (word: KeeperWord) => void;
  #pagesBefore = 0;
  #isRefused = false;

  constructor(file: string, say: (word: KeeperWord) => void) {
    this.#database = new Database(file, { fileMustExist: true, timeout: 0 });
    this.#say = say;
  }

  round(): void {
    try {
      const { log, checkpointed } = this.#checkpoint('PASSIVE');
      if (log > logPagesMax) this.#restart(log);
      else if (log > 0 && log === checkpointed && log === this.#pagesBefore) this.#checkpoint('TRUNCATE');
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

  #restart(log: number): void {
    this.#database.pragma(`busy_timeout = ${restartPatienceMs(log)}`);
    this.#checkpoint('RESTART');
    this.#database.pragma('busy_timeout = 0');
  }

  #checkpoint(mode: 'PASSIVE' | 'RESTART' | 'TRUNCATE'): Checkpoint {
    const [answer] = this.#database.pragma(`wal_checkpoint(${mode})`) as readonly Checkpoint[];
    return assertDefined(answer, 'a checkpoint answers with one row');
  }
}
