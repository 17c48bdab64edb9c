import type Database from 'better-sqlite3';
import { FaultError, type Fault } from '#shared/base/fault.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Command, Query, SqlValue, WritableDb } from './readable-db.ts';

export interface ConnectionWatch {
  readonly clock: MonotonicClock;
  readonly logger: Logger;
  /** What is thrown in place of an error that is a matter of the disk; null for any other. */
  readonly faultOf?: (error: unknown) => Fault | null;
}

/** From here on a statement is worth a line: the engine's loop waits for it. */
export const slowStatementMs = 50;

/** Of its text: a statement that writes many rows repeats itself. */
const loggedLengthMax = 200;

type Statement = Database.Statement<SqlValue[]>;

/**
 * One open database. Statements are prepared once; slow ones are logged with their text, never with their values; what the
 * disk refuses is thrown as a FaultError.
 */
export class Connection implements WritableDb, Disposable {
  readonly #database: Database.Database;
  readonly #watch: ConnectionWatch;
  readonly #queries = new Map<string, Query<unknown>>();
  readonly #commands = new Map<string, Command>();

  constructor(database: Database.Database, watch: ConnectionWatch) {
    this.#database = database;
    this.#watch = watch;
  }

  query<Row>(sql: string): Query<Row> {
    const known = this.#queries.get(sql);
    // The rows of one text are of one type: whoever asks for it again is the same query file.
    if (known !== undefined) return known as Query<Row>;
    const statement = this.#prepare(sql);
    let tuples: Statement | undefined;
    const query: Query<Row> = {
      tuples: (...values) => {
        const raw = (tuples ??= this.#prepare(sql).raw(true));
        return this.#timed(sql, () => raw.all(...values) as SqlValue[][]);
      },
      first: (...values) => this.#timed(sql, () => statement.get(...values) as Row | undefined),
      all: (...values) => this.#timed(sql, () => statement.all(...values) as Row[]),
    };
    this.#queries.set(sql, query);
    return query;
  }

  command(sql: string): Command {
    const known = this.#commands.get(sql);
    if (known !== undefined) return known;
    const statement = this.#prepare(sql);
    const command: Command = { run: (...values) => this.#timed(sql, () => statement.run(...values).changes) };
    this.#commands.set(sql, command);
    return command;
  }

  together<T>(read: () => T): T {
    return this.#database.inTransaction ? read() : this.#timed('reads', () => this.#database.transaction(read)());
  }

  transaction<T>(run: () => T): T {
    if (this.#database.inTransaction) return run();
    return this.#timed('transaction', () => this.#database.transaction(run).immediate());
  }

  /**
   * Moves the write-ahead log into the file and leaves the file in rollback mode: at rest it is one file that can be copied, and read
   * from a folder that may not be written. Where a reader is still connected the log stays; the next opening takes it up.
   */
  [Symbol.dispose](): void {
    if (!this.#database.open) return;
    try {
      if (!this.#database.readonly) this.#leaveWriteAheadLog();
    } finally {
      this.#database.close();
    }
  }

  #leaveWriteAheadLog(): void {
    this.#database.pragma('busy_timeout = 0');
    try {
      this.#database.pragma('journal_mode = DELETE');
    } catch (error) {
      // A reader is still connected, or the disk takes no more.
      const isOfTheDisk = this.#asFault(error) instanceof FaultError;
      if (!isOfTheDisk) throw error;
    }
  }

  #prepare(sql: string): Statement {
    try {
      return this.#database.prepare(sql);
    } catch (error) {
      throw this.#asFault(error);
    }
  }

  #timed<T>(sql: string, run: () => T): T {
    const startedMs = this.#watch.clock.nowMs();
    try {
      return run();
    } catch (error) {
      throw this.#asFault(error);
    } finally {
      const tookMs = this.#watch.clock.nowMs() - startedMs;
      if (tookMs > slowStatementMs) {
        const facts = { sql: sql.slice(0, loggedLengthMax), tookMs: Math.round(tookMs) };
        this.#watch.logger.warn('slow statement', facts);
      }
    }
  }

  #asFault(error: unknown): unknown {
    const fault = this.#watch.faultOf?.(error) ?? null;
    return fault === null ? error : new FaultError(fault, { cause: error });
  }
}
