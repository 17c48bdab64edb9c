import { existsSync, rmSync } from 'node:fs';
import { fault, type Fault } from '#shared/base/fault.ts';
import { backOff } from '#shared/units/back-off.ts';
import { durationMs, secondsToMs, type DurationMs } from '#shared/units/duration-ms.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { ChildProcess, Launcher } from '#main/ports/launcher.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';
import { ChromaConnection } from './chroma-connection.ts';
import { freePort } from './free-port.ts';

/** A server that somebody else runs, or one of our own, with its rows in a folder of the data folder. */
export type ChromaPlace =
  | { readonly kind: 'server'; readonly url: URL }
  | { readonly kind: 'own'; readonly folder: string; readonly command: string | null };

export interface ChromaState {
  /** `absent`: there is no program that could be started here, nobody has named one, and it is not looked for again. */
  readonly kind: 'absent' | 'starting' | 'up' | 'down';
  /** `Chroma 1.0.0 at http://127.0.0.1:8000`; empty where none has answered yet. */
  readonly server: string;
  /** Failures in a row. */
  readonly attempts: number;
  readonly nextAttemptInMs: DurationMs | null;
  readonly fault: Fault | null;
}

export interface ChromaKeeperOptions {
  readonly place: ChromaPlace;
  readonly launcher: Launcher;
  readonly timers: Timers;
  readonly monotonicClock: MonotonicClock;
  readonly rng: Rng;
  readonly logger: Logger;
  readonly platform?: NodeJS.Platform;
  readonly findPort?: () => Promise<number>;
}

/** Between two attempts; it is never given up. */
const waits = { firstMs: 500, longestMs: 60_000 };

/** A server that has been up for so long was well: its next failure is the first one again. */
const wellAfter = secondsToMs(60);

const startMsMax = secondsToMs(60);
const startBeat = durationMs(100);
const beat = secondsToMs(2);
const beatMsMax = secondsToMs(2);
const missedBeatsMax = 3;

/** Lives of our own server that ended by themselves, or could not count their collections. Then its folder is what it cannot read: a projection, made anew. */
const stillbornMax = 2;

const endMsMax = secondsToMs(5);

/** The host's answer where there is neither a binding nor a program. */
const absentCode = 127;

interface LaunchedServer {
  readonly process: ChildProcess;
  readonly ended: Promise<void>;
}

/** One attempt: from the launch, or the first question, to the failure. */
interface Life {
  readonly url: URL;
  /** Null where somebody else runs the server. */
  child: LaunchedServer | null;
  readonly beganAtMs: number;
  hasHeart: boolean;
  missedBeats: number;
}

/**
 * Starts a Chroma server or finds the one that is configured, watches its heart, and starts or looks for it again when it fails, later each time. That
 * it is up is told by its answers, never by its process: with a port that is taken it ends with the exit code of success.
 */
export class ChromaKeeper implements AsyncDisposable {
  readonly #options: ChromaKeeperOptions;
  readonly #connection: ChromaConnection;
  readonly #listeners = new Set<() => void>();
  #kind: ChromaState['kind'] = 'starting';
  #server = '';
  #attempts = 0;
  #stillborn = 0;
  #fault: Fault | null = null;
  #life: Life | null = null;
  #timer: Disposable | null = null;
  #well: Disposable | null = null;
  #retryAtMs: number | null = null;
  /** Of a child that was told to end and has not yet. */
  #ending: Promise<void> = Promise.resolve();
  #isDisposed = false;

