import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/**
 * The pipe between adviser and cockpit, held by the one process that is never killed: it passes the bytes on, and cuts the line at the very
 * moment at which one end dies, so that a dead end says nothing more.
 */
export class PipeTap {
  readonly #server: Server;
  readonly #appAddress: string;
  readonly #lines = new Set<readonly [Socket, Socket]>();
  #passedBytes = 0;

  static async open(at: { readonly adviserAddress: string; readonly appAddress: string }): Promise<PipeTap> {
    const server = createServer();
    const tap = new PipeTap(server, at.appAddress);
    server.listen(at.adviserAddress);
    await once(server, 'listening');
    return tap;
  }

  private constructor(server: Server, appAddress: string) {
    this.#server = server;
    this.#appAddress = appAddress;
    server.on('connection', (adviser) => this.#join(adviser));
  }

  /** Of both directions together: where it stands still, nothing is under way. */
  get passedBytes(): number {
    return this.#passedBytes;
  }

  /** Ends every line; what is under way is lost with it. */
  cut(): void {
    for (const ends of this.#lines) for (const end of ends) end.destroy();
    this.#lines.clear();
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(adviser: Socket): void {
    const app = connect(this.#appAddress);
    const line = [adviser, app] as const;
    this.#lines.add(line);
    this.#pass(adviser, app, line);
    this.#pass(app, adviser, line);
  }

  #pass(from: Socket, to: Socket, line: readonly [Socket, Socket]): void {
    from.on('data', (chunk) => {
      if (!this.#lines.has(line)) return;
      this.#passedBytes += chunk.length;
      to.write(chunk);
    });
    from.on('error', () => from.destroy());
    from.on('close', () => {
      this.#lines.delete(line);
      to.destroySoon();
    });
  }
}
