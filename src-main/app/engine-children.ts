import path from 'node:path';
import { utilityProcess, type UtilityProcess } from 'electron';
import type { EngineMessage, ShellMessage } from '#shared/contract/shell-messages.ts';
import type { ShellLogger } from './open-shell-log.ts';

const builtNames = { simulatedTerminal: 'simulated-terminal.js', chromaHost: 'chroma-host.js' } as const;
const childrenMax = 8;

export interface EngineChildrenOptions {
  readonly engineEntry: string;
  readonly logger: ShellLogger;
  readonly tell: (message: ShellMessage) => void;
}

/**
 * Programs that one engine asked for. A packaged Electron cannot fork plain Node, so the shell forks them; they end with their engine,
 * whatever became of it.
 */
export class EngineChildren {
  readonly #options: EngineChildrenOptions;
  readonly #running = new Map<number, UtilityProcess>();
  #isDisposed = false;

  constructor(options: EngineChildrenOptions) {
    this.#options = options;
  }

  launch(wish: Extract<EngineMessage, { readonly kind: 'launchChild' }>): void {
    const { child, entry } = wish;
    if (this.#running.has(child) || this.#running.size >= childrenMax) {
      this.#options.logger.warn('refused to start a program for the engine', { child, entry });
      this.#tell({ kind: 'childExited', child, code: null });
      return;
    }
    const file = path.join(path.dirname(this.#options.engineEntry), builtNames[entry]);
    const program = utilityProcess.fork(file, [...wish.arguments], {
      serviceName: `ATS Cockpit ${entry}`,
      env: { ...process.env, ...wish.secrets },
    });
    this.#running.set(child, program);
    program.once('spawn', () => {
      this.#tell({ kind: 'childStarted', child, pid: program.pid ?? null });
    });
    program.once('exit', (code) => {
      this.#running.delete(child);
      this.#tell({ kind: 'childExited', child, code });
    });
  }

  end(child: number): void {
    this.#running.get(child)?.kill();
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const program of this.#running.values()) program.kill();
  }

  #tell(message: ShellMessage): void {
    if (!this.#isDisposed) this.#options.tell(message);
  }
}