  constructor(options: ChromaKeeperOptions) {
    this.#options = options;
    this.#connection = new ChromaConnection({
      url: () => this.#life?.url ?? null,
      owner: 'keeper',
      timers: options.timers,
    });
  }

  start(): void {
    const { place, platform = process.platform } = this.#options;
    // Nobody has verified the binding there yet.
    if (place.kind === 'own' && platform === 'win32') this.#turn('absent', null);
    else void this.#attempt();
  }

  /** Where it answers; null while it does not. */
  url(): URL | null {
    return this.#kind === 'up' ? (this.#life?.url ?? null) : null;
  }

  state(): ChromaState {
    const left = this.#retryAtMs === null ? null : Math.max(0, this.#retryAtMs - this.#nowMs());
    return {
      kind: this.#kind,
      server: this.#server,
      attempts: this.#kind === 'up' ? 0 : this.#attempts,
      nextAttemptInMs: left === null ? null : durationMs(left),
      fault: this.#fault,
    };
  }

  /** Tells of every change of the kind of state. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Ends our own server, and waits for it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#listeners.clear();
    this.#connection[Symbol.dispose]();
    this.#endLife();
    await this.#ending;
  }

  async #attempt(): Promise<void> {
    const { place, findPort = freePort } = this.#options;
    this.#retryAtMs = null;
    this.#turn('starting', this.#fault);
    await this.#ending;
    try {
      const url = place.kind === 'server' ? place.url : new URL(`http://127.0.0.1:${await findPort()}`);
      if (this.#isDisposed) return;
      const life: Life = { url, child: null, beganAtMs: this.#nowMs(), hasHeart: false, missedBeats: 0 };
      this.#life = life;
      if (place.kind === 'own') life.child = this.#launch(place, life);
      this.#beatAfter(durationMs(0), life);
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #launch({ folder, command }: Extract<ChromaPlace, { kind: 'own' }>, life: Life): LaunchedServer {
    if (this.#stillborn >= stillbornMax && existsSync(folder)) {
      this.#options.logger.warn('what the Chroma server kept cannot be read by it and is made anew', { folder });
      rmSync(folder, { recursive: true, force: true });
      this.#stillborn = 0;
    }
    const process = this.#options.launcher.launch({
      entry: 'chromaHost',
      arguments: ['--path', folder, '--port', life.url.port, ...(command === null ? [] : ['--command', command])],
      secrets: {},
    });
    const ended = new Promise<void>((resolve) => {
      process.onExit((code) => {
        life.child = null;
        resolve();
        if (this.#life !== life) return;
        if (code === absentCode) {
          // A program that somebody names is expected to be there, and may be soon.
          if (command === null) this.#giveUp();
          else this.#fail(`there is no program ${command}`);
          return;
        }
        if (this.#kind !== 'up') this.#stillborn += 1;
        this.#fail(code === null ? 'it was killed' : `it ended with the code ${code}`);
      });
    });
    return { process, ended };
  }

  #beatAfter(delay: DurationMs, life: Life): void {
    this.#timer = this.#options.timers.after(delay, () => void this.#ask(life));
  }

  /** Never rejects. */
  async #ask(life: Life): Promise<void> {
    const isUp = this.#kind === 'up';
    try {
      await this.#connection.request((client) => client.heartbeat(), beatMsMax);
      life.hasHeart = true;
      const version = isUp ? null : await this.#askVersion();
      if (this.#life !== life) return;
      life.missedBeats = 0;
      if (version !== null) this.#rise(`Chroma ${version} at ${life.url.origin}`);
      this.#beatAfter(beat, life);
    } catch (error) {
      if (this.#life !== life) return;
      life.missedBeats += 1;
      if (this.#isPatient(life)) {
        this.#beatAfter(isUp ? beat : startBeat, life);
        return;
      }
      if (!isUp && life.hasHeart && life.child !== null) this.#stillborn += 1;
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** A server whose database cannot be read has a heart, too: it is asked for something that it has to look up. */
  #askVersion(): Promise<string> {
    return this.#connection.request(async (client) => {
      await client.countCollections();
      return client.version();
    }, beatMsMax);
  }

  #isPatient(life: Life): boolean {
    if (this.#kind === 'up') return life.missedBeats < missedBeatsMax;
    return life.child !== null && this.#nowMs() - life.beganAtMs < startMsMax;
  }

  #rise(server: string): void {
    this.#server = server;
    this.#stillborn = 0;
    this.#well = this.#options.timers.after(wellAfter, () => {
      this.#attempts = 0;
    });
    this.#options.logger.info('the Chroma server is up', { server });
    this.#turn('up', null);
  }

  #giveUp(): void {
    this.#endLife();
    this.#options.logger.info('there is no Chroma on this computer; vectors are searched in the store');
    this.#turn('absent', null);
  }

  #fail(reason: string): void {
    const { rng, timers, logger } = this.#options;
    this.#endLife();
    this.#attempts += 1;
    const delay = backOff(waits, this.#attempts, rng);
    this.#retryAtMs = this.#nowMs() + delay;
    this.#timer = timers.after(delay, () => void this.#attempt());
    logger.warn('the Chroma server is down and is tried again', { reason, attempts: this.#attempts, delayMs: delay });
    this.#turn('down', unreachable(reason));
  }

  /** What is still to come of it is not heeded any more. */
  #endLife(): void {
    this.#timer?.[Symbol.dispose]();
    this.#well?.[Symbol.dispose]();
    const child = this.#life?.child ?? null;
    this.#life = null;
    if (child !== null) this.#ending = this.#end(child);
  }

  async #end({ process, ended }: LaunchedServer): Promise<void> {
    process[Symbol.dispose]();
    const patience = Promise.withResolvers<undefined>();
    const timer = this.#options.timers.after(endMsMax, () => {
      patience.resolve(undefined);
    });
    await Promise.race([ended, patience.promise]);
    timer[Symbol.dispose]();
  }

  #turn(kind: ChromaState['kind'], reason: Fault | null): void {
    this.#fault = reason;
    if (this.#kind === kind) return;
    this.#kind = kind;
    for (const listener of [...this.#listeners]) listener();
  }

  #nowMs(): number {
    return this.#options.monotonicClock.nowMs();
  }
}

const unreachable = (reason: string): Fault =>
  fault(
    'VECTORS_UNREACHABLE',
    `The Chroma server is down: ${reason}. Nothing was lost: the store's own vectors are searched until it is back.`,
    { reason },
  );
