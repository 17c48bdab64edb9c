import Database from 'better-sqlite3';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { z } from 'zod';

/** A thread's newest passes; only the very newest is ever gone on from. */
const checkpointsKept = 2;

const placeSchema = z.object({ thread_id: z.string(), checkpoint_ns: z.string().default('') });

type Put = Parameters<SqliteSaver['put']>;
type PutWrites = Parameters<SqliteSaver['putWrites']>;
type Tuple = Awaited<ReturnType<SqliteSaver['getTuple']>>;

/**
 * Keeps where graphs stand, on a handle that is ours. What the disk refuses is told once and lost: the graph goes on in memory, and a thread without its
 * checkpoint has never been walked.
 */
export class DisposableSaver extends SqliteSaver {
  readonly #database: Database.Database;
  #isRefused = false;
  readonly #onRefused: (error: InstanceType<typeof Database.SqliteError>) => void;

  constructor(database: Database.Database, onRefused: (error: InstanceType<typeof Database.SqliteError>) => void) {
    super(database);
    this.#database = database;
    this.#onRefused = onRefused;
  }

  override async getTuple(config: Put[0]): Promise<Tuple> {
    return this.#orElse(super.getTuple(config), undefined);
  }

  override async put(config: Put[0], checkpoint: Put[1], metadata: Put[2]): ReturnType<SqliteSaver['put']> {
    const { thread_id, checkpoint_ns } = placeSchema.parse(config.configurable);
    const forgotten = { configurable: { thread_id, checkpoint_ns, checkpoint_id: checkpoint.id } };
    const put = await this.#orElse(super.put(config, checkpoint, metadata), forgotten);
    await this.#orElse(this.#prune(thread_id, checkpoint_ns), undefined);
    return put;
  }

  override async putWrites(config: PutWrites[0], writes: PutWrites[1], taskId: string): Promise<void> {
    await this.#orElse(super.putWrites(config, writes, taskId), undefined);
  }

  override async deleteThread(threadId: string): Promise<void> {
    await this.#orElse(super.deleteThread(threadId), undefined);
  }

  #prune(threadId: string, namespace: string): Promise<void> {
    const kept = `SELECT checkpoint_id FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = ? ORDER BY checkpoint_id DESC LIMIT ${checkpointsKept}`;
    const prune = this.#database.transaction(() => {
      for (const table of ['checkpoints', 'writes'])
        this.#database
          .prepare(`DELETE FROM ${table} WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id NOT IN (${kept})`)
          .run(threadId, namespace, threadId, namespace);
    });
    return new Promise((resolve) => {
      prune.immediate();
      resolve();
    });
  }

  async #orElse<T>(done: Promise<T>, otherwise: T): Promise<T> {
    try {
      const value = await done;
      this.#isRefused = false;
      return value;
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      if (!this.#isRefused) this.#onRefused(error);
      this.#isRefused = true;
      return otherwise;
    }
  }
}
