import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { assert } from '#shared/base/assert.ts';
import { nonceBytes } from '#main/protocol/handshake-proof.ts';
import { beatPeriodMs } from '#main/protocol/liveness.ts';
import type { ReadyBody, SessionRole } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { ServerSession, type AppRequest, type ServerOutput } from '#main/protocol/server-session.ts';

export type Welcome = Omit<ReadyBody, 'session'>;

/** How long a test waits for the terminal to say something before it fails. */
const patienceMs = 10_000;

interface Line {
  readonly socket: Socket;
  readonly protocol: ServerSession;
  readonly session: string;
}

/** A cockpit that does what a test says: the protocol's own server on a real pipe, that remembers everything it was told. */
export class ScriptedCockpit implements AsyncDisposable {
  /** Everything that trading sessions have brought so far, in order. */
  readonly heard: ServerOutput[] = [];
  /** What data sessions have brought. */
  readonly heardOfHistory: ServerOutput[] = [];
  /** What the next session is told. */
  welcome: Welcome;
  readonly #server: Server;
  readonly #token: PairingToken;
  #line: Line | null = null;
  #dataLine: Line | null = null;
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
  until<Found>(find: (output: ServerOutput) => Found | false, from = 0): Promise<Found> {
    return this.#untilIn(this.heard, find, from);
  }

  /** The same of what data sessions bring. */
  untilHistory<Found>(find: (output: ServerOutput) => Found | false, from = 0): Promise<Found> {
    return this.#untilIn(this.heardOfHistory, find, from);
  }

  async #untilIn<Found>(
    heard: readonly ServerOutput[],
    find: (output: ServerOutput) => Found | false,
    from: number,
  ): Promise<Found> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      for (const output of heard.slice(from)) {
        const found = find(output);
        if (found !== false) return found;
      }
      const kinds = heard.slice(-5).map(({ kind }) => kind);
      assert(Date.now() < deadline, () => `the terminal said nothing of the kind; last it brought ${kinds.join(', ')}`);
      await new Promise<void>((resolve) => {
        this.#wakes.push(resolve);
        setTimeout(resolve, 100);
      });
    }
  }

  send(request: AppRequest): void {
    assert(this.#line?.protocol.send(request) === true, 'the session takes a request');
    flush(this.#line);
  }

  get isDataSessionOpen(): boolean {
    return this.#dataLine?.protocol.isOpen === true;
  }

  /** On the data session. */
  askForHistory(request: AppRequest): void {
    assert(this.#dataLine?.protocol.send(request) === true, 'the data session takes a request');
    flush(this.#dataLine);
  }

  /** Stops reading: nothing more is handled or acknowledged until `listenAgain`. */
  turnAway(): void {
    this.#line?.socket.pause();
  }

  listenAgain(): void {
    this.#line?.socket.resume();
  }

  /** The same of the data session. */
  turnHistoryAway(): void {
    this.#dataLine?.socket.pause();
  }

  listenToHistoryAgain(): void {
    this.#dataLine?.socket.resume();
  }

  /** Cuts the line without a word. */
  cut(): void {
    this.#line?.socket.destroy();
  }

  cutHistory(): void {
    this.#dataLine?.socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut();
    this.cutHistory();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    const appNonce = randomBytes(nonceBytes);
    const protocol = new ServerSession({ token: this.#token, appNonce, nowMs: performance.now() });
    const session = randomBytes(8).toString('hex');
    const line = { socket, protocol, session };
    const beat = setInterval(() => {
      protocol.beat(performance.now());
      flush(line);
    }, beatPeriodMs);
    socket.on('data', (chunk) => {
      for (const output of protocol.receive(chunk, performance.now())) {
        if (output.kind === 'authenticated') this.#welcome(line, output.hello.role);
        (line === this.#dataLine ? this.heardOfHistory : this.heard).push(output);
      }
      flush(line);
      for (const wake of this.#wakes.splice(0)) wake();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearInterval(beat);
      if (this.#line === line) this.#line = null;
      if (this.#dataLine === line) this.#dataLine = null;
    });
  }

  #welcome(line: Line, role: SessionRole): void {
    const { protocol, session } = line;
    if (role === 'data') {
      this.#dataLine = line;
      protocol.welcome({ ...this.welcome, session, subscriptions: [] }, performance.now());
      return;
    }
    this.#line = line;
    protocol.welcome({ session, ...this.welcome }, performance.now());
  }
}

function flush({ protocol, socket }: Line): void {
  const output = protocol.takeOutput();
  if (output !== null && socket.writable) socket.write(output);
}
