import { ipcMain, MessageChannelMain, type WebContents } from 'electron';
import type { PortChannel, PortWantedChannel } from '#shared/contract/shell-messages.ts';
import type { EngineProcess } from './engine-process.ts';
import type { ShellLogger } from './open-shell-log.ts';
import { isOwnMainFrame } from './origin.ts';

const portWanted: PortWantedChannel = 'ats-port-wanted';
const portGiven: PortChannel = 'ats-port';

/**
 * Joins windows and engine, and then is out of the way: what they say to each other never passes through the shell. A page gets one port when it
 * has loaded and asks, and another one whenever a new engine runs.
 */
export class PortHandOver {
  readonly #engine: EngineProcess;
  readonly #seen = new WeakSet<WebContents>();
  /** Those whose page has asked and has not been left since. */
  readonly #asked = new Set<WebContents>();

  constructor(engine: EngineProcess, logger: ShellLogger) {
    this.#engine = engine;
    ipcMain.on(portWanted, ({ sender, senderFrame }) => {
      if (isOwnMainFrame(senderFrame)) this.#answer(sender);
      else logger.warn('refused a port to a stranger', { origin: senderFrame?.origin });
    });
  }

  /** A new engine runs: the ports that were given lead nowhere. */
  reconnect(): void {
    for (const contents of this.#asked) this.#handOver(contents);
  }

  #answer(contents: WebContents): void {
    if (this.#asked.has(contents)) return;
    this.#asked.add(contents);
    this.#watch(contents);
    this.#handOver(contents);
  }

  #watch(contents: WebContents): void {
    if (this.#seen.has(contents)) return;
    this.#seen.add(contents);
    contents.on('destroyed', () => this.#asked.delete(contents));
    contents.on('render-process-gone', () => this.#asked.delete(contents));
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#asked.delete(contents);
    });
  }

  #handOver(contents: WebContents): void {
    if (!this.#engine.isRunning) return;
    const { port1, port2 } = new MessageChannelMain();
    this.#engine.connectWindow(port1);
    contents.postMessage(portGiven, null, [port2]);
  }
}
