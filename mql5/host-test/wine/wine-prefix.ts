import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Wine } from './find-wine.ts';

export interface WindowsProcess {
  /** Settles when it ends, with its exit code. */
  readonly ended: Promise<number | null>;
  readonly kill: () => void;
}

interface WindowsCommand {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Windows 10 of its own, in a temporary folder; `C:` is in there, and `Z:` is this machine's root. */
export class WinePrefix implements AsyncDisposable {
  readonly #wine: Wine;
  readonly #folder: string;
  readonly #log: number;

  /** What its programs write is added to `logFile`: Windows' node.exe cannot write to a pipe that Wine was given (EBADF). */
  static async create(wine: Wine, logFile: string): Promise<WinePrefix> {
    const folder = await mkdtemp(join(tmpdir(), 'ats-wine-'));
    const prefix = new WinePrefix({ wine, folder, log: openSync(logFile, 'a') });
    await prefix.start({ program: 'wineboot', arguments: ['-i'] }).ended;
    // Older Windows is what Wine says it is by default, and node.exe refuses that.
    await prefix.start({ program: 'winecfg', arguments: ['-v', 'win10'] }).ended;
    return prefix;
  }

  private constructor({ wine, folder, log }: { readonly wine: Wine; readonly folder: string; readonly log: number }) {
    this.#wine = wine;
    this.#folder = folder;
    this.#log = log;
  }

  start({ program, arguments: words, environment = {} }: WindowsCommand): WindowsProcess {
    const child = spawn(this.#wine.loader, [program, ...words], {
      env: { ...process.env, ...this.#environment(), ...environment },
      stdio: ['ignore', this.#log, this.#log],
    });
    return {
      ended: once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null)),
      kill: () => child.kill('SIGKILL'),
    };
  }

  /** What stands before a Windows program on the command line of somebody who starts it himself. */
  get runner(): readonly string[] {
    const variables = Object.entries(this.#environment()).map(([name, value]) => `${name}=${value}`);
    return ['/usr/bin/env', ...variables, this.#wine.loader];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await once(spawn(this.#wine.server, ['-k'], { env: { ...process.env, ...this.#environment() } }), 'exit');
    closeSync(this.#log);
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Without .NET and a browser, whose installers would ask for a screen. */
  #environment(): Readonly<Record<string, string>> {
    return { WINEPREFIX: this.#folder, WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree=;mshtml=' };
  }
}

/** A path of this machine as Windows programs under Wine see it. */
export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;
