import type { Socket } from 'node:net';
import { fault, type Fault } from '#shared/base/fault.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Timers } from '#main/ports/timers.ts';
import { beatPeriodMs } from '#main/protocol/liveness.ts';
import type { ReadyBody } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import { ServerSession, type AppRequest, type ServerOutput } from '#main/protocol/server-session.ts';

/** What comes out of a connection while it lives; `ended` is told apart, once, as the last thing. */
export type SessionOutput = Exclude<ServerOutput, { kind: 'failed' }>;

export interface TerminalSessionSpec {
  readonly socket: Socket;
  readonly token: PairingToken;
  readonly appNonce: Uint8Array;
  readonly clock: MonotonicClock;
  readonly timers: Timers;
  readonly onOutput: (session: TerminalSession, output: SessionOutput) => void;
  readonly onEnded: (session: TerminalSession, why: Fault) => void;
}

/**
 * One connection: moves bytes between its socket and the protocol's state machine, and beats. What a chunk brought is handled
 * synchronously and in order; all that was said meanwhile leaves in one write.
 */
export class TerminalSession {
  readonly #spec: TerminalSessionSpec;
  readonly #protocol: ServerSession;
  readonly #beat: Disposable;
  #isReceiving = false;
  #hasEnded = false;

  constructor(spec: TerminalSessionSpec) {
    this.#spec = spec;
    const { socket, token, appNonce, clock, timers } = spec;
    this.#protocol = new ServerSession({ token, appNonce, nowMs: clock.nowMs() });
    this.#beat = timers.every(durationMs(beatPeriodMs), () => this.#onBeat());
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (error) => this.#finish(socketFailed(error)));
    socket.on('close', () => this.#finish(this.isAuthenticated ? leftSession : leftHandshake));
  }

  get isAuthenticated(): boolean {
    return this.#protocol.isAuthenticated;
  }

  welcome(ready: ReadyBody): void {
    this.#protocol.welcome(ready, this.#spec.clock.nowMs());
  }

  /** False: the session is not open, and nothing leaves. */
  send(request: AppRequest): boolean {
    const isTaken = this.#protocol.send(request);
    this.#flush();
    return isTaken;
  }

  /** Says why, where the terminal has proved itself, and closes. */
  end(why: Fault): void {
    this.#protocol.end(why);
    this.#finish(why);
  }

  #receive(chunk: Uint8Array): void {
    this.#isReceiving = true;
    for (const output of this.#protocol.receive(chunk, this.#spec.clock.nowMs())) {
      if (output.kind === 'failed') this.#finish(output.fault);
      else this.#spec.onOutput(this, output);
    }
    this.#isReceiving = false;
    this.#flush();
  }

  #onBeat(): void {
    const failure = this.#protocol.beat(this.#spec.clock.nowMs());
    if (failure === null) this.#flush();
    else this.#finish(failure);
  }

  #flush(): void {
    if (!this.#isReceiving && !this.#hasEnded) this.#write();
  }

  #write(): void {
    const output = this.#protocol.takeOutput();
    if (output !== null && this.#spec.socket.writable) this.#spec.socket.write(output);
  }

  #finish(why: Fault): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#beat[Symbol.dispose]();
    this.#write();
    this.#spec.socket.destroySoon();
    this.#spec.onEnded(this, why);
  }
}

const leftSession = fault('NOT_CONNECTED', 'The terminal closed the connection.');

const leftHandshake = fault(
  'HANDSHAKE_PROOF',
  'Something connected and left without proving itself. If it was your terminal, it holds another pairing token: copy the token from the cockpit into the adviser again.',
);

const socketFailed = (cause: NodeJS.ErrnoException): Fault =>
  fault('PIPE_FAILED', `The connection to the terminal broke: ${cause.message}.`, { cause: cause.code ?? null });
