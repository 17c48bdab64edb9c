import Database from 'better-sqlite3';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { z } from 'zod';

const placeSchema = z.object({ thread_id: z.string(), checkpoint_ns: z.string().default('') });

const placeOf = ({ configurable }: Put[0]): z.infer<typeof placeSchema> => placeSchema.parse(configurable);

type Put = Parameters<SqliteSaver['put']>;
type PutWrites = Parameters<SqliteSaver['putWrites']>;
type Tuple = Awaited<ReturnType<SqliteSaver['getTuple']>>;

/**
 * Keeps where graphs stand, on a handle that is ours. What the disk refuses is told once and lost: the graph goes on in memory, and a thread without its
 * checkpoint has never been walked.
 */
export class DisposableSaver extends SqliteSaver {
  readonly #forget: Database.Transaction<(threadId: string) => void>;
  /** Threads that were forgotten and have not been kept since: nobody has to look. */
  readonly #forgotten = new Set<string>();
  #isRefused = false;
  readonly #onRefused: (error: InstanceType<typeof Database.SqliteError>) => void;

  constructor(database: Database.Database, onRefused: (error: InstanceType<typeof Database.SqliteError>) => void) {
    super(database);
    const [checkpoints, writes] = ['checkpoints', 'writes'].map((table) =>
      database.prepare<[string]>(`DELETE FROM ${table} WHERE thread_id = ?`),
    );
    this.#forget = database.transaction((threadId: string) => {
      checkpoints?.run(threadId);
      writes?.run(threadId);
    });
    this.#onRefused = onRefused;
  }

  override async getTuple(config: Put[0]): Promise<Tuple> {
    return this.#forgotten.has(placeOf(config).thread_id) ? undefined : this.#orElse(super.getTuple(config), undefined);
  }

  override async put(config: Put[0], checkpoint: Put[1], metadata: Put[2]): ReturnType<SqliteSaver['put']> {
    const { thread_id, checkpoint_ns } = placeOf(config);
    this.#forgotten.delete(thread_id);
    const lost = { configurable: { thread_id, checkpoint_ns, checkpoint_id: checkpoint.id } };
    return this.#written(super.put(config, checkpoint, metadata), lost);
  }

  override async putWrites(config: PutWrites[0], writes: PutWrites[1], taskId: string): Promise<void> {
    await this.#written(super.putWrites(config, writes, taskId), undefined);
  }

  override async deleteThread(threadId: string): Promise<void> {
    const done = new Promise<void>((resolve) => {
      this.#forget.immediate(threadId);
      this.#forgotten.add(threadId);
      resolve();
    });
    await this.#written(done, undefined);
  }

  /** What can be read says nothing about what can be written. */
  #written<T>(done: Promise<T>, otherwise: T): Promise<T> {
    const written = (value: T): T => {
      this.#isRefused = false;
      return value;
    };
    return this.#orElse(done.then(written), otherwise);
  }

  async #orElse<T>(done: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await done;
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error;
      if (!this.#isRefused) this.#onRefused(error);
      this.#isRefused = true;
      return otherwise;
    }
  }
}
