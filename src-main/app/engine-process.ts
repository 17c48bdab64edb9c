import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import { assertNever } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { engineMessageSchema, type ShellMessage } from '#shared/contract/shell-messages.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { planRestart, type CrashHistory } from './crash-history.ts';
import { EngineChildren } from './engine-children.ts';
import type { ShellLogger } from './open-shell-log.ts';

/** Time that an engine gets to end in order. Its log is crash-safe, so a kill costs no more than a slower start. */
const stopMsMax = 3_000;

export interface EngineProcessOptions {
  /** The built entry of the engine's utility process; the programs that it asks for lie beside it. */
  readonly entry: string;
  readonly arguments: readonly string[];
  readonly logger: ShellLogger;
  /** An engine runs, and none of the windows' ports leads to it yet. */
  readonly onStarted: () => void;
  /** The engine cannot start, and another try would not mend it. */
  readonly onRefused: (fault: Fault) => void;
}

/** Keeps one engine running: forks it, starts it again after a crash, ends it in order. */
export class EngineProcess {
  readonly #options: EngineProcessOptions;
  #engine: UtilityProcess | null = null;
  #restart: NodeJS.Timeout | null = null;
  #crashes: CrashHistory = [];
  #isReducing = false;
  #isStopping = false;

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  start(): void {
    const { entry, logger, onStarted } = this.#options;
    const engine = utilityProcess.fork(entry, [], { serviceName: 'ATS Cockpit engine' });
    const children = new EngineChildren({ engineEntry: entry, logger, tell: (message) => send(engine, message) });
    this.#engine = engine;
    engine.on('message', (message: unknown) => {
      this.#receive(message, children);
    });
    engine.once('exit', (code) => {
      children.dispose();
      this.#engine = null;
      if (!this.#isStopping) this.#startAgain(code);
    });
    // Arguments travel by the port: every user of the computer can read a command line.
    send(engine, { kind: 'start', arguments: this.#options.arguments, reducing: this.#isReducing });
    logger.info('engine started', { reducing: this.#isReducing });
    onStarted();
  }
  /** False between a crash and the next start. */
  get isRunning(): boolean {
    return this.#engine !== null;
  }

  /** Gives the engine its end of a window's channel. */
  connectWindow(port: MessagePortMain): void {
    if (this.#engine !== null) send(this.#engine, { kind: 'connectWindow' }, [port]);
  }

  /** Resolves once the engine has ended, or was killed because it did not; none will be started. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (this.#restart !== null) clearTimeout(this.#restart);
    const engine = this.#engine;
    if (engine === null) return;
    send(engine, { kind: 'stop' });
    await new Promise<void>((resolve) => {
      const patience = setTimeout(() => {
        engine.kill();
        resolve();
      }, stopMsMax);
      engine.once('exit', () => {
        clearTimeout(patience);
        resolve();
      });
    });
  }

  #startAgain(code: number): void {
    const { history, delay, isUnstable } = planRestart(this.#crashes, durationMs(performance.now()));
    this.#crashes = history;
    // Stays so for as long as the shell runs: one quiet hour does not prove an engine that crashed three times in five minutes.
    this.#isReducing ||= isUnstable;
    this.#options.logger.warn('the engine ended and is started again', { code, delayMs: delay });
    this.#restart = setTimeout(() => {
      this.start();
    }, delay);
  }

  #receive(raw: unknown, children: EngineChildren): void {
    const parsed = engineMessageSchema.safeParse(raw);
    if (!parsed.success) {
      const issues = parsed.error.issues.map(({ message }) => message);
      this.#options.logger.warn('the engine said what the shell does not know', { issues });
      return;
    }
    const message = parsed.data;
    switch (message.kind) {
      case 'refused':
        this.#isStopping = true;
        this.#options.onRefused(message.fault);
        return;
      case 'launchChild':
        children.launch(message);
        return;
      case 'endChild':
        children.end(message.child);
        return;
      default:
        assertNever(message, 'a message of the engine');
    }
  }
}

function send(to: UtilityProcess, message: ShellMessage, ports: MessagePortMain[] = []): void {
  to.postMessage(message, ports);
}
