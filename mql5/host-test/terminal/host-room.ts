import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { HostConnection } from './host-connection.ts';
import type { HostSetup } from './host-setup.ts';
import { parseLine } from './line.ts';

/** Where hosts connect: a socket's path, or a free port on loopback (for hosts under Wine). */
export type LinkAddress = { readonly kind: 'path'; readonly path: string } | { readonly kind: 'tcp' };

export interface HostRoomOptions {
  readonly address: LinkAddress;
  /** Whether lines wait for the next step. */
  readonly isSimulated: boolean;
}

/** What a host is told when it comes, and who answers what it asks. */
export interface Welcome {
  greeting(setup: HostSetup): Iterable<readonly string[]>;
  onAsked(host: HostConnection, line: readonly string[]): void;
}

/** The hosts of a terminal: they come over the link, are greeted with its base, and are told its news. */
export class HostRoom {
  readonly hosts: HostConnection[] = [];
  readonly #server: Server;
  readonly #options: HostRoomOptions;
  readonly #setups = new Map<string, HostSetup>();
  readonly #arrivals = new Map<string, (host: HostConnection) => void>();
  #isFlushing = false;

  private constructor(options: HostRoomOptions, server: Server) {
    this.#options = options;
    this.#server = server;
  }

  static async open(options: HostRoomOptions): Promise<HostRoom> {
    const { address } = options;
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      if (address.kind === 'path') server.listen(address.path, resolve);
      else server.listen(0, '127.0.0.1', resolve);
    });
    return new HostRoom(options, server);
  }

  /** In the words of ATS_HOST_LINK. */
  get address(): string {
    const { address } = this.#options;
    return address.kind === 'path' ? address.path : `tcp:${(this.#server.address() as AddressInfo).port}`;
  }

  /** From now on hosts are let in. */
  welcome(welcome: Welcome): void {
    this.#server.on('connection', (socket) => this.#meet(socket, welcome));
  }

  /** Sets up a host that is going to come with that name, and waits for it. */
  expect(name: string, setup: HostSetup): Promise<HostConnection> {
    this.#setups.set(name, setup);
    return new Promise((resolve) => this.#arrivals.set(name, resolve));
  }

  setupOf(host: HostConnection): HostSetup {
    return this.#setups.get(host.name) ?? {};
  }

  get running(): HostConnection[] {
    return this.hosts.filter((host) => !host.isGone);
  }

  /** To every host but one; in simulated time with the next step. */
  broadcast(line: readonly string[], except: HostConnection | null = null): void {
    for (const host of this.hosts) if (!host.isGone && host !== except) host.say(line);
    this.flushSoon();
  }

  /** Real time: what was said leaves at the end of this turn, in one write. */
  flushSoon(): void {
    if (this.#options.isSimulated || this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(() => {
      this.#isFlushing = false;
      for (const host of this.running) host.flush();
    });
  }

  async dispose(): Promise<void> {
    const { address } = this.#options;
    for (const host of this.hosts) host.dispose();
    await new Promise((resolve) => this.#server.close(resolve));
    if (address.kind === 'path') await rm(address.path, { force: true });
  }

  /** The first line of a host says its name and kind. */
  #meet(socket: Socket, welcome: Welcome): void {
    socket.on('error', () => socket.destroy());
    let heard = '';
    const onData = (bytes: Buffer): void => {
      heard += bytes.toString('utf8');
      const end = heard.indexOf('\n');
      if (end < 0) return;
      socket.off('data', onData);
      const [, name = '', kind] = parseLine(heard.slice(0, end));
      const facts = { name, kind: kind === 'service' ? 'service' : 'expert', rest: heard.slice(end + 1) } as const;
      this.#letIn(new HostConnection({ ...facts, socket, asks: welcome }), welcome);
    };
    socket.on('data', onData);
  }

  #letIn(host: HostConnection, welcome: Welcome): void {
    for (const line of welcome.greeting(this.setupOf(host))) host.say(line);
    host.say(['START']);
    host.flush();
    this.hosts.push(host);
    this.#arrivals.get(host.name)?.(host);
    this.#arrivals.delete(host.name);
  }
}
