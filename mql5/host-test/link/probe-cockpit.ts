import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { assert } from '#shared/base/assert.ts';
import type { Fault } from '#shared/base/fault.ts';
import { beatPeriodMs } from '#main/protocol/liveness.ts';
import type { ReadyBody } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { pipeAddress } from '#main/protocol/pipe-address.ts';
import { ServerSession, type AppRequest, type TerminalReport } from '#main/protocol/server-session.ts';

/** What a cockpit does with a connection. */
export type Admit = (socket: Socket) => Disposable;

/** The app's end of the pipe for a compiled program: a real socket behind which a test puts what it likes. */
export class ProbeCockpit implements AsyncDisposable {
  readonly token: PairingToken;
  /** When each connection came, by the steady clock. */
  readonly connectedAtMs: number[] = [];
  readonly #server: Server;
  readonly #open = new Set<{ readonly socket: Socket; readonly guest: Disposable }>();

  /** Listens where a program with this token looks, in the folder that stands for the pipes of a computer. */
  static async listen(
    at: { readonly token: PairingToken; readonly pipes: string },
    admit: Admit,
  ): Promise<ProbeCockpit> {
    const address = pipeAddress({ token: at.token, platform: 'linux', runtimeFolder: at.pipes });
    assert(address.ok, 'a temporary folder has a short path');
    const cockpit = new ProbeCockpit(at.token, admit);
    cockpit.#server.listen(address.value);
    await once(cockpit.#server, 'listening');
    return cockpit;
  }

  private constructor(token: PairingToken, admit: Admit) {
    this.token = token;
    this.#server = createServer((socket) => {
      this.connectedAtMs.push(performance.now());
      const guest = { socket, guest: admit(socket) };
      this.#open.add(guest);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => this.#open.delete(guest));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const { socket, guest } of this.#open) {
      guest[Symbol.dispose]();
      socket.destroy();
    }
    await closed;
  }
}

export const sampleReady: ReadyBody = {
  session: '0123456789abcdef',
  appVersion: '0.1.0',
  lastDealTicket: null,
  subscriptions: [],
};

/** One connection in the real protocol, welcomed at once. */
export class ProbeSession implements Disposable {
  /** What each ERROR was about, in order. */
  readonly answers: string[] = [];
  /** Of all ticks, in order. */
  readonly stamps: number[] = [];
  readonly #socket: Socket;
  readonly #session: ServerSession;
  readonly #beat: NodeJS.Timeout;
  ended: Fault | 'closed' | null = null;

  constructor(socket: Socket, token: PairingToken, ready: ReadyBody = sampleReady) {
    this.#socket = socket;
    this.#session = new ServerSession({ token, appNonce: randomBytes(32), nowMs: performance.now() });
    this.#beat = setInterval(() => {
      this.#end(this.#session.beat(performance.now()));
      this.#write();
    }, beatPeriodMs);
    socket.on('data', (chunk) => {
      for (const output of this.#session.receive(chunk, performance.now())) {
        if (output.kind === 'reported') this.#keep(output.message);
        if (output.kind === 'authenticated') this.#session.welcome(ready, performance.now());
        if (output.kind === 'failed') this.#end(output.fault);
      }
      this.#write();
    });
    socket.on('close', () => {
      this.ended ??= 'closed';
      this[Symbol.dispose]();
    });
  }

  get isOpen(): boolean {
    return this.#session.isOpen && this.ended === null;
  }

  send(request: AppRequest): boolean {
    const isTaken = this.#session.send(request);
    this.#write();
    return isTaken;
  }

  /** Says BYE and closes. */
  end(why: Fault): void {
    this.#session.end(why);
    this.#end(why);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#beat);
  }

  #keep(message: TerminalReport): void {
    if (message.kind === 'ERROR') this.answers.push(message.body.about);
    if (message.kind === 'TICKS') for (const { stampMs } of message.body.ticks) this.stamps.push(stampMs);
  }

  #write(): void {
    const output = this.#session.takeOutput();
    if (output !== null && this.#socket.writable) this.#socket.write(output);
  }

  #end(why: Fault | null): void {
    if (why === null || this.ended !== null) return;
    this.ended = why;
    this.#write();
    this.#socket.destroySoon();
    this[Symbol.dispose]();
  }
}
