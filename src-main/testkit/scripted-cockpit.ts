import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { assert } from '#shared/base/assert.ts';
import { nonceBytes } from '#main/protocol/handshake-proof.ts';
import { beatPeriodMs } from '#main/protocol/liveness.ts';
import type { ReadyBody } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { ServerSession, type AppRequest, type ServerOutput } from '#main/protocol/server-session.ts';

export type Welcome = Omit<ReadyBody, 'session'>;

/** How long a test waits for the terminal to say something before it fails. */
const patienceMs = 10_000;

/** A cockpit that does what a test says: the protocol's own server on a real pipe, that remembers everything it was told. */
export class ScriptedCockpit implements AsyncDisposable {
  /** Everything that sessions have brought so far, in order. */
  readonly heard: ServerOutput[] = [];
  /** What the next session is told. */
  welcome: Welcome;
  readonly #server: Server;
  readonly #token: PairingToken;
  #line: { readonly socket: Socket; readonly protocol: ServerSession; readonly session: string } | null = null;
  readonly #wakes: (() => void)[] = [];

  static async listen(at: { address: string; token: PairingToken; welcome: Welcome }): Promise<ScriptedCockpit> {
    const cockpit = new ScriptedCockpit(at.token, at.welcome);
    await new Promise<void>((resolve) => cockpit.#server.listen(at.address, resolve));
    return cockpit;
  }

  private constructor(token: PairingToken, welcome: Welcome) {
    this.#token = token;
    this.welcome = welcome;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  /** The open session's id. */
  get session(): string {
    assert(this.#line?.protocol.isOpen === true, 'a session is open');
    return this.#line.session;
  }

  /** What is found in the first output at or after an index of `heard` in which anything is, waiting for it if need be. */
  async until<Found>(find: (output: ServerOutput) => Found | false, from = 0): Promise<Found> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      for (const output of this.heard.slice(from)) {
        const found = find(output);
        if (found !== false) return found;
      }
      const kinds = this.heard.slice(-5).map(({ kind }) => kind);
      assert(Date.now() < deadline, () => `the terminal said nothing of the kind; last it brought ${kinds.join(', ')}`);
      await new Promise<void>((resolve) => {
        this.#wakes.push(resolve);
        setTimeout(resolve, 100);
      });
    }
  }

  send(request: AppRequest): void {
    assert(this.#line?.protocol.send(request) === true, 'the session takes a request');
    this.#flush();
  }

  /** Stops reading: nothing more is handled or acknowledged until `listenAgain`. */
  turnAway(): void {
    this.#line?.socket.pause();
  }

  listenAgain(): void {
    this.#line?.socket.resume();
  }

  /** Cuts the line without a word. */
  cut(): void {
    this.#line?.socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    const appNonce = randomBytes(nonceBytes);
    const protocol = new ServerSession({ token: this.#token, appNonce, nowMs: performance.now() });
    const session = randomBytes(8).toString('hex');
    const line = { socket, protocol, session };
    this.#line = line;
    const beat = setInterval(() => {
      protocol.beat(performance.now());
      this.#flush();
    }, beatPeriodMs);
    socket.on('data', (chunk) => {
      for (const output of protocol.receive(chunk, performance.now())) {
        if (output.kind === 'authenticated') protocol.welcome({ session, ...this.welcome }, performance.now());
        this.heard.push(output);
      }
      this.#flush();
      for (const wake of this.#wakes.splice(0)) wake();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearInterval(beat);
      if (this.#line === line) this.#line = null;
    });
  }

  #flush(): void {
    const output = this.#line?.protocol.takeOutput();
    if (output !== undefined && output !== null && this.#line?.socket.writable === true)
      this.#line.socket.write(output);
  }
}
