import type { Driver, Session } from 'neo4j-driver';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import { backOff, type BackOffBounds } from '#shared/units/back-off.ts';
import { durationMs, minutesToMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';
import { dialectOf, isThereAlready } from './bolt-dialect.ts';
import { openDriver, openSession, type BoltServer } from './bolt-driver.ts';
import { boltFault, isTransient, Unanswered } from './bolt-fault.ts';

export type { BoltServer };

export type BoltState =
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting'; readonly attempts: number; readonly fault: Fault | null }
  /** `server`: what it says that it is, and where: `Neo4j/5.26.24 at bolt://127.0.0.1:7687`. */
  | { readonly kind: 'up'; readonly server: string }
  /** `nextAttemptAtMs` on the desk's steady clock. */
  | {
      readonly kind: 'down';
      readonly fault: Fault;
      readonly attempts: number;
      readonly nextAttemptAtMs: DurationMs;
    };

export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement of a transaction. Numbers go and come as float64, and null is "not there". */
export type RunStatement = (text: string, parameters?: Readonly<Record<string, unknown>>) => Promise<readonly Row[]>;

export interface BoltLimits {
  readonly connectMsMax: DurationMs;
  /** For a whole transaction, from its begin to its commit; then it is lost, and so is the connection. Somebody waits for what is read. */
  readonly readMsMax: DurationMs;
  readonly writeMsMax: DurationMs;
  readonly waits: BackOffBounds;
  /** After a wrong password or certificate: servers and directories lock out whom they see fail too often. */
  readonly refusedWaits: BackOffBounds;
}

export interface BoltDependencies {
  readonly server: BoltServer;
  readonly timers: Timers;
  readonly monotonicClock: MonotonicClock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly limits?: Partial<BoltLimits>;
}

const defaultLimits: BoltLimits = {
  connectMsMax: secondsToMs(8),
  readMsMax: secondsToMs(10),
  writeMsMax: secondsToMs(20),
  waits: { firstMs: 500, longestMs: 30_000 },
  refusedWaits: { firstMs: minutesToMs(1), longestMs: minutesToMs(10) },
};

/** Of one transaction in one connection, where two stood in each other's way. */
const retriesMax = 3;

const transientWaits = { firstMs: 20, longestMs: 500 };

/**
 * A connection to a graph server over Bolt, kept up for as long as it lives: it connects, prepares keys and indexes in the server's own dialect, and
 * after any loss tries again, with longer and longer waits. While it is not up every transaction is refused at once with the fault that is to blame.
 * What the server does not answer in time counts as lost: the connection is torn down, so that nothing that hangs is waited for.
 */
export class BoltConnection implements AsyncDisposable {
  /** The address, without anything secret. */
  readonly address: string;
  readonly #dependencies: BoltDependencies;
  readonly #limits: BoltLimits;
  readonly #listeners = new Set<(state: BoltState) => void>();
  #state: BoltState = { kind: 'off' };
  #driver: Driver | null = null;
  /** Not known to work yet. */
  #opening: Driver | null = null;
  /** Each refuses what is waited for. */
  readonly #waiting = new Set<(reason: Error) => void>();
  #retry: Disposable | null = null;
  #isDisposed = false;

  constructor(dependencies: BoltDependencies) {
    this.#dependencies = dependencies;
    this.#limits = { ...defaultLimits, ...dependencies.limits };
    const { protocol, host } = new URL(dependencies.server.url);
    this.address = `${protocol}//${host}`;
  }

  get state(): BoltState {
    return this.#state;
  }

  onChange(listener: (state: BoltState) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  start(): void {
    if (this.#state.kind === 'off' && !this.#isDisposed) void this.#connect(1, null);
  }

  /** A transaction that only reads. Throws FaultError: GRAPH_REFUSED, or what keeps the connection from being up. */
  read<T>(work: (run: RunStatement) => Promise<T>): Promise<T> {
    return this.#transact('READ', work);
  }

  /**
   * A transaction that is committed as a whole. Throws as `read` does; after GRAPH_UNREACHABLE it is not known whether it was committed. `work` may be
   * called several times: what it did before was undone.
   */
  write<T>(work: (run: RunStatement) => Promise<T>): Promise<T> {
    return this.#transact('WRITE', work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#retry?.[Symbol.dispose]();
    const drivers = [this.#driver, this.#opening];
    [this.#driver, this.#opening] = [null, null];
    this.#listeners.clear();
    this.#state = { kind: 'off' };
    for (const driver of drivers) if (driver !== null) await this.#close(driver);
  }

  /** Never rejects. */
  async #connect(attempts: number, lastFault: Fault | null): Promise<void> {
    this.#tell({ kind: 'connecting', attempts, fault: lastFault });
    try {
      const { connectMsMax } = this.#limits;
      const driver = await openDriver(this.#dependencies.server, connectMsMax);
      if (this.#isDisposed) return void this.#close(driver);
      this.#opening = driver;
      const agent = await this.#within(connectMsMax, 'a connection', this.#prepare(driver));
      if (this.#opening !== driver) return;
      [this.#driver, this.#opening] = [driver, null];
      const server = `${agent} at ${this.address}`;
      this.#dependencies.logger.info('the graph server is connected', { server });
      this.#tell({ kind: 'up', server });
    } catch (error) {
      if (this.#opening !== null) void this.#close(this.#opening);
      this.#opening = null;
      this.#waitAfter(this.#connectFault(error), attempts);
    }
  }

  /** What the server says that it is. Statements about the schema stand for themselves: they take part in no transaction. */
  async #prepare(driver: Driver): Promise<string> {
    const { agent = '' } = await driver.getServerInfo();
    const session = openSession(driver, this.#dependencies.server, 'WRITE');
    for (const statement of dialectOf(agent)) {
      try {
        await session.run(statement);
      } catch (error) {
        if (!isThereAlready(error)) throw error;
      }
    }
    await session.close();
    return agent;
  }

  /** A server that refuses to be prepared, or that has no such database, is not there for us: no statement of ours is to blame. */
  #connectFault(error: unknown): Fault {
    const { code, message, facts } = this.#faultOf(error);
    return fault(code === 'GRAPH_REFUSED' ? 'GRAPH_UNREACHABLE' : code, message, facts);
  }

  #faultOf(error: unknown): Fault {
    const told = boltFault(error, this.address);
    const { password } = this.#dependencies.server;
    if (password === null || password === '' || !JSON.stringify(told).includes(password)) return told;
    return fault(told.code, told.message.replaceAll(password, '…'), { server: this.address });
  }

  #waitAfter(failure: Fault, attempts: number): void {
    if (this.#isDisposed) return;
    const { timers, rng, monotonicClock, logger } = this.#dependencies;
    const isRefused = failure.code === 'GRAPH_UNAUTHORIZED' || failure.code === 'GRAPH_UNTRUSTED';
    const delay = backOff(isRefused ? this.#limits.refusedWaits : this.#limits.waits, attempts, rng);
    if (attempts === 1) logger.warn('the graph server is not there', { ...failure.facts, code: failure.code });
    this.#retry = timers.after(delay, () => void this.#connect(attempts + 1, failure));
    const nextAttemptAtMs = durationMs(monotonicClock.nowMs() + delay);
    this.#tell({ kind: 'down', fault: failure, attempts, nextAttemptAtMs });
  }

  #tell(state: BoltState): void {
    if (this.#isDisposed) return;
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  async #transact<T>(mode: 'READ' | 'WRITE', work: (run: RunStatement) => Promise<T>): Promise<T> {
    const driver = this.#driver;
    if (driver === null) throw new FaultError(this.#faultOfState());
    const msMax = mode === 'READ' ? this.#limits.readMsMax : this.#limits.writeMsMax;
    for (let attempt = 1; ; attempt++) {
      const session = openSession(driver, this.#dependencies.server, mode);
      try {
        return await this.#within(msMax, 'a transaction', once(session, msMax, work));
      } catch (error) {
        if (error instanceof FaultError) throw error;
        if (!isTransient(error) || attempt > retriesMax) throw this.#lost(driver, error);
      } finally {
        // What came of it is known already; after a silence even this farewell would wait for ever.
        void session.close().catch((error: unknown) => this.#noteFarewell(error));
      }
      await this.#pause(backOff(transientWaits, attempt, this.#dependencies.rng));
    }
  }

  /** A refused statement leaves the connection as it is; anything else ends it, if it is still the same one. */
  #lost(driver: Driver, error: unknown): FaultError {
    const told = this.#faultOf(error);
    if (told.code !== 'GRAPH_REFUSED' && this.#driver === driver) {
      this.#driver = null;
      void this.#close(driver);
      this.#waitAfter(told, 1);
    }
    return new FaultError(told, { cause: error });
  }

  #faultOfState(): Fault {
    const state = this.#state;
    if ((state.kind === 'down' || state.kind === 'connecting') && state.fault !== null) return state.fault;
    return boltFault(new Error('not connected yet'), this.address);
  }

  /** Throws Unanswered, or that the connection was closed meanwhile; what was begun goes on, and whoever calls has to end it. */
  async #within<T>(ms: DurationMs, what: string, work: Promise<T>): Promise<T> {
    const { promise: silence, reject } = Promise.withResolvers<never>();
    const timer = this.#dependencies.timers.after(ms, () => reject(new Unanswered(what, ms)));
    this.#waiting.add(reject);
    try {
      return await Promise.race([work, silence]);
    } finally {
      this.#waiting.delete(reject);
      timer[Symbol.dispose]();
    }
  }

  #pause(delay: DurationMs): Promise<void> {
    return new Promise((resolve) => void this.#dependencies.timers.after(delay, resolve));
  }

  /** Ends all its sockets at once, those that hang too, of which the driver tells nobody who waits. Never rejects. */
  async #close(driver: Driver): Promise<void> {
    for (const refuse of [...this.#waiting]) refuse(new Error('the connection was closed'));
    try {
      await driver.close();
    } catch (error) {
      this.#noteFarewell(error);
    }
  }

  #noteFarewell(error: unknown): void {
    this.#dependencies.logger.debug('the graph server was left without a farewell', {
      reason: boltFault(error, this.address).code,
    });
  }
}

/** The server is told the time too, so that it does not go on with what nobody waits for. */
async function once<T>(session: Session, msMax: DurationMs, work: (run: RunStatement) => Promise<T>): Promise<T> {
  const transaction = await session.beginTransaction({ timeout: msMax });
  const answer = await work(async (text, parameters) => {
    const { records } = await transaction.run(text, parameters);
    return records.map((record) => record.toObject());
  });
  await transaction.commit();
  return answer;
}
