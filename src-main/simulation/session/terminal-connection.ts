import { connect, type Socket } from 'node:net';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Rng } from '#main/ports/rng.ts';
import type { Timers } from '#main/ports/timers.ts';
import { ClientSession, type TerminalStatement } from '#main/protocol/client-session.ts';
import { nonceBytes } from '#main/protocol/handshake-proof.ts';
import { beatPeriodMs } from '#main/protocol/liveness.ts';
import type { Pulse } from '#main/protocol/messages/control-messages.ts';
import type { ReadyBody, SessionRole } from '#main/protocol/messages/handshake-messages.ts';
import type { PairingToken } from '#main/protocol/pairing-token.ts';
import type { AppRequest } from '#main/protocol/server-session.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import type { AccountIdentity } from '#shared/trading/account.ts';
import { durationMs } from '#shared/units/duration-ms.ts';

export interface TerminalConnectionSpec {
  readonly address: string;
  readonly token: PairingToken;
  /** Of the terminal program. */
  readonly version: string;
  readonly role: SessionRole;
  readonly account: AccountIdentity;
  /** What the terminal says of itself with each of its PINGs; a data session says nothing. */
  readonly takePulse: () => Pulse | null;
  readonly monotonicClock: MonotonicClock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly onWelcomed: (ready: ReadyBody) => void;
  readonly onRequested: (request: AppRequest) => void;
  /** Everything said before that PING was handled by the cockpit. */
  readonly onPonged: (id: number) => void;
  /** Something came in and was handled: there may be credit again. */
  readonly onHeard: () => void;
  /** The session is over, or the attempt failed; the next attempt follows by itself. */
  readonly onEnded: (why: Fault) => void;
}

const backOffMsMin = 250;
const backOffMsMax = 5000;

interface Attempt {
  readonly socket: Socket;
  readonly protocol: ClientSession;
  readonly beat: Disposable;
}

/** The terminal's end of the pipe: connects, proves itself, beats, and connects again with a growing pause, until it is disposed. */
export class TerminalConnection implements Disposable {
  readonly #spec: TerminalConnectionSpec;
  #attempt: Attempt | null = null;
  #retry: Disposable | null = null;
  #backOffMs = backOffMsMin;
  #session: string | null = null;
  #openedAtMs = 0;
  /** While above zero, what is said is gathered into one write. */
  #depth = 0;
  #isDisposed = false;

  constructor(spec: TerminalConnectionSpec) {
    this.#spec = spec;
  }

  /** The session that is open, or null. */
  get session(): string | null {
    return this.#session;
  }

  get hasCredit(): boolean {
    return this.#attempt !== null && this.#attempt.protocol.hasCredit;
  }

  /** Since the cockpit's last PING, or since it opened the session; null where none is open. */
  get silentMs(): number | null {
    if (this.#attempt === null || this.#session === null) return null;
    const heardAtMs = this.#attempt.protocol.pingedAtMs ?? this.#openedAtMs;
    return this.#spec.monotonicClock.nowMs() - heardAtMs;
  }

  connect(): void {
    const { address, token, version, role, account, takePulse, monotonicClock, timers, rng } = this.#spec;
    const socket = connect(address);
    const terminalNonce = rng.bytes(nonceBytes);
    const its = role === 'data' ? { account } : {};
    const protocol = new ClientSession({ token, version, role, takePulse, terminalNonce, ...its });
    const beat = timers.every(durationMs(beatPeriodMs), () => this.#beat(attempt));
    const attempt: Attempt = { socket, protocol, beat };
    this.#attempt = attempt;
    socket.on('connect', () => {
      protocol.start(monotonicClock.nowMs());
      this.#flush(attempt);
    });
    socket.on('data', (chunk) => this.#receive(attempt, chunk));
    socket.on('error', (error) => this.#end(attempt, broken(error)));
    socket.on('close', () => this.#end(attempt, closed));
  }

  /** Does several things whose words leave in one write. */
  together(speak: () => void): void {
    this.#depth += 1;
    speak();
    this.#depth -= 1;
    if (this.#attempt !== null) this.#flush(this.#attempt);
  }

  /** Nothing is said where no session is open; a lane that overflows ends the session. */
  say(message: TerminalStatement): void {
    const attempt = this.#attempt;
    if (!attempt?.protocol.isOpen) return;
    if (!attempt.protocol.send(message)) return this.#end(attempt, overflown);
    this.#flush(attempt);
  }

  /** The number of a PING that follows all that was said; null where no session is open. */
  ping(): number | null {
    const attempt = this.#attempt;
    if (attempt === null) return null;
    const id = attempt.protocol.ping(this.#spec.monotonicClock.nowMs());
    this.#flush(attempt);
    return id;
  }

  /** Cuts the line without a word, as a broken machine does. */
  drop(): void {
    this.#attempt?.socket.destroy();
    if (this.#attempt !== null) this.#end(this.#attempt, closed);
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#retry?.[Symbol.dispose]();
    if (this.#attempt === null) return;
    this.#attempt.protocol.end(leaving);
    this.#end(this.#attempt, leaving);
  }

  #receive(attempt: Attempt, chunk: Buffer): void {
    if (attempt !== this.#attempt) return;
    this.together(() => {
      for (const output of attempt.protocol.receive(chunk, this.#spec.monotonicClock.nowMs())) {
        if (attempt !== this.#attempt) return;
        switch (output.kind) {
          case 'welcomed':
            this.#session = output.ready.session;
            this.#openedAtMs = this.#spec.monotonicClock.nowMs();
            this.#backOffMs = backOffMsMin;
            this.#spec.onWelcomed(output.ready);
            break;
          case 'requested':
            this.#spec.onRequested(output.message);
            break;
          case 'ponged':
            this.#spec.onPonged(output.id);
            break;
          case 'failed':
            return this.#end(attempt, output.fault);
        }
      }
      this.#spec.onHeard();
    });
  }

  #beat(attempt: Attempt): void {
    const failure = attempt.protocol.beat(this.#spec.monotonicClock.nowMs());
    if (failure === null) this.#flush(attempt);
    else this.#end(attempt, failure);
  }

  #flush(attempt: Attempt): void {
    if (this.#depth > 0) return;
    const output = attempt.protocol.takeOutput();
    if (output !== null && attempt.socket.writable) attempt.socket.write(output);
  }

  #end(attempt: Attempt, why: Fault): void {
    if (attempt !== this.#attempt) return;
    this.#attempt = null;
    this.#session = null;
    attempt.beat[Symbol.dispose]();
    const lastWords = attempt.protocol.takeOutput();
    if (lastWords !== null && attempt.socket.writable) attempt.socket.write(lastWords);
    attempt.socket.destroySoon();
    this.#spec.onEnded(why);
    if (this.#isDisposed) return;
    this.#retry = this.#spec.timers.after(durationMs(this.#backOffMs), () => this.connect());
    this.#backOffMs = Math.min(this.#backOffMs * 2, backOffMsMax);
  }
}

const closed = fault('NOT_CONNECTED', 'The cockpit closed the connection.');

const leaving = fault('NOT_CONNECTED', 'The simulated terminal was stopped.');

const overflown = fault('CREDIT_EXCEEDED', 'The cockpit does not take what it is sent; the session is begun anew.');

const broken = (cause: NodeJS.ErrnoException): Fault =>
  fault('PIPE_FAILED', `There is no connection to the cockpit: ${cause.message}.`, { cause: cause.code ?? null });
